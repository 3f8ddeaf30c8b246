import type { Exclusion, Interval, ReportPlan, ReportRow, Tone } from "../model/report";
import { TONES } from "../model/tones";
import { tally } from "../model/words";
import { clock, DAY, dayName, dayStart, HOUR, MINUTE, wallTime } from "../model/zone";

/** The rows of one local day, or those without a time. */
export interface Section {
  kind: "immediate" | "day" | "unknown";
  /** `Saturday 2026-12-05`, `At once`, `Not known yet`. */
  name: string;
  rows: ReportRow[];
}

/** A local day on which something moves. */
export interface Day extends Section {
  kind: "day";
  /** Its beginning as a wall time. */
  wall: number;
  /** As wall times, cut to the day. */
  windows: Interval[];
  exclusions: Exclusion[];
}

/** Rows by local day, in order; those that go at once come before, those whose time is unknown after. */
export function sectionsOf(plan: ReportPlan): (Section | Day)[] {
  const of = (at: ReportRow["at"]): ReportRow[] => plan.rows.filter((row) => row.at === at);
  const [immediate, unknown] = [of("immediate"), of("unknown")];
  return [
    ...(immediate.length > 0 ? [{ kind: "immediate" as const, name: "At once", rows: immediate }] : []),
    ...daysOf(plan),
    ...(unknown.length > 0 ? [{ kind: "unknown" as const, name: "Time not known yet", rows: unknown }] : []),
  ];
}

export function daysOf(plan: ReportPlan): Day[] {
  const byDay = new Map<number, ReportRow[]>();
  for (const row of plan.rows) {
    if (typeof row.at !== "number") continue;
    const wall = dayStart(wallTime(plan.timeZone, row.at));
    const rows = byDay.get(wall) ?? [];
    byDay.set(wall, rows);
    rows.push(row);
  }
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([wall, rows]) => ({ kind: "day", name: dayName(wall), wall, rows, ...openOn(plan, wall) }));
}

/** What of the plan's windows and exclusions falls on a day, as wall times. */
export function openOn(plan: ReportPlan, day: number): { windows: Interval[]; exclusions: Exclusion[] } {
  const end = day + DAY;
  const wall = (at: number): number => wallTime(plan.timeZone, at);
  return {
    windows: plan.windows
      .map(({ start, end: close, lastStart }) => ({
        start: Math.max(wall(start), day),
        end: Math.min(wall(close), end),
        ...(lastStart !== undefined && { lastStart: wall(lastStart) }),
      }))
      .filter((window) => window.start < window.end),
    exclusions: plan.exclusions
      .map(({ from, to, reason }) => ({
        from: Math.max(wall(from), day),
        to: Math.min(wall(to), end),
        reason,
      }))
      .filter(({ from, to }) => from < to),
  };
}

/** `01:00–04:00`; a day that ends at midnight ends at 24:00. */
export function stretch(day: number, from: number, to: number): string {
  return `${clock(from)}–${to === day + DAY ? "24:00" : clock(to)}`;
}

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
  const [first, second, third, ...others] = day.windows.map(({ start, end }) =>
    stretch(day.wall, start, end),
  );
  const named = [first, second, third].filter(Boolean).join(", ");
  return `${second ? "windows" : "window"} ${named}${others.length > 0 ? ` and ${others.length} more` : ""}`;
}

/** A stretch of hours that charts show, from a day's midnight. */
export interface Hours {
  from: number;
  to: number;
}

/** Shorter stretches without anything in them are drawn all the same. */
const GAP = 4;
const LEAST = 3;

/**
 * The hours in which something may start or does, in order: what the charts of a plan show. They are the same for all of
 * its days, so that those can be compared; the rest of the day is left out.
 */
export function hoursOf(plan: ReportPlan, days: readonly Day[]): Hours[] {
  const busy = new Set<number>();
  const mark = (from: number, to: number): void => {
    for (let hour = Math.floor(from / HOUR); hour * HOUR < to && hour < 24; hour += 1) busy.add(hour);
  };
  for (const { wall, rows, windows } of days) {
    for (const { at } of rows) {
      const start = wallTime(plan.timeZone, Number(at)) - wall;
      mark(start, start + 15 * MINUTE);
    }
    for (const { start, end } of windows) mark(start - wall, end - wall);
  }
  const stretches: { from: number; to: number }[] = [];
  for (const hour of [...busy].sort((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last && hour - last.to < GAP) last.to = hour + 1;
    else stretches.push({ from: hour, to: hour + 1 });
  }
  const [only] = stretches;
  if (only && stretches.length === 1 && only.to - only.from < LEAST) {
    only.from = Math.min(only.from, 24 - LEAST);
    only.to = only.from + LEAST;
  }
  return stretches.map(({ from, to }) => ({ from: from * HOUR, to: to * HOUR }));
}

/** Rows that a chart shows beside each other. */
export interface Lane {
  name: string;
  rows: ReportRow[];
}

/** A lane for each wave; without waves, for each group. */
export function lanesOf(rows: readonly ReportRow[]): Lane[] {
  const byWave = rows.some(({ wave }) => wave !== undefined);
  const lanes = new Map<string, Lane & { order: number }>();
  for (const row of rows) {
    const name = byWave ? (row.wave === undefined ? "No wave" : `Wave ${row.wave}`) : (row.group ?? "");
    const lane = lanes.get(name) ?? { name, rows: [], order: byWave ? (row.wave ?? 0) : 0 };
    lanes.set(name, lane);
    lane.rows.push(row);
  }
  return [...lanes.values()].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}
