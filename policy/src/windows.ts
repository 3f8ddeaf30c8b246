import { timeZoneFailure } from "@pulumi-ens/provider/plan";
import { boundOf, openWindows, scheduleFailures, type Weekday } from "@pulumi-ens/provider/schedule";
import { shown } from "@pulumi-ens/provider/strict";

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

/** Throws a `TypeError` for windows with a mistake, and for one that does not open for years. */
export function assertWindows(option: string, timeZone: string, windows: readonly HoursWindow[]): void {
  const failures = scheduleFailures({ timeZone, windows });
  if (failures.length > 0) {
    const faults = failures.map(
      ({ property, reason }) => `${property.replace("schedule", option)} ${reason}`,
    );
    throw new TypeError(faults.join("; "));
  }
  windows.forEach((window, index) => {
    const from = Date.now();
    if (
      WITHIN.some((days) => openWindows({ timeZone, windows: [window] }, from, from + days * DAY).length > 0)
    )
      return;
    throw new TypeError(
      `${option}.windows[${index}] does not open within eight years: ${JSON.stringify(window)}`,
    );
  });
}

/** Dates are whole days in the zone; times need an offset. Throws a `TypeError` for what is neither, or in the wrong order. */
export function stretchOf(
  option: string,
  timeZone: string,
  bounds: Readonly<Record<"from" | "to", string>>,
): Stretch {
  const from = instantOf(`${option}.from`, timeZone, bounds.from, "from");
  const to = instantOf(`${option}.to`, timeZone, bounds.to, "to");
  if (from < to) return { from, to };
  throw new TypeError(`${option}.to ${bounds.to} is before from ${bounds.from}`);
}

/** The last moment of a date in the zone, or a time with an offset, in milliseconds. Throws a `TypeError` for what is neither. */
export function endOf(option: string, timeZone: string, text: string): number {
  return instantOf(option, timeZone, text, "to");
}

function instantOf(option: string, timeZone: string, text: unknown, side: "from" | "to"): number {
  // A date without quotes is a number, which could be milliseconds too.
  if (typeof text !== "string") {
    const form = "a date, such as 2026-12-24, or a time with an offset, in quotes";
    throw new TypeError(`${option} must be ${form}, not ${shown(text)}`);
  }
  const bound = boundOf(text, side, timeZone);
  if ("at" in bound) return bound.at;
  throw new TypeError(`${option} ${bound.reason}`);
}

/** Throws a `TypeError` for what is not a time zone. */
export function assertTimeZone(option: string, timeZone: string): void {
  const failure = timeZoneFailure(timeZone);
  if (failure !== undefined) throw new TypeError(`${option} ${failure}`);
}

/** `sat,sun 01:00 for 3h`, `cron "0 1 * * 6#2" for 3h`. */
export function windowText({ days, startTime, cron, duration, cutoff }: HoursWindow): string {
  const opens = cron === undefined ? `${days?.join(",")} ${startTime}` : `cron "${cron}"`;
  return `${opens} for ${duration}${cutoff === undefined ? "" : `, except its last ${cutoff}`}`;
}
