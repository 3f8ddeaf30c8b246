import { isObject } from "@pulumi-ens/provider/strict";
import { FIXED64, LENGTH, Reader, tagOf, VARINT } from "./wire/reader";
import { Writer } from "./wire/writer";

/** How Pulumi marks values that plain JSON does not have (`sdk/go/common/resource/sig`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The fields' numbers: of `google.protobuf.Struct`, an entry of its map, a `Value` and a `ListValue`. */
const STRUCT = { entries: 1 };
const ENTRY = { key: 1, value: 2 };
const VALUE = { null: 1, number: 2, string: 3, bool: 4, struct: 5, list: 6 };
const LIST = { items: 1 };

/** No plan is nested deeper; without a limit, one that is overflows the stack. */
const DEEPEST = 100;

export type Properties = Readonly<Record<string, unknown>>;
/** Where a value is, such as `["events", "0", "password"]`. */
export type Path = readonly string[];
/** Properties as they are transferred: an encoded `google.protobuf.Struct`. */
export type Struct = Uint8Array;

/** What came in, as plain JSON, and where in it secrets were. What a preview does not know stays Pulumi's text for it. */
export interface Opened {
  values: Properties;
  /** The outermost secret of each branch. */
  secrets: readonly Path[];
}

/** The one gate through which properties come in: secrets are unwrapped, and it is remembered where they were. */
export function open(struct: Struct = new Uint8Array()): Opened {
  return new Opening(struct).opened();
}

class Opening {
  readonly #reader: Reader;
  readonly #path: string[] = [];
  readonly #secrets: Path[] = [];

  constructor(struct: Struct) {
    this.#reader = new Reader(struct);
  }

  opened(): Opened {
    return { values: this.#fields(), secrets: this.#secrets };
  }

  #fields(): Record<string, unknown> {
    const reader = this.#reader;
    const object: Record<string, unknown> = {};
    while (reader.hasMore()) {
      const tag = reader.varint();
      if (tag === tagOf(STRUCT.entries, LENGTH)) this.#entry(object);
      else reader.skip(tag);
    }
    return object;
  }

  #entry(object: Record<string, unknown>): void {
    const reader = this.#reader;
    const outer = reader.enter();
    let key = "";
    let valueAt: number | undefined;
    while (reader.hasMore()) {
      const tag = reader.varint();
      if (tag === tagOf(ENTRY.key, LENGTH)) {
        key = reader.string();
      } else {
        if (tag === tagOf(ENTRY.value, LENGTH)) valueAt = reader.at;
        reader.skip(tag);
      }
    }
    let value: unknown = null;
    if (valueAt !== undefined) {
      reader.goBack(valueAt);
      value = this.#value(key);
    }
    reader.leave(outer);
    // An assignment would set the prototype.
    if (key === "__proto__")
      Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
    else object[key] = value;
  }

  #value(name: string): unknown {
    const reader = this.#reader;
    const depth = this.#path.push(name);
    if (depth > DEEPEST) throw new Error(tooDeep(this.#path[0]));
    const outer = reader.enter();
    let value: unknown = null;
    while (reader.hasMore()) {
      const tag = reader.varint();
      if (tag === tagOf(VALUE.string, LENGTH)) value = reader.string();
      else if (tag === tagOf(VALUE.number, FIXED64)) value = reader.double();
      else if (tag === tagOf(VALUE.bool, VARINT)) value = reader.varint() !== 0;
      else if (tag === tagOf(VALUE.struct, LENGTH)) value = this.#structure();
      else if (tag === tagOf(VALUE.list, LENGTH)) value = this.#list();
      else reader.skip(tag); // Null, which it is already; or what is not known.
    }
    reader.leave(outer);
    this.#path.pop();
    return value;
  }

  #list(): unknown[] {
    const reader = this.#reader;
    const outer = reader.enter();
    const list: unknown[] = [];
    while (reader.hasMore()) {
      const tag = reader.varint();
      if (tag === tagOf(LIST.items, LENGTH)) list.push(this.#value(String(list.length)));
      else reader.skip(tag);
    }
    reader.leave(outer);
    return list;
  }

  /** An object, or the secret that it stands for. */
  #structure(): unknown {
    const secretsBefore = this.#secrets.length;
    const outer = this.#reader.enter();
    const object = this.#fields();
    this.#reader.leave(outer);
    if (object[SIGNATURE] !== SECRET) return object;
    this.#secrets.splice(secretsBefore, Infinity, [...this.#path]);
    return Object.hasOwn(object, "value") ? object["value"] : null;
  }
}

/**
 * The gate through which properties leave, as a fresh copy of plain JSON. Properties named in `secret` are marked as secrets. What JSON
 * does not have is a defect of ours, and the error says where it is.
 */
export function close(values: Properties, secret: ReadonlySet<string> = new Set()): Struct {
  return new Closing().closed(values, secret);
}

/** Begins with what comes last, as the {@link Writer} does. */
class Closing {
  readonly #writer = new Writer();
  readonly #path: (string | number)[] = [];

  closed(values: Properties, secret: ReadonlySet<string>): Struct {
    this.#fields(values, secret);
    return this.#writer.finish();
  }

  #fields(object: Properties, secret?: ReadonlySet<string>): void {
    for (const name of Object.keys(object).reverse()) {
      const value = object[name];
      if (value === undefined) continue;
      this.#path.push(name);
      if (secret?.has(name)) this.#entry(name, () => this.#secret(value));
      else this.#entry(name, () => this.#value(value));
      this.#path.pop();
    }
  }

  #entry(name: string, writeValue: () => void): void {
    const end = this.#writer.length;
    writeValue();
    this.#writer.wrap(ENTRY.value, end);
    this.#writer.string(ENTRY.key, name);
    this.#writer.wrap(STRUCT.entries, end);
  }

  #value(value: unknown): void {
    const writer = this.#writer;
    if (typeof value === "string") writer.string(VALUE.string, value);
    else if (typeof value === "number" && Number.isFinite(value)) writer.double(VALUE.number, value);
    else if (typeof value === "boolean") writer.varint(VALUE.bool, Number(value));
    else if (value === null) writer.varint(VALUE.null, 0);
    else if (Array.isArray(value)) this.#list(value);
    else if (isObject(value)) this.#structure(() => this.#fields(value as Properties));
    else
      throw new TypeError(`${shown(this.#path)} is a value of type ${typeof value} that JSON does not have`);
  }

  #list(list: readonly unknown[]): void {
    const end = this.#writer.length;
    for (let index = list.length - 1; index >= 0; index--) {
      const itemEnd = this.#writer.length;
      this.#path.push(index);
      this.#value(list[index]);
      this.#path.pop();
      this.#writer.wrap(LIST.items, itemEnd);
    }
    this.#writer.wrap(VALUE.list, end);
  }

  #structure(writeFields: () => void): void {
    if (this.#path.length > DEEPEST) throw new TypeError(tooDeep(this.#path[0]));
    const end = this.#writer.length;
    writeFields();
    this.#writer.wrap(VALUE.struct, end);
  }

  #secret(value: unknown): void {
    this.#structure(() => {
      this.#entry("value", () => this.#value(value));
      this.#entry(SIGNATURE, () => this.#value(SECRET));
    });
  }
}

/** `events[0].password` */
function shown([name, ...rest]: readonly (string | number)[]): string {
  return `${name}${rest.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("")}`;
}

function tooDeep(name: string | number = ""): string {
  return `${name} is nested more than ${DEEPEST} levels deep`;
}

/** The properties that hold a secret anywhere. */
export function secretNames(secrets: readonly Path[]): Set<string> {
  return new Set(secrets.flatMap(([name]) => (name === undefined ? [] : [name])));
}
