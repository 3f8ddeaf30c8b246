import { exclusionsOf, openWindows, startsOf } from "@pulumi-ens/provider/schedule";
import type { Exclusion, Interval } from "../model/report";
import { DAY } from "../model/zone";

/** When a schedule, as the user wrote it, lets moves start, and when it forbids them. */
export interface OpenTimes {
  between: (from: number, to: number) => { windows: Interval[]; exclusions: Exclusion[] };
  /** Whether a move may start at that time. */
  isOpen: (at: number) => boolean;
  /** The first stretch in which moves may start from then on, within a year. */
  next: (from: number) => { from: number; to: number } | undefined;
}

/** Nothing for a plan without a schedule, and for a schedule that cannot be read. */
export function openTimesOf(schedule: unknown): OpenTimes | undefined {
  const starts = typeof schedule === "object" && schedule !== null ? startsOf(schedule) : undefined;
  if (!starts) return undefined;
  const known = new Map<number, boolean>();
  return {
    between: (from, to) => ({
      windows: openWindows(schedule, from, to),
      exclusions: exclusionsOf(schedule).filter((exclusion) => exclusion.from < to && exclusion.to > from),
    }),
    isOpen: (at) => {
      const second = Math.floor(at / 1_000) * 1_000;
      let open = known.get(second);
      if (open === undefined) {
        open = [...starts(second, second + 1)].length > 0;
        known.set(second, open);
      }
      return open;
    },
    next: (from) => {
      for (const stretch of starts(from, from + 366 * DAY)) return stretch;
      return undefined;
    },
  };
}
