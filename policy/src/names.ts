/** Whether a name is one of those listed. `*` stands for any text: `cn-*`. */
export function isListed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const expression = pattern.split("*").map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
    return new RegExp(`^${expression.join(".*")}$`, "s").test(name);
  });
}

/**
 * Of entries that may each name groups, those for one group: the ones that name it or, where none does, the ones that name
 * no groups at all.
 */
export function entriesFor<Entry extends { groups?: readonly string[] }>(
  entries: readonly Entry[],
  group: string | undefined,
): Entry[] {
  const own = entries.filter(({ groups }) => group !== undefined && groups && isListed(group, groups));
  return own.length > 0 ? own : entries.filter(({ groups }) => !groups);
}
