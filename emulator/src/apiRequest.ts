import type { Pair } from "./parameters";

/** A request as it arrived, decoded but not yet believed. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly urlLength: number;
  /** Lower-case names; values trimmed, repeated ones sorted and joined by commas as the signature has them. */
  readonly headers: ReadonlyMap<string, string>;
  readonly query: readonly Pair[];
  readonly form: readonly Pair[];
  readonly body: Buffer;
}

/** Headers as the signature sees them, from Node's flat list of names and values. */
export function canonicalHeaders(rawHeaders: readonly string[]): Map<string, string> {
  const values = new Map<string, string[]>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    values.set(name, [...(values.get(name) ?? []), (rawHeaders[index + 1] ?? "").trim()]);
  }
  return new Map([...values].map(([name, list]) => [name, list.sort().join(",")]));
}
