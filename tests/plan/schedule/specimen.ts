import fc from "fast-check";
import { DAY, MINUTE } from "../builders";
import type { Inputs } from "./builders";
import { firstShowing, minuteOf, ZONES } from "./clock";

/**
 * Random schedules, and what they mean, worked out by other means than the code under test: a walk over every minute that
 * reads the clocks of each window's zone.
 */

type Days =
  | { kind: "every" }
  | { kind: "weekdays"; weekdays: number[] }
  | { kind: "nth"; weekday: number; nth: number }
  | { kind: "lastWeekday"; weekday: number }
  | { kind: "lastDay" }
  | { kind: "monthdays"; monthdays: number[] };

export interface WindowSpecimen {
  zone?: string;
  /** Sunday is 0. */
  days: Days;
  /** Minutes of the day at which it opens; by cron unless it is one, and `days` are weekdays. */
  hours: number[];
  minute: number;
  byCron: boolean;
  /** Minutes. */
  duration: number;
  cutoff: number;
}

/** A whole day of Unix time, counted as a wall date, or a minute of Unix time. */
type Bound = { day: number } | { minute: number };

export interface Specimen {
  zone: string;
  windows: WindowSpecimen[];
  from?: Bound;
  to?: Bound;
  exclusions: { from: Bound; to: Bound }[];
  /** Minutes. */
  lead: number;
  waves: (number | string)[];
  interval: number;
  /** Seconds. */
  stagger: number;
  maxUnavailable?: number | string;
  downtime: number;
}

const NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MINUTES_A_DAY = 24 * 60;

// How a user writes it.

export function written(specimen: Specimen): Inputs {
  const { zone, windows, from, to, exclusions, lead, waves, interval, stagger, maxUnavailable, downtime } =
    specimen;
  return {
    timeZone: zone,
    windows: windows.map((window) => ({
      ...opens(window),
      duration: `${window.duration}m`,
      ...(window.cutoff > 0 && { cutoff: `PT${window.cutoff}M` }),
      ...(window.zone !== undefined && { timeZone: window.zone }),
    })),
    ...(from && { startDate: writtenBound(from) }),
    ...(to && { endDate: writtenBound(to) }),
    exclusions: exclusions.map((each, index) => ({
      from: writtenBound(each.from),
      to: writtenBound(each.to),
      reason: `freeze ${index}`,
    })),
    minLeadTime: `${lead}m`,
    waves,
    interval: `${interval}m`,
    stagger: `${stagger}s`,
    ...(maxUnavailable !== undefined && { maxUnavailable, assumedDowntime: `${downtime}m` }),
  };
}

function opens({ days, hours, minute, byCron }: WindowSpecimen): Inputs {
  if (!byCron && days.kind === "weekdays") {
    const [hour = 0] = hours;
    const digits = [hour, minute].map((number) => String(number).padStart(2, "0"));
    return { days: days.weekdays.map((weekday) => NAMES[weekday]), startTime: digits.join(":") };
  }
  const [monthday, weekday] = ((): [string, string] => {
    switch (days.kind) {
      case "every":
        return ["*", "*"];
      case "weekdays":
        return ["*", days.weekdays.join(",")];
      case "nth":
        return ["*", `${days.weekday}#${days.nth}`];
      case "lastWeekday":
        return ["*", `${days.weekday}L`];
      case "lastDay":
        return ["L", "*"];
      case "monthdays":
        return [days.monthdays.join(","), "*"];
    }
  })();
  return { cron: `${minute} ${hours.join(",")} ${monthday} * ${weekday}` };
}

function writtenBound(bound: Bound): string {
  if ("day" in bound) return new Date(bound.day * DAY).toISOString().slice(0, 10);
  return new Date(bound.minute * MINUTE).toISOString();
}

// What it means.

function startOf(bound: Bound, zone: string): number {
  return "day" in bound ? firstShowing(zone, bound.day * MINUTES_A_DAY) : bound.minute * MINUTE;
}

function endOf(bound: Bound, zone: string): number {
  return "day" in bound ? firstShowing(zone, (bound.day + 1) * MINUTES_A_DAY) : bound.minute * MINUTE;
}

function opensAt({ days, hours, minute }: WindowSpecimen, reading: number): boolean {
  if (reading % 60 !== minute) return false;
  const shown = new Date(reading * MINUTE);
  if (!hours.includes(shown.getUTCHours())) return false;
  const weekday = shown.getUTCDay();
  const monthday = shown.getUTCDate();
  const daysInMonth = new Date(Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + 1, 0)).getUTCDate();
  switch (days.kind) {
    case "every":
      return true;
    case "weekdays":
      return days.weekdays.includes(weekday);
    case "nth":
      return weekday === days.weekday && Math.ceil(monthday / 7) === days.nth;
    case "lastWeekday":
      return weekday === days.weekday && monthday + 7 > daysInMonth;
    case "lastDay":
      return monthday === daysInMonth;
    case "monthdays":
      return days.monthdays.includes(monthday);
  }
}

export interface Moment {
  /** Unix milliseconds of a whole minute. */
  at: number;
  /** Whether a start is allowed. */
  open: boolean;
  /** Whether it is a slot of the grid of the opening that has been open longest. */
  slot: boolean;
}

/** Every minute from a time to before another, one after the other. */
export function* walk(specimen: Specimen, from: number, to: number): Generator<Moment> {
  const { zone, windows } = specimen;
  const startAt = specimen.from ? startOf(specimen.from, zone) : Number.NEGATIVE_INFINITY;
  const endAt = specimen.to ? endOf(specimen.to, zone) : Number.POSITIVE_INFINITY;
  const closed = specimen.exclusions.map((each) => [startOf(each.from, zone), endOf(each.to, zone)] as const);
  const longest = Math.max(...windows.map(({ duration }) => duration)) * MINUTE;
  // The latest that the clocks of each window have shown: a window opens when they first show its time or jump past it.
  const shown = windows.map(() => Number.POSITIVE_INFINITY);
  let active: { start: number; until: number }[] = [];

  const first = Math.floor((from - longest - 2 * DAY) / MINUTE) * MINUTE;
  for (let at = first; at < to; at += MINUTE) {
    windows.forEach((window, index) => {
      const reading = minuteOf(window.zone ?? zone, at);
      const latest = shown[index] as number;
      let opening = false;
      for (let target = Math.max(latest + 1, reading - MINUTES_A_DAY); target <= reading; target++)
        opening ||= opensAt(window, target);
      if (opening) active.push({ start: at, until: at + (window.duration - window.cutoff) * MINUTE });
      shown[index] = latest === Number.POSITIVE_INFINITY ? reading : Math.max(latest, reading);
    });
    active = active.filter(({ until }) => until > at);
    if (at < from) continue;
    const [owner] = active;
    const open =
      owner !== undefined &&
      at >= startAt &&
      at < endAt &&
      !closed.some(([begin, end]) => at >= begin && at < end);
    yield { at, open, slot: open && (at - owner.start) % (15 * MINUTE) === 0 };
  }
}

/** What a size is of a total; whole percentages only, so that it is exact. */
export function share(size: number | string, total: number, round: "up" | "down"): number {
  if (typeof size === "number") return size;
  const hundredths = Number(size.slice(0, -1)) * total;
  return Math.max(1, Math.floor((hundredths + (round === "up" ? 99 : 0)) / 100));
}

// At random.

/** Nights before which clocks change somewhere, and some others. */
const DATES = [
  "2026-10-03",
  "2026-10-24",
  "2026-10-29",
  "2026-10-31",
  "2027-02-06",
  "2027-03-13",
  "2027-03-27",
  "2027-04-03",
  "2027-04-29",
  "2026-12-01",
  "2027-07-01",
].map((date) => Date.parse(date));

/** To the second, mostly in the days before clocks change. */
export const anyNow: fc.Arbitrary<number> = fc
  .tuple(fc.constantFrom(...DATES), fc.integer({ min: -3 * 86_400, max: 86_400 }))
  .map(([date, seconds]) => date + seconds * 1_000);

const anyZone = fc.constantFrom(...ZONES);
const anyDays: fc.Arbitrary<Days> = fc.oneof(
  fc.constant({ kind: "every" as const }),
  fc.record({
    kind: fc.constant("weekdays" as const),
    weekdays: fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1, maxLength: 7 }),
  }),
  fc.record({
    kind: fc.constant("nth" as const),
    weekday: fc.nat({ max: 6 }),
    nth: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constant("lastWeekday" as const), weekday: fc.nat({ max: 6 }) }),
  fc.constant({ kind: "lastDay" as const }),
  fc.record({
    kind: fc.constant("monthdays" as const),
    monthdays: fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 5 }),
  }),
);

const anyWindow: fc.Arbitrary<WindowSpecimen> = fc
  .record({
    zone: fc.option(anyZone, { freq: 2, nil: undefined }),
    days: fc.oneof(
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant("weekdays" as const),
          weekdays: fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1, maxLength: 7 }),
        }),
      },
      { weight: 1, arbitrary: anyDays },
    ),
    // Mostly at night, when clocks change.
    hours: fc.uniqueArray(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 23 })), { minLength: 1, maxLength: 2 }),
    minute: fc.oneof(fc.constantFrom(0, 15, 30, 45), fc.nat({ max: 59 })),
    byCron: fc.boolean(),
    duration: fc.oneof(fc.integer({ min: 10, max: 240 }), fc.integer({ min: 10, max: 3_000 })),
    cutoff: fc.oneof(fc.constant(0), fc.nat({ max: 90 })),
  })
  .map(({ zone, days, hours, byCron, cutoff, ...rest }) => {
    const cron = byCron || days.kind !== "weekdays";
    return {
      ...rest,
      ...(zone !== undefined && { zone }),
      days,
      byCron: cron,
      hours: cron ? hours : hours.slice(0, 1),
      cutoff: cutoff < rest.duration ? cutoff : 0,
    };
  });

/** A bound so many minutes after `now`; as a date, the one in UTC. */
const bound = (now: number, minutes: number, asDate: boolean): Bound => {
  const minute = Math.floor(now / MINUTE) + minutes;
  return asDate ? { day: Math.floor(minute / MINUTES_A_DAY) } : { minute };
};

/** Without those that end before they begin, as an instant and a date may. */
export const sound = (exclusions: Specimen["exclusions"], zone: string): Specimen["exclusions"] =>
  exclusions.filter(({ from, to }) => startOf(from, zone) < endOf(to, zone));

/** Where starts are allowed: windows, bounds, exclusions, lead time; one wave of everything. */
export const anyRules = (now: number): fc.Arbitrary<Specimen> =>
  fc
    .record({
      zone: anyZone,
      windows: fc.array(anyWindow, { minLength: 1, maxLength: 3 }),
      from: fc.option(fc.tuple(fc.integer({ min: -5_000, max: 15_000 }), fc.boolean()), { freq: 2 }),
      to: fc.option(fc.tuple(fc.integer({ min: 25_000, max: 80_000 }), fc.boolean()), { freq: 2 }),
      exclusions: fc.array(
        fc.tuple(
          fc.integer({ min: -3_000, max: 20_000 }),
          fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 6_000 })),
          fc.boolean(),
          fc.boolean(),
        ),
        { maxLength: 4 },
      ),
      lead: fc.oneof(fc.constant(10), fc.nat({ max: 600 })),
    })
    .map(({ zone, windows, from, to, exclusions, lead }) => ({
      zone,
      windows,
      ...(from && { from: bound(now, ...from) }),
      ...(to && { to: bound(now, ...to) }),
      exclusions: sound(
        exclusions.map(([start, length, fromDate, toDate]) => ({
          from: bound(now, start, fromDate),
          to: bound(now, start + length, toDate),
        })),
        zone,
      ),
      lead,
      waves: ["100%"],
      interval: 0,
      stagger: 0,
      downtime: 0,
    }));

const anySize = fc.oneof(
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
);

/** Waves, intervals, stagger and limits of groups as well. */
export const anySpecimen = (now: number): fc.Arbitrary<Specimen> =>
  fc
    .record({
      rules: anyRules(now),
      waves: fc.oneof(
        fc.constant<(number | string)[]>(["100%"]),
        fc.array(anySize, { minLength: 1, maxLength: 4 }),
      ),
      interval: fc.oneof(fc.constant(0), fc.nat({ max: 90 }), fc.nat({ max: 2_000 })),
      stagger: fc.oneof(fc.constant(0), fc.constantFrom(30, 90, 300, 900, 2_400)),
      maxUnavailable: fc.option(anySize, { nil: undefined, freq: 2 }),
      downtime: fc.integer({ min: 1, max: 240 }),
    })
    .map(({ rules, maxUnavailable, ...rest }) => ({
      ...rules,
      ...rest,
      ...(maxUnavailable !== undefined && { maxUnavailable }),
    }));

export const anyEvents: fc.Arbitrary<Inputs[]> = fc
  .array(
    fc.record(
      { group: fc.constantFrom("a", "b"), priority: fc.integer({ min: -2, max: 2 }) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((list) =>
    list.map((more, index) => ({ eventId: `e-${index + 1}`, resourceId: `i-${index + 1}`, ...more })),
  );

/** Events in the order that the schedule documents: by priority, then as given. */
export function inStatedOrder(list: readonly Inputs[]): Inputs[] {
  const priorities = [...new Set(list.map(priorityOf))].sort((a, b) => a - b);
  return priorities.flatMap((priority) => list.filter((each) => priorityOf(each) === priority));
}

export const priorityOf = (each: Inputs): number => (each["priority"] as number | undefined) ?? 0;

export const HORIZON = 366 * DAY;
