import { exclusionsOf, openWindows } from "@pulumi-ens/provider/schedule";
import type { Exclusion, Interval } from "../model/report";

/** When a schedule, as the user wrote it, lets moves start, and when it forbids them. One that cannot be read has neither. */
export function openTimesOf(
  schedule: unknown,
  from: number,
  to: number,
): { windows: Interval[]; exclusions: Exclusion[] } {
  return {
    windows: openWindows(schedule, from, to),
    exclusions: exclusionsOf(schedule).filter((exclusion) => exclusion.from < to && exclusion.to > from),
  };
}
