/** What reports and policies need of schedules; it brings the time zone and cron libraries. */
import type { CheckFailure } from "../input/failures";
import { SCHEDULE } from "./fields";
import { type Opening, openings } from "./openings";
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
