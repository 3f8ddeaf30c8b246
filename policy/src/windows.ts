import { exclusionsOf, openWindows, type Weekday } from "@pulumi-ens/provider/schedule";

/** A window as a plan's schedule writes it, so that one text can be copied into the other. */
export interface HoursWindow {
  /** With `startTime`: the days on which it opens. */
  days?: readonly Weekday[];
  /** `"01:00"`, in the zone. */
  startTime?: string;
  /** Instead of `days` and `startTime`: five fields, `#` and `L` included. */
  cron?: string;
  /** How long it is open: `"3h"`. */
  duration: string;
  /** Nothing may start in the last part of it. */
  cutoff?: string;
}

export interface Stretch {
  from: number;
  /** Just outside. */
  to: number;
}

const DAY = 86_400_000;
/** A weekly window opens within eight days, a yearly one within a year and a bit, February 29 within eight years and a bit. */
const WITHIN = [8, 400, 3_000];
/** Before every deadline. */
const LONG_AGO = "2000-01-01";

/** Where starts are allowed between two instants. Unix milliseconds. */
export function openStretches(
  timeZone: string,
  windows: readonly HoursWindow[],
  from: number,
  to: number,
): Stretch[] {
  return openWindows({ timeZone, windows }, from, to).map(({ start, lastStart }) => ({
    from: start,
    to: lastStart,
  }));
}

/** Throws a `TypeError` for a window that never opens, which is what one with a mistake comes to. */
export function assertWindows(option: string, timeZone: string, windows: readonly HoursWindow[]): void {
  assertTimeZone(option, timeZone);
  if (windows.length === 0) throw new TypeError(`${option}.windows must hold at least one window`);
  windows.forEach((window, index) => {
    const from = Date.now();
    if (
      WITHIN.some((days) => openWindows({ timeZone, windows: [window] }, from, from + days * DAY).length > 0)
    )
      return;
    throw new TypeError(
      `${option}.windows[${index}] is no window that ever opens: ${JSON.stringify(window)}. It takes days with startTime, or ` +
        "cron; a duration of at most 7 days; and a cutoff that is shorter",
    );
  });
}

/** Dates are whole days in the zone; times need an offset. Throws a `TypeError` for what is neither, or in the wrong order. */
export function stretchOf(option: string, timeZone: string, from: string, to: string): Stretch {
  const stretch = readStretch(timeZone, from, to);
  if (stretch) return stretch;
  throw new TypeError(
    `${option} must be dates, such as 2026-12-24, or times with an offset, in order; this is ${JSON.stringify({ from, to })}`,
  );
}

/** The last moment of a date in the zone, or a time with an offset, in milliseconds. Throws a `TypeError` for what is neither. */
export function endOf(option: string, timeZone: string, text: string): number {
  const stretch = readStretch(timeZone, LONG_AGO, text);
  if (stretch) return stretch.to;
  throw new TypeError(
    `${option} must be a date, such as 2026-12-24, or a time with an offset, not ${JSON.stringify(text)}`,
  );
}

function readStretch(timeZone: string, from: string, to: string): Stretch | undefined {
  const exclusions = [{ from, to }];
  return exclusionsOf({ timeZone, windows: [{ cron: "0 0 1 1 *", duration: "1m" }], exclusions })[0];
}

export function assertTimeZone(option: string, timeZone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw new TypeError(
      `${option}.timeZone must be an IANA time zone, such as Asia/Shanghai, not ${JSON.stringify(timeZone)}`,
    );
  }
}

/** `sat,sun 01:00 for 3h`, `cron "0 1 * * 6#2" for 3h`. */
export function windowText({ days, startTime, cron, duration, cutoff }: HoursWindow): string {
  const opens = cron === undefined ? `${days?.join(",")} ${startTime}` : `cron "${cron}"`;
  return `${opens} for ${duration}${cutoff === undefined ? "" : `, its last ${cutoff} apart`}`;
}
