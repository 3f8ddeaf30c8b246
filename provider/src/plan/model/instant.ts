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

const ISO_WITH_OFFSET = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const LATEST_MILLISECONDS = 8.64e15; // The last time that a Date can hold.
const EARLIEST_MILLISECONDS = 100_000_000_000; // March 1973: a smaller number can only be seconds.

/** The instant, or in words what is wrong with it. */
export function parseInstant(value: unknown): Instant | { reason: string } {
  if (typeof value === "number") {
    if (!Number.isInteger(value) || value <= 0 || value > LATEST_MILLISECONDS)
      return { reason: "must be a whole number of milliseconds" };
    if (value < EARLIEST_MILLISECONDS)
      return { reason: `${value} looks like seconds; the API counts milliseconds (${value * 1_000}?)` };
    return { at: value };
  }
  if (typeof value !== "string") {
    return {
      reason: "must be Unix milliseconds or an ISO time with an offset, such as 2026-12-05T01:30:00+08:00",
    };
  }
  const parts = ISO_WITH_OFFSET.exec(value);
  const at = parts && isDay(parts[1] ?? "") ? Date.parse(value) : NaN;
  if (!parts || Number.isNaN(at)) {
    const bare = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+)?$/.test(value);
    return {
      reason: bare
        ? `"${value}" has no offset, so nobody can say when it is; add Z or, for example, +08:00`
        : `"${value}" is not an ISO time with an offset, such as 2026-12-05T01:30:00+08:00`,
    };
  }
  if (at < EARLIEST_MILLISECONDS) return { reason: `"${value}" is before March 1973` };
  const [, date, time, offset] = parts;
  return offset === "Z" ? { at } : { at, local: { time: `${date} ${time}`, zone: offset ?? "" } };
}

/** JavaScript reads February 30 as a day of March; it knows that no month has a 32nd. */
function isDay(date: string): boolean {
  if (date.slice(-2) <= "28") return true;
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

/** `2026-12-04T17:30:00Z`, with milliseconds only where there are any. */
export function formatInstant(at: number): string {
  const text = new Date(at).toISOString();
  return at % 1_000 === 0 ? text.replace(".000Z", "Z") : text;
}
