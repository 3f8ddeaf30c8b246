/** The last millisecond that is written with a year of four digits. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether a value is Unix milliseconds from 1970 to 9999. */
export function isMoment(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LAST;
}
