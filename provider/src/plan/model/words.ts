/** `1 order`, `12 orders`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The first of many names, and how many more there are. */
export function firstOf(names: readonly string[], most: number, separator = ", "): string {
  const more = names.length - most;
  return names.slice(0, most).join(separator) + (more > 0 ? ` and ${more} more` : "");
}

/** Texts as sentences of one text, each with one full stop between them. Empty ones are left out. */
export function sentences(...texts: readonly string[]): string {
  return texts
    .filter(Boolean)
    .map((text, index, all) => (index < all.length - 1 ? text.replace(/\.$/, "") : text))
    .join(". ");
}
