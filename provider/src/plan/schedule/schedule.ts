export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** So many, or so many of a hundred. */
export type Size = { count: number } | { percent: number };

/** A schedule with its meaning: lengths in milliseconds, bounds as instants. */
export interface Schedule {
  timeZone: string;
  windows: Window[];
  /** Nothing starts before, or from then on. */
  startAt?: number;
  endAt?: number;
  minLeadTime: number;
  exclusions: Exclusion[];
  /** Sizes of one wave after another; the last repeats. */
  waves: Size[];
  interval: number;
  stagger: number;
  maxUnavailable?: Size;
  assumedDowntime: number;
}

export type Window = {
  timeZone: string;
  duration: number;
  cutoff: number;
} & ({ days: readonly Weekday[]; startTime: number } | { cron: string });

/** Nothing starts from `from` until just before `to`. */
export interface Exclusion {
  from: number;
  to: number;
  reason: string;
}

/** What a share rounds by must not be an error of binary fractions. */
const EPSILON = 1e-9;

/** How many of `total` a size is, at least one. Shares are rounded up for waves and down for limits. */
export function sizeOf(size: Size, total: number, rounding: "up" | "down" = "up"): number {
  if ("count" in size) return Math.max(1, size.count);
  const share = (size.percent * total) / 100;
  return Math.max(1, rounding === "up" ? Math.ceil(share - EPSILON) : Math.floor(share + EPSILON));
}
