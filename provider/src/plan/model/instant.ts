import { shown } from "../../api/strict";

/** What clocks show somewhere. */
export interface LocalTime {
  /** `2026-12-05 01:30`. */
  time: string;
  /** An IANA name or an offset: `Asia/Shanghai`, `+08:00`. */
  zone: string;
}

/** A point in time as a user may write it, in Unix milliseconds, with the local reading when an offset was given. */
export interface Instant {
  at: number;
  /** What the user wrote, when that is not UTC. */
  local?: LocalTime;
}

/** A date, and after it a time of day, and after that an offset: each may be left out, and none need exist. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
/** Clocks are at most fourteen hours from UTC. */
const OFFSET = /^(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
/** `2026-12-05 00:00:00 +0000 UTC`: Go's way to write times, and so Pulumi's for a date in YAML that is not quoted. */
const UNQUOTED = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)? [+-]\d{4} \S+$/;

const LATEST_MILLISECONDS = 8.64e15; // The last time that a Date can hold.
const EARLIEST_MILLISECONDS = 100_000_000_000; // March 1973: a smaller number can only be seconds.
const EARLIEST_MICROSECONDS = EARLIEST_MILLISECONDS * 1_000; // As milliseconds, the year 5138.
const EARLIEST_NANOSECONDS = EARLIEST_MICROSECONDS * 1_000;

/** The instant, or in words what is wrong with it. */
export function parseInstant(value: unknown): Instant | { reason: string } {
  if (typeof value === "number") return parseNumber(value);
  if (typeof value !== "string") {
    return {
      reason: "must be Unix milliseconds or an ISO time with an offset, such as 2026-12-05T01:30:00+08:00",
    };
  }
  const [, date, time, seconds, offset] = ISO.exec(value) ?? [];
  if (date === undefined) return { reason: whyNoTime(value) };
  if (parseDay(date) === undefined)
    return { reason: `${shown(value)}: there is no such day${lastDayBefore(date)}` };
  const noTime = time === undefined ? undefined : timeOfDayFailure(time);
  if (noTime !== undefined || Number(seconds ?? 0) > 59)
    return { reason: `${shown(value)}: ${noTime ?? NO_SUCH_TIME}` };
  if (time === undefined || offset === undefined) {
    return {
      reason: `${shown(value)} has no offset; add Z or, for example, +08:00`,
    };
  }
  if (!OFFSET.test(offset)) return { reason: `${shown(value)}: there is no such offset from UTC` };
  const at = Date.parse(value);
  if (at < EARLIEST_MILLISECONDS) return { reason: `${shown(value)} is before March 1973` };
  return offset === "Z" ? { at } : { at, local: { time: `${date} ${time}`, zone: offset } };
}

function parseNumber(value: number): Instant | { reason: string } {
  if (!Number.isInteger(value) || value <= 0) return { reason: "must be a whole number of milliseconds" };
  const mistaken = (unit: string, factor: number) => ({
    reason: `${value} looks like ${unit}; the API counts milliseconds (${Math.floor(value * factor)}?)`,
  });
  if (value < EARLIEST_MILLISECONDS) return mistaken("seconds", 1_000);
  if (value >= EARLIEST_NANOSECONDS && value < LATEST_MILLISECONDS * 1_000)
    return mistaken("nanoseconds", 1e-6);
  if (value >= EARLIEST_MICROSECONDS && value <= LATEST_MILLISECONDS) return mistaken("microseconds", 1e-3);
  return value > LATEST_MILLISECONDS ? { reason: "must be a whole number of milliseconds" } : { at: value };
}

function whyNoTime(text: string): string {
  if (UNQUOTED.test(text))
    return `${shown(text)} is what YAML makes of a date or time without quotes: quote it in the YAML file`;
  if (/^\d{10,}$/.test(text))
    return `${shown(text)} is a string; Unix milliseconds are a number, without quotes`;
  return `${shown(text)} is not an ISO time with an offset, such as 2026-12-05T01:30:00+08:00`;
}

const NO_SUCH_TIME = "there is no such time; a day goes from 00:00:00 to 23:59:59";

/** What is wrong with a time of day as clocks show it, `01:30`, if anything. */
export function timeOfDayFailure(text: string): string | undefined {
  if (TIME_OF_DAY.test(text)) return undefined;
  return text === "24:00" ? "there is no such time; write 00:00 of the next day" : NO_SUCH_TIME;
}

/** The beginning of a day, `2026-12-24`, by clocks that show UTC; `undefined` for anything else. */
export function parseDay(text: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // JavaScript reads February 30 as a day of March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? at : undefined;
}

/** `; the last of that month is 2027-02-28`, for a day after it. */
function lastDayBefore(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  if (month < 1 || month > 12 || day < 29) return "";
  return `; the last of that month is ${new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)}`;
}

/** `17:30 UTC`, with the date where that is another one than at `now`. */
export function formatClock(at: number, now: number): string {
  const [date = "", time = ""] = new Date(at).toISOString().split("T");
  const isToday = new Date(now).toISOString().startsWith(date);
  return `${isToday ? "" : `${date} `}${time.slice(0, 5)} UTC`;
}

/** `2026-12-04T17:30:00Z`, with milliseconds only where there are any. */
export function formatInstant(at: number): string {
  const text = new Date(at).toISOString();
  return at % 1_000 === 0 ? text.replace(".000Z", "Z") : text;
}
