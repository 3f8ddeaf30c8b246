import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";

/** How Pulumi marks values that plain JSON does not have (`sdk/go/common/resource/sig`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export type Properties = Readonly<Record<string, unknown>>;
/** Where a value is, such as `["events", "0", "password"]`. */
export type Path = readonly string[];

/** What came in, as plain JSON, and where in it secrets were. What a preview does not know stays Pulumi's text for it. */
export interface Opened {
  values: Properties;
  /** The outermost secret of each branch. */
  secrets: readonly Path[];
}

/** The one gate through which properties come in: secrets are unwrapped, and it is remembered where they were. */
export function open(struct: Struct | undefined): Opened {
  const secrets: Path[] = [];
  return { values: struct ? objectOf(struct, [], secrets) : {}, secrets };
}

function objectOf(struct: Struct, path: Path, secrets: Path[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  // `fromEntries` and assignment differ for a key such as `__proto__`.
  struct.getFieldsMap().forEach((value, key) => {
    Object.defineProperty(object, key, {
      value: plainOf(value, [...path, key], secrets),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  });
  return object;
}

function plainOf(value: Value, path: Path, secrets: Path[]): unknown {
  switch (value.getKindCase()) {
    case Value.KindCase.STRING_VALUE:
      return value.getStringValue();
    case Value.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case Value.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case Value.KindCase.LIST_VALUE: {
      const items = value.getListValue()?.getValuesList() ?? [];
      return items.map((item, index) => plainOf(item, [...path, String(index)], secrets));
    }
    case Value.KindCase.STRUCT_VALUE: {
      const struct = value.getStructValue() ?? new Struct();
      const fields = struct.getFieldsMap();
      if (fields.get(SIGNATURE)?.getStringValue() !== SECRET) return objectOf(struct, path, secrets);
      secrets.push(path);
      const inner = fields.get("value");
      return inner ? plainOf(inner, path, []) : null;
    }
    case Value.KindCase.NULL_VALUE:
    case Value.KindCase.KIND_NOT_SET:
      return null;
  }
}

/**
 * The gate through which properties leave, as a fresh copy of plain JSON. Properties named in `secret` are marked as secrets. What JSON
 * does not have is a defect of ours, and the error says where it is.
 */
export function close(values: Properties, secret: ReadonlySet<string> = new Set()): Struct {
  const struct = new Struct();
  const fields = struct.getFieldsMap();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const made = valueOf(value, key);
    fields.set(key, secret.has(key) ? secretOf(made) : made);
  }
  return struct;
}

function valueOf(value: unknown, path: string): Value {
  const made = new Value();
  if (value === null) return made.setNullValue(NullValue.NULL_VALUE);
  if (typeof value === "string") return made.setStringValue(value);
  if (typeof value === "boolean") return made.setBoolValue(value);
  if (typeof value === "number" && Number.isFinite(value)) return made.setNumberValue(value);
  if (Array.isArray(value)) {
    return made.setListValue(
      new ListValue().setValuesList(value.map((item, index) => valueOf(item, `${path}[${index}]`))),
    );
  }
  if (isPlainObject(value)) {
    const struct = new Struct();
    for (const [key, member] of Object.entries(value))
      if (member !== undefined) struct.getFieldsMap().set(key, valueOf(member, `${path}.${key}`));
    return made.setStructValue(struct);
  }
  throw new TypeError(`${path} is a value of type ${typeof value} that JSON does not have`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function secretOf(value: Value): Value {
  const struct = new Struct();
  struct.getFieldsMap().set(SIGNATURE, new Value().setStringValue(SECRET));
  struct.getFieldsMap().set("value", value);
  return new Value().setStructValue(struct);
}

/** The properties that hold a secret anywhere. */
export function secretNames(secrets: readonly Path[]): Set<string> {
  return new Set(secrets.flatMap(([name]) => (name === undefined ? [] : [name])));
}
