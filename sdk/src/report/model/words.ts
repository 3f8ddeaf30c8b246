/** `1 moves`, `12 move`. */
export function moves(number: number): string {
  return number === 1 ? "1 moves" : `${number} move`;
}

/** How often each value occurs, in the order of first occurrence. */
export function tally<T>(values: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Without what would drive a terminal, break a line or turn its direction. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ");
}
