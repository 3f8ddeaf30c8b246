import { type InputReader, InvalidInput } from "../inputReader";

/** One member of a fault beyond those that all have. */
export interface Member<Value extends string | number | null, Required extends boolean = false> {
  /** For the README: what it may be, and its default in parentheses. */
  readonly doc: string;
  readonly required: Required;
  /** The value given, or the default. */
  readonly read: (reader: InputReader, key: string) => Value;
}

export type Members = Readonly<Record<string, Member<string | number | null, boolean>>>;

/** The values of members; null where none was given and there is no default. */
export type Values<Of extends Members> = {
  readonly [Key in keyof Of]: Of[Key] extends Member<infer Value, boolean> ? Value : never;
};

/** The members as a fault is written. */
export type Given<Of extends Members> = {
  readonly [Key in keyof Of as Of[Key]["required"] extends true ? Key : never]: Values<Of>[Key];
} & {
  readonly [Key in keyof Of as Of[Key]["required"] extends true ? never : Key]?: NonNullable<Values<Of>[Key]>;
};

export function text<Default extends string | null>(byDefault: Default): Member<string | Default> {
  return {
    doc: byDefault === null ? "" : `(\`${byDefault}\`)`,
    required: false,
    read: (reader, key) => reader.text(key) ?? byDefault,
  };
}

export function integer<Default extends number | null>(
  least: number,
  most: number,
  byDefault: Default,
): Member<number | Default> {
  return {
    doc: `${least}–${most}${byDefault === null ? "" : ` (${byDefault})`}`,
    required: false,
    read: (reader, key) => reader.integer(key, least, most) ?? byDefault,
  };
}

export function requiredInteger(least: number, most: number): Member<number, true> {
  return {
    doc: `${least}–${most} (required)`,
    required: true,
    read: (reader, key) => reader.requiredInteger(key, least, most),
  };
}

export function oneOf<const Word extends string | number>(
  words: readonly Word[],
  byDefault: NoInfer<Word>,
): Member<Word> {
  const code = (word: Word): string => (typeof word === "string" ? `\`${word}\`` : String(word));
  return {
    doc: `${words.map(code).join(" or ")} (${code(byDefault)})`,
    required: false,
    read: (reader, key) => reader.oneOf(key, words) ?? byDefault,
  };
}

/** A member that may have any value but one. */
export function except<Value extends string | number>(
  excluded: Value,
  why: string,
  member: Member<Value>,
): Member<Value> {
  return {
    ...member,
    read: (reader, key) => {
      const value = member.read(reader, key);
      if (value === excluded) throw new InvalidInput(`${reader.where}.${key}: ${excluded} ${why}`);
      return value;
    },
  };
}
