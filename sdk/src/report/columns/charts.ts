import type { ReportPlan, ReportRow } from "../model/report";
import { tally } from "../model/words";
import { HOUR, MINUTE } from "../model/zone";
import { type Day, wallOf } from "./days";

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
    for (const row of rows) {
      const start = wallOf(plan, row) - wall;
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

/** A lane for each of the plan's waves; for each group where those tell more, since there are no waves or only one. */
export function lanesOf(plan: ReportPlan, rows: readonly ReportRow[]): Lane[] {
  const [waves, groups] = [
    tally(plan.rows.map(({ wave }) => wave)),
    tally(plan.rows.map(({ group }) => group)),
  ];
  const byWave = waves.size > 1 || (!waves.has(undefined) && groups.size < 2);
  const lanes = new Map<string, Lane & { order: number }>();
  for (const row of rows) {
    const name = byWave ? (row.wave === undefined ? "No wave" : `Wave ${row.wave}`) : (row.group ?? "");
    const lane = lanes.get(name) ?? { name, rows: [], order: byWave ? (row.wave ?? 0) : 0 };
    lanes.set(name, lane);
    lane.rows.push(row);
  }
  return [...lanes.values()].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}
