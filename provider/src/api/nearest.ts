import { closest, distance } from "fastest-levenshtein";

/** `; did you mean planTime?` if a known name is near, or the only one with this word in it; else nothing. */
export function nearest(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const written = name.toLowerCase();
  const candidate = closest(
    written,
    known.map((each) => each.toLowerCase()),
  );
  const isNear = distance(written, candidate) <= Math.min(3, Math.floor(name.length / 3));
  const meant = isNear ? known.find((each) => each.toLowerCase() === candidate) : withWord(written, known);
  return meant === undefined ? "" : `; did you mean ${meant}?`;
}

/** `ensRegionIds` for `regions`. Shorter words are in too many names. */
function withWord(written: string, known: readonly string[]): string | undefined {
  const word = written.replace(/s$/, "");
  const [found, ...others] = word.length < 5 ? [] : known.filter((each) => each.toLowerCase().includes(word));
  return others.length === 0 ? found : undefined;
}
