import * as v from "valibot";
import { parseDuration } from "../model/duration";
import { parseInstant } from "../model/instant";
import { nearest } from "../input/nearest";
import { cronFault, DAY, instantOf, isTimeZone, wallDay } from "./zone";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Weekday = (typeof WEEKDAYS)[number];

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
  /** How its openings are known in explanations: `sat,sun 01:00`, `cron "0 1 * * 6"`. */
  name: string;
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

export type Size = { count: number } | { percent: number };

/** What a share rounds by must not be an error of binary fractions. */
const EPSILON = 1e-9;

/** How many of `total` a size is, at least one. Shares are rounded up for waves and down for limits. */
export function sizeOf(size: Size, total: number, rounding: "up" | "down" = "up"): number {
  if ("count" in size) return Math.max(1, size.count);
  const share = (size.percent * total) / 100;
  return Math.max(1, rounding === "up" ? Math.ceil(share - EPSILON) : Math.floor(share + EPSILON));
}

const LENGTH = 'must be a length of time, such as "30m", "3h" or "PT3H"';
const length = v.pipe(
  v.string(LENGTH),
  v.check((text) => parseDuration(text) !== undefined, LENGTH),
  v.transform((text) => parseDuration(text) ?? 0),
);
const SIZE = 'must be a whole number from 1 or a percentage, such as 5 or "10%"';
const size = v.pipe(
  v.custom<number | string>(
    (value) =>
      typeof value === "number"
        ? Number.isInteger(value) && value >= 1
        : typeof value === "string" && /^(?:100(?:\.0+)?|(?!0+(?:\.0+)?%)\d{1,2}(?:\.\d+)?)%$/.test(value),
    SIZE,
  ),
  v.transform((value): Size =>
    typeof value === "number" ? { count: value } : { percent: Number.parseFloat(value) },
  ),
);
const wholeSeconds = v.pipe(
  length,
  v.check(
    (milliseconds) => milliseconds % 1_000 === 0,
    "must be whole seconds: the milliseconds of a time mark whose order it is",
  ),
);

const timeZone = v.pipe(
  v.string("must be an IANA time zone, such as Asia/Shanghai"),
  v.check(
    (name) => isTimeZone(name),
    (issue) =>
      `must be an IANA time zone, such as Asia/Shanghai${nearest(issue.input, Intl.supportedValuesOf("timeZone"))}`,
  ),
);
const weekday = v.pipe(
  v.string(`must be one of ${WEEKDAYS.join(", ")}`),
  v.check(
    (day) => (WEEKDAYS as readonly string[]).includes(day),
    (issue) => `must be one of ${WEEKDAYS.join(", ")}${nearest(issue.input.slice(0, 3), WEEKDAYS)}`,
  ),
);
const startTime = v.pipe(
  v.string('must be a time of day, such as "01:00"'),
  v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as "01:00"'),
);
const text = v.string("must be a string");

const WINDOW = {
  days: v.exactOptional(
    v.pipe(v.array(weekday, "must be a list of days"), v.minLength(1, "must name at least one day")),
  ),
  cron: v.exactOptional(
    v.pipe(
      v.string("must be a cron expression of five fields"),
      v.check(
        (expression) => cronFault(expression) === undefined,
        (issue) => cronFault(issue.input) ?? "",
      ),
    ),
  ),
  startTime: v.exactOptional(startTime),
  duration: length,
  cutoff: v.exactOptional(length),
  timeZone: v.exactOptional(timeZone),
};
const EXCLUSION = { from: text, to: text, reason: v.exactOptional(text) };
const SCHEDULE = {
  timeZone,
  windows: v.pipe(
    v.array(v.unknown(), "must be a list of windows"),
    v.minLength(1, "must hold at least one window"),
  ),
  startDate: v.exactOptional(text),
  endDate: v.exactOptional(text),
  minLeadTime: v.exactOptional(length),
  exclusions: v.exactOptional(v.array(v.unknown(), "must be a list of exclusions")),
  waves: v.exactOptional(
    v.pipe(v.array(size, "must be a list of sizes"), v.minLength(1, "must hold at least one size")),
  ),
  interval: v.exactOptional(length),
  stagger: v.exactOptional(wholeSeconds),
  maxUnavailable: v.exactOptional(size),
  assumedDowntime: v.exactOptional(length),
  replan: v.exactOptional(text),
};

type Fault = (path: string, reason: string) => void;
type Parsed<T extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<T, undefined>>;

/** Reads a schedule as the user wrote it. Every fault is reported at its path; the schedule comes only without one. */
export function parseSchedule(value: unknown, fault: Fault): Schedule | undefined {
  let faults = 0;
  const at: Fault = (path, reason) => {
    faults += 1;
    fault(path, reason);
  };
  const parsed = entriesOf(SCHEDULE, value, "schedule", at);
  // Faults of windows and exclusions are told even if the schedule has others; for them any zone will do.
  const zone = parsed?.timeZone ?? "UTC";
  const windows = listIn(value, "windows").map((window, index) =>
    parseWindow(window, `schedule.windows[${index}]`, zone, at),
  );
  const exclusions = listIn(value, "exclusions").map((exclusion, index) =>
    parseExclusion(exclusion, `schedule.exclusions[${index}]`, zone, at),
  );
  if (!parsed) return undefined;
  const startAt =
    parsed.startDate === undefined
      ? undefined
      : bound(parsed.startDate, "from", "schedule.startDate", parsed.timeZone, at);
  const endAt =
    parsed.endDate === undefined
      ? undefined
      : bound(parsed.endDate, "to", "schedule.endDate", parsed.timeZone, at);
  if (startAt !== undefined && endAt !== undefined && startAt >= endAt)
    at("schedule.endDate", "is before startDate");
  if (parsed.maxUnavailable !== undefined && parsed.assumedDowntime === undefined) {
    at(
      "schedule.assumedDowntime",
      "is required with maxUnavailable: how long an instance counts as unavailable from its start",
    );
  }
  if (parsed.maxUnavailable !== undefined && parsed.assumedDowntime === 0) {
    at("schedule.assumedDowntime", "must be longer than nothing, or maxUnavailable would limit nothing");
  }
  if (faults > 0) return undefined;
  return {
    timeZone: parsed.timeZone,
    windows: windows.filter((window) => window !== undefined),
    ...(startAt !== undefined && { startAt }),
    ...(endAt !== undefined && { endAt }),
    minLeadTime: parsed.minLeadTime ?? 10 * 60_000,
    exclusions: exclusions.filter((exclusion) => exclusion !== undefined),
    waves: parsed.waves ?? [{ percent: 100 }],
    interval: parsed.interval ?? 0,
    stagger: parsed.stagger ?? 0,
    ...(parsed.maxUnavailable && { maxUnavailable: parsed.maxUnavailable }),
    assumedDowntime: parsed.assumedDowntime ?? 0,
  };
}

function listIn(value: unknown, key: "windows" | "exclusions"): unknown[] {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return Array.isArray(list) ? list : [];
}

/** An object of known entries, judged entry by entry. */
function entriesOf<T extends v.ObjectEntries>(
  entries: T,
  value: unknown,
  path: string,
  at: Fault,
): Parsed<T> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    at(path, "must be an object");
    return undefined;
  }
  const known = Object.keys(entries);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) at(`${path}.${key}`, `is not a property here${nearest(key, known)}`);
  }
  const result = v.safeParse(v.object(entries), value);
  for (const issue of result.issues ?? []) {
    const keys = (issue.path ?? []).map(({ key }) =>
      typeof key === "number" ? `[${key}]` : `.${String(key)}`,
    );
    const missing = issue.path?.length === 1 && issue.input === undefined;
    at(path + keys.join(""), missing ? "is required" : issue.message);
  }
  return result.success ? result.output : undefined;
}

function parseWindow(value: unknown, path: string, zone: string, at: Fault): Window | undefined {
  const window = entriesOf(WINDOW, value, path, at);
  if (!window) return undefined;
  const { days, cron, startTime: opens, duration, cutoff = 0, timeZone: own = zone } = window;
  if (duration <= 0 || duration > 7 * DAY)
    at(`${path}.duration`, "must be longer than nothing and at most 7 days");
  if (cutoff >= duration)
    at(`${path}.cutoff`, "must be shorter than the window, or nothing could ever start in it");
  if ((days === undefined) === (cron === undefined)) {
    at(
      path,
      days === undefined
        ? "needs days with startTime, or cron"
        : "takes days with startTime, or cron, not both",
    );
    return undefined;
  }
  if (days === undefined) {
    if (opens !== undefined) at(`${path}.startTime`, "goes with days; a cron expression names its own times");
    return { name: `cron "${cron ?? ""}"`, timeZone: own, duration, cutoff, cron: cron ?? "" };
  }
  if (opens === undefined) {
    at(`${path}.startTime`, "is required with days");
    return undefined;
  }
  const [hours, minutes] = opens.split(":").map(Number);
  return {
    name: `${days.join(",")} ${opens}`,
    timeZone: own,
    duration,
    cutoff,
    days: days as Weekday[],
    startTime: ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000,
  };
}

function parseExclusion(value: unknown, path: string, zone: string, at: Fault): Exclusion | undefined {
  const exclusion = entriesOf(EXCLUSION, value, path, at);
  if (!exclusion) return undefined;
  const from = bound(exclusion.from, "from", `${path}.from`, zone, at);
  const to = bound(exclusion.to, "to", `${path}.to`, zone, at);
  if (from === undefined || to === undefined) return undefined;
  if (from >= to) at(`${path}.to`, "is before from");
  return { from, to, reason: exclusion.reason ?? "excluded" };
}

/** A date is its whole day in the schedule's zone; a time needs an offset. */
function bound(
  value: string,
  side: "from" | "to",
  path: string,
  zone: string,
  at: Fault,
): number | undefined {
  const day = wallDay(value);
  if (day !== undefined) return instantOf(zone, side === "from" ? day : day + DAY).at;
  const instant = parseInstant(value);
  if ("at" in instant) return instant.at;
  at(path, `must be a date, such as 2026-12-24, or a time with an offset: ${instant.fault}`);
  return undefined;
}
