/** What reports need of schedules; it brings the time zone and cron libraries. */
import { type Opening, openings } from "./openings";
import { type Exclusion, parseSchedule } from "./schedule";

/** When a schedule's windows are open between two instants, by start. Unix milliseconds, ends exclusive. */
export function openWindows(
  schedule: unknown,
  from: number,
  to: number,
): Pick<Opening, "start" | "lastStart" | "end">[] {
  const parsed = parseSchedule(schedule, () => undefined);
  if (!parsed) return [];
  return [...openings(parsed, from, to)].map(({ start, lastStart, end }) => ({ start, lastStart, end }));
}

/** A schedule's exclusions. Unix milliseconds, ends exclusive. */
export function exclusionsOf(schedule: unknown): Exclusion[] {
  return parseSchedule(schedule, () => undefined)?.exclusions ?? [];
}

export type { Exclusion };
