import { CronExpressionParser } from "cron-parser";
import { DateTime, IANAZone } from "luxon";
import { messageOf } from "../../api/errors";
import { DAY } from "../model/duration";

/**
 * The only place that knows how clocks and cron go; what a time zone is, `input/timeZone.ts` says. A wall time is what clocks
 * in a zone show, written as the Unix milliseconds that the same digits have in UTC: that makes days and cron expressions
 * plain arithmetic, and leaves one question, which instant a wall time is.
 */

const zones = new Map<string, IANAZone>();

function zoneOf(name: string): IANAZone {
  const zone = zones.get(name) ?? IANAZone.create(name);
  zones.set(name, zone);
  return zone;
}

function offsetAt(zone: string, at: number): number {
  return zoneOf(zone).offset(at) * 60_000;
}

/** What clocks in a zone show at an instant, as a wall time. */
export function wallTimeAt(zone: string, at: number): number {
  return at + offsetAt(zone, at);
}

/** The instant of a wall time, and what was odd about it. */
export interface WallInstant {
  at: number;
  /** `skipped`: clocks never show it, so it is the first instant after the gap. `repeated`: they show it twice; this is the first. */
  oddity?: "skipped" | "repeated";
}

export function instantOf(zone: string, wall: number): WallInstant {
  const before = offsetAt(zone, wall - DAY);
  const after = offsetAt(zone, wall + DAY);
  const fits = [...new Set([before, after])]
    .map((offset) => wall - offset)
    .filter((at) => wallTimeAt(zone, at) === wall)
    .sort((a, b) => a - b);
  const [first, second] = fits;
  if (first === undefined) {
    return {
      at: changeBetween(zone, wall - Math.max(before, after), wall - Math.min(before, after)),
      oddity: "skipped",
    };
  }
  return second === undefined ? { at: first } : { at: first, oddity: "repeated" };
}

/** The instant at which the zone's offset changes, to the second, by halving. */
function changeBetween(zone: string, from: number, to: number): number {
  const old = offsetAt(zone, from);
  let [low, high] = [from, to];
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(zone, middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** `2026-12-05 01:30`. */
export function localReading(zone: string, at: number): string {
  return DateTime.fromMillis(wallTimeAt(zone, at), { zone: "utc" }).toFormat("yyyy-MM-dd HH:mm");
}

/** `Sat 2026-12-05 01:30`. */
export function weekdayReading(zone: string, at: number): string {
  return DateTime.fromMillis(wallTimeAt(zone, at), { zone: "utc", locale: "en" }).toFormat(
    "ccc yyyy-MM-dd HH:mm",
  );
}

/** Wall times that a cron expression of five fields names, from one on, in order and without end. */
export function* cronWallTimes(expression: string, from: number): Generator<number> {
  const schedule = CronExpressionParser.parse(expression, { tz: "UTC", currentDate: new Date(from - 1) });
  while (schedule.hasNext()) yield schedule.next().getTime();
}

/** What is wrong with a cron expression, if anything. */
export function cronFailure(expression: string): string | undefined {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `must have five fields: ${FIELDS.join(", ")}`;
  // cron-parser draws a value for it by lot, and a time must be the same whenever it is found.
  if (/\bH\b/i.test(expression.replace(/\b[a-z]{3,}\b/gi, "")))
    return "must not use H: it would stand for a different random time on each run";
  const fault = cronFault(fields);
  if (fault !== undefined) return fault;
  const [, , dayOfMonth = "", , dayOfWeek = ""] = fields;
  // cron-parser reads 1.5 and 0x1 as numbers here.
  if (dayOfWeek.includes("#") && !/#[1-5]$/.test(dayOfWeek))
    return `${INVALID}: # must be followed by one digit from 1 to 5`;
  return isAny(dayOfMonth) || isAny(dayOfWeek) ? undefined : bothDays(fields);
}

const FIELDS = ["minute", "hour", "day of month", "month", "day of week"];
const INVALID = "is not a valid cron expression";

/** What cron-parser refuses, in words: its own speak of constraints, and name no field. */
function cronFault(fields: readonly string[]): string | undefined {
  const refusal = (written: readonly string[]): string | undefined => {
    try {
      CronExpressionParser.parse(written.join(" "), { tz: "UTC" });
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  };
  if (refusal(fields) === undefined) return undefined;
  for (const [index, field] of fields.entries()) {
    const alone = refusal(FIELDS.map((_, other) => (other === index ? field : "*")));
    if (alone === undefined) continue;
    const [, value, from, to] = /got value (\S+) expected range (\d+)-(\d+)/.exec(alone) ?? [];
    return value === undefined
      ? `${INVALID}: its ${FIELDS[index]}, "${field.slice(0, 60)}", cannot be read`
      : `${INVALID}: ${FIELDS[index]} ${value} is outside ${from}–${to}`;
  }
  return `never opens: no month that it names has day ${fields[2]}`;
}

function isAny(field: string): boolean {
  return field === "*" || field === "?";
}

/** The days on which the first, second, … of each weekday falls. */
const WEEKS = ["1-7", "8-14", "15-21", "22-28"];
const ONE_WEEKDAY = /^(?:[0-7]|sun|mon|tue|wed|thu|fri|sat)$/i;

/** Two fields of days widen each other in cron, where people mean that they narrow each other. */
function bothDays([minute, hour, dayOfMonth = "", month, dayOfWeek = ""]: readonly string[]): string {
  const week = WEEKS.indexOf(dayOfMonth) + 1;
  const weekdays = dayOfWeek.split(",");
  const isNth = week > 0 && weekdays.every((day) => ONE_WEEKDAY.test(day));
  const nth = weekdays.map((day) => `"${minute} ${hour} * ${month} ${day}#${week}"`);
  const advice = !isNth
    ? `write * for one of the two. The first Saturday of a month is "6#1" as day of week, the last one "6L"`
    : nth.length === 1
      ? `did you mean ${nth.join("")}?`
      : `did you mean one window for each of ${nth.join(" and ")}?`;
  return (
    `names days of the month (${dayOfMonth}) and days of the week (${dayOfWeek}), and cron takes a day that is in either; ` +
    advice
  );
}
