import * as v from "valibot";
import { shown } from "../../api/strict";
import { Failures, type Read } from "../input/failures";
import { readFields } from "../input/fields";
import { DAY } from "../model/duration";
import { parseDay, parseInstant } from "../model/instant";
import { EXCLUSION, SCHEDULE, WINDOW } from "./fields";
import type { Exclusion, Schedule, Window } from "./schedule";
import { instantOf } from "./zone";

const SCHEDULE_FIELDS = v.object(SCHEDULE);
const WINDOW_FIELDS = v.object(WINDOW);
const EXCLUSION_FIELDS = v.object(EXCLUSION);

/** Reads a schedule as the user wrote it. Windows and exclusions are read even if its other fields are wrong. */
export function parseSchedule(value: unknown): Read<Schedule> {
  const failures = new Failures();
  const fields = readFields(SCHEDULE_FIELDS, value, { path: "schedule", what: "a schedule" }, failures);
  const zone = fields?.timeZone ?? "UTC"; // Without one, any will do to find what else is wrong.
  const windows = listIn(value, "windows").map((window, index) =>
    parseWindow(window, `schedule.windows[${index}]`, zone, failures),
  );
  const exclusions = listIn(value, "exclusions").map((exclusion, index) =>
    parseExclusion(exclusion, `schedule.exclusions[${index}]`, zone, failures),
  );
  if (!fields) return { failures: failures.list };
  const { minLeadTime, waves, interval, stagger, maxUnavailable, assumedDowntime } = fields;
  const startAt = parseBound(fields.startDate, "from", "schedule.startDate", zone, failures);
  const endAt = parseBound(fields.endDate, "to", "schedule.endDate", zone, failures);
  if (startAt !== undefined && endAt !== undefined && startAt >= endAt)
    failures.addPlain("schedule.endDate", "must be after startDate");
  if (maxUnavailable && assumedDowntime === undefined) {
    failures.addPlain(
      "schedule.assumedDowntime",
      "is required with maxUnavailable: how long an instance counts as unavailable from its start",
    );
  }
  if (maxUnavailable && assumedDowntime === 0)
    failures.addPlain("schedule.assumedDowntime", "must be longer than 0, or maxUnavailable limits nothing");

  if (failures.list.length > 0) return { failures: failures.list };
  return {
    value: {
      timeZone: zone,
      windows: windows.filter((window) => window !== undefined),
      ...(startAt !== undefined && { startAt }),
      ...(endAt !== undefined && { endAt }),
      minLeadTime,
      exclusions: exclusions.filter((exclusion) => exclusion !== undefined),
      waves,
      interval,
      stagger,
      ...(maxUnavailable && { maxUnavailable }),
      assumedDowntime: assumedDowntime ?? 0,
    },
  };
}

function listIn(value: unknown, key: "windows" | "exclusions"): unknown[] {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return Array.isArray(list) ? list : [];
}

function parseWindow(value: unknown, path: string, zone: string, failures: Failures): Window | undefined {
  const fields = readFields(WINDOW_FIELDS, value, { path, what: "a window" }, failures);
  if (!fields) return undefined;
  const { days, startTime, cron, duration, cutoff, timeZone = zone } = fields;
  if (duration <= 0 || duration > 7 * DAY)
    failures.addPlain(`${path}.duration`, "must be longer than 0 and at most 7 days");
  if (cutoff >= duration) {
    failures.addPlain(
      `${path}.cutoff`,
      "must be shorter than the window's duration, or no move can start in it",
    );
  }
  if (days && cron !== undefined) {
    failures.addPlain(path, "takes days with startTime, or cron, not both");
    return undefined;
  }
  if (cron !== undefined) {
    if (startTime !== undefined)
      failures.addPlain(`${path}.startTime`, "goes with days; a cron expression has its own times");
    return { timeZone, duration, cutoff, cron };
  }
  if (!days) {
    failures.addPlain(path, "needs days with startTime, or cron");
    return undefined;
  }
  if (startTime === undefined) {
    failures.addPlain(`${path}.startTime`, "is required with days");
    return undefined;
  }
  const [hours = 0, minutes = 0] = startTime.split(":").map(Number);
  return {
    timeZone,
    duration,
    cutoff,
    days,
    startTime: (hours * 60 + minutes) * 60_000,
  };
}

function parseExclusion(
  value: unknown,
  path: string,
  zone: string,
  failures: Failures,
): Exclusion | undefined {
  const fields = readFields(EXCLUSION_FIELDS, value, { path, what: "an exclusion" }, failures);
  if (!fields) return undefined;
  const from = parseBound(fields.from, "from", `${path}.from`, zone, failures);
  const to = parseBound(fields.to, "to", `${path}.to`, zone, failures);
  if (from === undefined || to === undefined) return undefined;
  if (from >= to) failures.addPlain(`${path}.to`, "must be after from");
  return { from, to, reason: fields.reason };
}

function parseBound(
  value: string | undefined,
  side: "from" | "to",
  path: string,
  zone: string,
  failures: Failures,
): number | undefined {
  if (value === undefined) return undefined;
  const bound = boundOf(value, side, zone);
  if ("at" in bound) return bound.at;
  failures.add(path, bound.reason);
  return undefined;
}

/** A date is its whole day in the zone; a time needs an offset. */
export function boundOf(
  text: string,
  side: "from" | "to",
  zone: string,
): { at: number } | { reason: string } {
  const day = parseDay(text);
  if (day !== undefined) return instantOf(zone, side === "from" ? day : day + DAY);
  const instant = parseInstant(text);
  if ("at" in instant || /^\d{4}-\d{2}-\d{2}/.test(text)) return instant;
  return {
    reason: `${shown(text)} is not a date, such as 2026-12-24, or a time with an offset, such as 2026-12-05T01:30:00+08:00`,
  };
}
