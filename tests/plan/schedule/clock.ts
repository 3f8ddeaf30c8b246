/**
 * Clocks on walls, read off Intl.DateTimeFormat and nothing else, so that what luxon and the code under test make of time
 * zones can be judged. A reading is counted in minutes, as if its digits were UTC.
 */

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

const formats = new Map<string, Intl.DateTimeFormat>();
const quarters = new Map<string, Map<number, number>>();

/** What clocks show at an instant, in minutes; seconds are dropped. */
export function readingAt(zone: string, at: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  formats.set(zone, format);
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE;
}

/** The same, read once a quarter of an hour: in our time clocks change at quarters of UTC, and by quarters. */
export function minuteOf(zone: string, at: number): number {
  const table = quarters.get(zone) ?? new Map<number, number>();
  quarters.set(zone, table);
  const quarter = Math.floor(at / QUARTER);
  const reading = table.get(quarter) ?? readingAt(zone, quarter * QUARTER);
  table.set(quarter, reading);
  return reading + Math.floor((at - quarter * QUARTER) / MINUTE);
}

/**
 * The first instant at which clocks show a reading or, where they skip it, a later one. Minute by minute from a time at
 * which no clock on Earth can show it yet.
 */
export function firstShowing(zone: string, reading: number): number {
  for (let minute = reading - 27 * 60; ; minute++)
    if (minuteOf(zone, minute * MINUTE) >= reading) return minute * MINUTE;
}

/** Zones with every kind of change: none, northern, southern, half an hour, at midnight, twice a year around Ramadan. */
export const ZONES = [
  "UTC",
  "Asia/Shanghai",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "America/New_York",
  "America/Sao_Paulo",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Africa/Cairo",
  "Africa/Casablanca",
  "America/Havana",
];
