import { withoutMark } from "@pulumi-ens/provider/plan";
import type { Exclusion, Interval, ReportPlan, ReportRow } from "../model/report";
import { clock, DAY, dayName, dayStart, wallTime } from "../model/zone";

/** The rows of one local day, or those without a time. */
export interface Section {
  kind: "immediate" | "day" | "unknown";
  /** `Saturday 2026-12-05`, `Immediately`, `Time not known yet`. */
  name: string;
  rows: ReportRow[];
}

/** A local day of rows. */
export interface Day extends Section {
  kind: "day";
  /** Its beginning as a wall time. */
  wall: number;
  /** As wall times, cut to the day. */
  windows: Interval[];
  exclusions: Exclusion[];
}

/** Rows by local day, in order; immediate ones come before, those whose time is unknown after. */
export function sectionsOf(plan: ReportPlan): (Section | Day)[] {
  const of = (at: ReportRow["at"]): ReportRow[] => plan.rows.filter((row) => row.at === at);
  const [immediate, unknown] = [of("immediate"), of("unknown")];
  return [
    ...(immediate.length > 0 ? [{ kind: "immediate" as const, name: "Immediately", rows: immediate }] : []),
    ...daysOf(plan),
    ...(unknown.length > 0 ? [{ kind: "unknown" as const, name: "Time not known yet", rows: unknown }] : []),
  ];
}

export function daysOf(plan: ReportPlan): Day[] {
  const byDay = new Map<number, ReportRow[]>();
  for (const row of plan.rows) {
    if (typeof row.at !== "number") continue;
    const wall = dayStart(wallOf(plan, row));
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

/** The wall time, in whole seconds, of a row of a day. */
export function wallOf({ timeZone }: ReportPlan, { at }: ReportRow): number {
  return typeof at === "number" ? withoutMark(wallTime(timeZone, at)) : 0;
}
