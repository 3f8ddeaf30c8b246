import { parseDuration } from "./duration";
import { isMoment, parseMoment } from "./moments";
import { isOneOf } from "./vocabulary";

/** Input from a seed file, the side channel or a caller that the emulator cannot use; the message says where. */
export class InvalidInput extends Error {
  override readonly name = "InvalidInput";
}

/** What a value looks like in a message: short, and never a whole document. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? String(value) : text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A promise or a map has no keys of its own, and would pass for an object without any. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Reads a JSON object by hand: names the place of every error, and refuses keys that nobody knows, since a
 * misspelled switch that is silently ignored makes a test pass for the wrong reason.
 */
export class InputReader {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    readonly where: string,
    known: readonly string[],
  ) {
    if (!isPlain(value)) throw new InvalidInput(`${where}: must be an object, got ${shown(value)}`);
    for (const key of Object.keys(value)) {
      if (!known.includes(key))
        throw new InvalidInput(`${where}: unknown key "${key}" (known: ${known.join(", ")})`);
    }
    this.#fields = value as Record<string, unknown>;
  }

  has(key: string): boolean {
    return this.#fields[key] !== undefined;
  }

  raw(key: string): unknown {
    return this.#fields[key];
  }

  text(key: string): string | undefined {
    return this.#read(key, "must be a non-empty string", (value) =>
      typeof value === "string" && value !== "" ? value : undefined,
    );
  }

  /** Empty too. */
  anyText(key: string): string | undefined {
    return this.#read(key, "must be a string", (value) => (typeof value === "string" ? value : undefined));
  }

  requiredText(key: string): string {
    return this.#required(key, this.text(key));
  }

  oneOf<Word extends string | number>(key: string, words: readonly Word[]): Word | undefined {
    return this.#read(key, `must be one of ${words.join(", ")}`, (value) =>
      isOneOf(words, value) ? value : undefined,
    );
  }

  integer(key: string, least: number, most: number): number | undefined {
    return this.#read(key, `must be an integer from ${least} to ${most}`, (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
        ? value
        : undefined,
    );
  }

  requiredInteger(key: string, least: number, most: number): number {
    return this.#required(key, this.integer(key, least, most));
  }

  boolean(key: string): boolean | undefined {
    return this.#read(key, "must be true or false", (value) =>
      typeof value === "boolean" ? value : undefined,
    );
  }

  /** A moment as ISO 8601 text with an offset, or as Unix milliseconds. */
  time(key: string): number | undefined {
    const rule = "must be an ISO 8601 time with Z or an offset, or Unix milliseconds";
    return this.#read(key, rule, (value) => {
      const time = typeof value === "string" ? parseMoment(value) : value;
      return isMoment(time) ? time : undefined;
    });
  }

  /** A span as text such as "30s" or "1h30m", or as milliseconds. */
  duration(key: string): number | undefined {
    return this.#read(key, 'must be a duration such as "30s", "2h" or "1h30m", or milliseconds', (value) => {
      if (typeof value === "string") return parseDuration(value);
      return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
    });
  }

  list(key: string, most: number): readonly unknown[] | undefined {
    return this.#read(key, `must be a list of at most ${most} entries`, (value) =>
      Array.isArray(value) && value.length <= most ? (value as readonly unknown[]) : undefined,
    );
  }

  /** An object whose values are all strings, such as tags. */
  texts(key: string): ReadonlyMap<string, string> | undefined {
    return this.#read(key, "must be an object of strings", (value) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
      const pairs = Object.entries(value) as [string, unknown][];
      const texts = pairs.filter((pair): pair is [string, string] => typeof pair[1] === "string");
      return texts.length === pairs.length ? new Map(texts) : undefined;
    });
  }

  #read<Value>(key: string, rule: string, accept: (value: unknown) => Value | undefined): Value | undefined {
    const value = this.#fields[key];
    if (value === undefined) return undefined;
    const accepted = accept(value);
    if (accepted === undefined) throw new InvalidInput(`${this.where}.${key}: ${rule}, got ${shown(value)}`);
    return accepted;
  }

  #required<Value>(key: string, value: Value | undefined): Value {
    if (value === undefined) throw new InvalidInput(`${this.where}.${key}: is required`);
    return value;
  }
}
