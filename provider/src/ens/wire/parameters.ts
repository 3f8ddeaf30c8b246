/** How one field of a request is sent. The vendor's client takes it under the same name in lowerCamelCase. */
export interface Parameter<Value> {
  /** As the API names it. */
  readonly name: string;
  /** Its part of the query, as the vendor's client writes it. */
  readonly toQuery: (value: Value) => Record<string, string>;
  /** What the vendor's request takes for it. */
  readonly toVendor: (value: Value) => unknown;
}

export function text(name: string): Parameter<string | number> {
  return { name, toQuery: (value) => ({ [name]: String(value) }), toVendor: String };
}

export function number(name: string): Parameter<number> {
  return { name, toQuery: (value) => ({ [name]: String(value) }), toVendor: (value) => value };
}

/** Joined with commas. */
export function joined(name: string): Parameter<readonly string[]> {
  return { name, toQuery: (values) => ({ [name]: values.join(",") }), toVendor: (values) => values };
}

/** One JSON text, which the vendor's client has its callers write. */
export function json(name: string): Parameter<readonly string[]> {
  return {
    name,
    toQuery: (values) => ({ [name]: JSON.stringify(values) }),
    toVendor: (values) => JSON.stringify(values),
  };
}

/** `Name.1`, `Name.2`. */
export function numbered(name: string): Parameter<readonly string[]> {
  return {
    name,
    toQuery: (values) => Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value])),
    toVendor: (values) => values,
  };
}

/** Rejects values that a comma-joined list would cut in two. */
export function assertJoinable(name: string, values: readonly string[] | undefined): void {
  if (values?.some((value) => value.includes(",")))
    throw new TypeError(`${name} must not contain a comma: the API reads it as two values`);
}
