import type { ReportRow } from "../model/report";
import { tally } from "../model/words";
import { clock } from "../model/zone";
import { type Day, type Section, stretch } from "./days";

/** `wave 1: 1, wave 2: 5`; nothing where no row has a wave. */
function wavesOf(rows: readonly ReportRow[]): { wave: number; count: number }[] {
  return [...tally(rows.flatMap(({ wave }) => wave ?? []))]
    .map(([wave, count]) => ({ wave, count }))
    .sort((a, b) => a.wave - b.wave);
}

/** Groups by name; nothing where no row has one. */
function groupsOf(rows: readonly ReportRow[]): { group: string; count: number }[] {
  return [...tally(rows.flatMap(({ group }) => group ?? []))]
    .map(([group, count]) => ({ group, count }))
    .sort((a, b) => (a.group < b.group ? -1 : 1));
}

/** Words and, apart from them, names that users chose, which may run from right to left. */
export type Fact = readonly (string | { name: string })[];

/** What a day is made of, in a few words: waves, groups, windows, exclusions. */
export function factsOf(section: Section | Day): Fact[] {
  const waves = wavesOf(section.rows).map(({ wave, count }) => `wave ${wave}: ${count}`);
  const groups = groupsOf(section.rows);
  const shown = groups.length > 6 ? groups.slice(0, 5) : groups;
  const more = groups.length > shown.length ? [`, ${groups.length - shown.length} more groups`] : [];
  const day = "wall" in section ? section : undefined;
  const facts: Fact[] = [
    waves.length > 0 ? [waves.join(", ")] : [],
    shown.flatMap(({ group, count }, index) => [
      ...(index > 0 ? [", "] : []),
      { name: group },
      `: ${count}`,
      ...(index === shown.length - 1 ? more : []),
    ]),
    windowsFact(day),
    ...(day?.exclusions ?? []).map(({ from, to, reason }) => [
      `excluded ${stretch(day?.wall ?? 0, from, to)}: `,
      { name: reason },
    ]),
  ];
  return facts.filter(({ length }) => length > 0);
}

/** Where there is only text. */
export function plainFact(fact: Fact): string {
  return fact.map((part) => (typeof part === "string" ? part : part.name)).join("");
}

function windowsFact(day: Day | undefined): Fact {
  if (!day || day.windows.length === 0) return [];
  const [first, second, third, ...others] = day.windows.map(
    ({ start, end, lastStart = end }) =>
      stretch(day.wall, start, end) +
      (lastStart < end ? ` (cutoff: no start from ${clock(Math.max(lastStart, start))})` : ""),
  );
  const named = [first, second, third].filter(Boolean).join(", ");
  return [
    `${second ? "windows" : "window"} ${named}${others.length > 0 ? ` and ${others.length} more` : ""}`,
  ];
}
