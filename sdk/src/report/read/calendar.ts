import { exclusionsOf, openWindows } from "@pulumi-ens/provider/schedule";
import type { Exclusion, Interval } from "../model";

/** When a schedule, as the user wrote it, lets moves start, and when it forbids them. Unix milliseconds. */
export type Calendar = (
  schedule: unknown,
  from: number,
  to: number,
) => { windows: Interval[]; exclusions: Exclusion[] };

/** As the provider understands schedules. One that it does not understand has neither windows nor exclusions. */
export const providerCalendar: Calendar = (schedule, from, to) => ({
  windows: openWindows(schedule, from, to),
  exclusions: exclusionsOf(schedule).filter((exclusion) => exclusion.from < to && exclusion.to > from),
});
