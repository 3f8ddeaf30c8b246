import { withoutMark } from "@pulumi-ens/provider/plan";

/**
 * Clocks of a time zone. A wall time is what they show, written as the Unix milliseconds that the same digits have in
 * UTC, so that days and hours are plain arithmetic.
 */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const OFFSET = /^([+-])(\d{2}):(\d{2})$/;

const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Whether its clocks can be read. State may carry more than a user may choose: the offset of a `planTime`, or a zone that an
 * earlier version took.
 */
export function hasClocks(zone: string): boolean {
  if (OFFSET.test(zone)) return true;
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

export function wallTime(zone: string, at: number): number {
  const offset = OFFSET.exec(zone);
  if (offset) {
    const [, sign, hours, minutes] = offset;
    return at + (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
  }
  return at + offsetAt(zone, at);
}

/** Asking for the offset is slow, and clocks change on the quarter of an hour. */
const offsets = new Map<string, number>();

function offsetAt(zone: string, at: number): number {
  const quarter = Math.floor(at / (15 * MINUTE));
  const key = `${zone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const start = quarter * 15 * MINUTE;
    const parts = formatterOf(zone).formatToParts(start);
    const { year, month, day, hour, minute, second } = Object.fromEntries(
      parts.map(({ type, value }) => [type, Number(value)]),
    ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
    offset = Date.UTC(year, month - 1, day, hour, minute, second) - start;
    offsets.set(key, offset);
  }
  return offset;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** For people: an offset alone would not say what it is an offset from. */
export function zoneName(zone: string): string {
  return OFFSET.test(zone) ? `UTC${zone}` : zone;
}

/** The wall time at which a wall time's day begins. */
export function dayStart(wall: number): number {
  return Math.floor(wall / DAY) * DAY;
}

/** `2026-12-05`. */
export function isoDay(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}

/** `Saturday 2026-12-05`. */
export function dayName(wall: number): string {
  return `${weekday(wall)} ${isoDay(wall)}`;
}

/** `Saturday`. */
function weekday(wall: number): string {
  return WEEKDAYS[new Date(wall).getUTCDay()] ?? "";
}

/** `5 Dec`. */
export function shortDate(wall: number): string {
  const date = new Date(wall);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]?.slice(0, 3)}`;
}

/** `01:30`, with seconds where there are any. */
export function clock(wall: number): string {
  const time = new Date(wall).toISOString();
  return time.slice(17, 19) === "00" ? time.slice(11, 16) : time.slice(11, 19);
}

/** `2026-12-05 01:30`. */
export function localReading(zone: string, at: number): string {
  const wall = withoutMark(wallTime(zone, at));
  return `${isoDay(wall)} ${clock(wall)}`;
}

/** `2026-12-04 17:30`. */
export function utcReading(at: number): string {
  return localReading("UTC", at);
}
