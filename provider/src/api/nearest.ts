import { closest, distance } from "fastest-levenshtein";

/** `; did you mean planTime?` if a known name is near, else nothing. */
export function nearest(name: string, known: readonly string[]): string {
  const candidate = closest(
    name.toLowerCase(),
    known.map((each) => each.toLowerCase()),
  );
  const original = known.find((each) => each.toLowerCase() === candidate);
  return original && distance(name.toLowerCase(), candidate) <= Math.min(3, Math.floor(name.length / 3))
    ? `; did you mean ${original}?`
    : "";
}
