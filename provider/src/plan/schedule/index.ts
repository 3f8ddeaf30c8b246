/** What reports and policies need of schedules; it brings the time zone and cron libraries. */
import type { CheckFailure } from "../input/failures";
import { SCHEDULE } from "./fields";
import { type Opening, openings, spans } from "./openings";
import { parseSchedule } from "./parseSchedule";
import type { Exclusion } from "./schedule";

/** When a schedule's windows are open between two instants, by start. Unix milliseconds, ends exclusive. */
export function openWindows(
  schedule: unknown,
  from: number,
  to: number,
): Pick<Opening, "start" | "lastStart" | "end">[] {
  const read = parseSchedule(schedule);
  if ("failures" in read) return [];
  return [...openings(read.value, from, to)].map(({ start, lastStart, end }) => ({ start, lastStart, end }));
}

/** When a schedule lets a move start between two instants: in a window, before its cutoff, in no exclusion and within the bounds. */
export type Starts = (from: number, to: number) => Iterable<{ from: number; to: number }>;

/** `undefined` for a schedule that cannot be read. */
export function startsOf(schedule: unknown): Starts | undefined {
  const read = parseSchedule(schedule);
  return "value" in read ? (from, to) => spans(read.value, from, to) : undefined;
}

/** A schedule's exclusions. Unix milliseconds, ends exclusive. */
export function exclusionsOf(schedule: unknown): Exclusion[] {
  const read = parseSchedule(schedule);
  return "value" in read ? read.value.exclusions : [];
}

/** What is wrong with a schedule, at paths such as `schedule.windows[0].cron`. */
export function scheduleFailures(schedule: unknown): CheckFailure[] {
  const read = parseSchedule(schedule);
  return "failures" in read ? read.failures : [];
}

/** The `minLeadTime` of a schedule that has none written. */
export const DEFAULT_MIN_LEAD_TIME: string = SCHEDULE.minLeadTime.default;

export { boundOf } from "./parseSchedule";
export { type Weekday, WEEKDAYS } from "./schedule";
export type { Exclusion };
