import type { ReportRow, Tone } from "../model/report";
import { TONES } from "../model/tones";
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

/** How many rows there are of each tone, trouble first. */
export function tonesOf(rows: readonly ReportRow[]): { tone: Tone; count: number }[] {
  const counts = tally(rows.map(({ tone }) => tone));
  return TONES.flatMap((tone) => {
    const count = counts.get(tone);
    return count === undefined ? [] : [{ tone, count }];
  });
}

/** What a day is made of, in a few words: waves, groups, windows, exclusions. */
export function factsOf(section: Section | Day): string[] {
  const waves = wavesOf(section.rows).map(({ wave, count }) => `wave ${wave}: ${count}`);
  const groups = groupsOf(section.rows).map(({ group, count }) => `${group}: ${count}`);
  const shown = groups.length > 6 ? [...groups.slice(0, 5), `${groups.length - 5} more groups`] : groups;
  const day = "wall" in section ? section : undefined;
  return [
    waves.join(", "),
    shown.join(", "),
    windowsFact(day),
    ...(day?.exclusions ?? []).map(
      ({ from, to, reason }) => `excluded ${stretch(day?.wall ?? 0, from, to)}: ${reason}`,
    ),
  ].filter(Boolean);
}

function windowsFact(day: Day | undefined): string {
  if (!day || day.windows.length === 0) return "";
  const [first, second, third, ...others] = day.windows.map(
    ({ start, end, lastStart = end }) =>
      stretch(day.wall, start, end) +
      (lastStart < end ? ` (cutoff: no start from ${clock(Math.max(lastStart, start))})` : ""),
  );
  const named = [first, second, third].filter(Boolean).join(", ");
  return `${second ? "windows" : "window"} ${named}${others.length > 0 ? ` and ${others.length} more` : ""}`;
}
