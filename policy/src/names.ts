import { namePattern } from "@pulumi-ens/provider/discover";

/** Whether a name is one of those listed. `*` stands for any text, `?` for one character: `cn-*`. */
export function isListed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => namePattern(pattern).test(name));
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
