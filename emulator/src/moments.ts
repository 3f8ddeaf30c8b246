/** The last millisecond that is written with a year of four digits. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const ISO = /^(\d{4}-\d\d-\d\dT)\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Unix milliseconds of an ISO 8601 time with Z or an offset; undefined for another text, and for a day or time that there is not. */
export function parseMoment(text: string): number | undefined {
  const [, date] = ISO.exec(text) ?? [];
  if (date === undefined || text.startsWith("24", date.length)) return undefined;
  const day = Date.parse(`${date}00:00:00Z`);
  // JavaScript reads February 30 as a day of March.
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(date)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Whether a value is Unix milliseconds from 1970 to 9999. */
export function isMoment(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LAST;
}
