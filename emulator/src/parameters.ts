/** A name and a value, decoded. */
export type Pair = readonly [name: string, value: string];

/** Text that is not well encoded is taken as it stands; its signature will then not match. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/**
 * The pairs of a URL query or of a form body. A plus sign is a space in both, in names and in values: the vendor's
 * clients for Python, Go and Java sign a space as `%20` and send it as a plus, and send a real plus as `%2B`.
 */
export function parsePairs(raw: string): Pair[] {
  return raw
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const equals = part.indexOf("=");
      return equals < 0
        ? [decode(part), ""]
        : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
    });
}

/** The parameters of one call, in every form in which the vendor's clients send lists. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(pairs: readonly Pair[]) {
    this.#values = new Map(pairs);
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** `Name=a,b` (SDKs) or `Name.1=a&Name.2=b` (CLI). Undefined when the parameter is absent or empty. */
  list(name: string): string[] | undefined {
    const joined = this.#values.get(name);
    const values = joined === undefined ? this.#numbered(name).map(([, value]) => value) : joined.split(",");
    const entries = values.map((value) => value.trim()).filter((value) => value !== "");
    return entries.length === 0 ? undefined : entries;
  }

  /** `Name.1.Field=…&Name.2.Field=…`. Undefined when there is none. */
  records(name: string): Record<string, string>[] | undefined {
    const records = new Map<string, Record<string, string>>();
    for (const [rest, value] of this.#numbered(name)) {
      const [index = "", field = ""] = rest.split(".", 2);
      const record = records.get(index) ?? (Object.create(null) as Record<string, string>);
      record[field] = value;
      records.set(index, record);
    }
    return records.size === 0 ? undefined : [...records.values()];
  }

  /** What follows `Name.` where it starts with a number, in the order of the numbers. */
  #numbered(name: string): Pair[] {
    const prefix = `${name}.`;
    return [...this.#values]
      .filter(([key]) => key.startsWith(prefix) && /^\d+(\.|$)/.test(key.slice(prefix.length)))
      .map(([key, value]): Pair => [key.slice(prefix.length), value])
      .sort(([left], [right]) => Number.parseInt(left, 10) - Number.parseInt(right, 10));
  }
}
