import type { PolicyConfigSchema, ResourceValidationPolicy } from "@pulumi/policy";
import { WEEKDAYS } from "@pulumi-ens/provider/schedule";
import { entriesFor } from "../names";
import { eventRule, type Rule } from "../rule";
import { nameOf, startsOf, whenOf } from "../starts";
import { assertWindows, type HoursWindow, openStretches, type Stretch, windowText } from "../windows";

/** The hours of one time zone. */
export interface AllowedHoursZone {
  /** An Area/City name of the IANA database, such as `Asia/Shanghai`, or `UTC`. */
  timeZone: string;
  /** As in a plan's schedule. */
  windows: readonly HoursWindow[];
  /** The groups of events that the zone is for (the group of a discovered event is its region); `*` stands for any text. Default: all that no other zone names. */
  groups?: readonly string[];
}

export interface AllowedHoursOptions {
  /** Default: none, and nothing is checked. */
  zones?: readonly AllowedHoursZone[];
}

const TEXT = { type: "string", minLength: 1 } as const;
const WINDOW: PolicyConfigSchema["properties"][string] = {
  type: "object",
  description: "a window",
  properties: {
    days: { type: "array", items: { enum: [...WEEKDAYS] }, minItems: 1 },
    startTime: { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" },
    cron: TEXT,
    duration: TEXT,
    cutoff: TEXT,
  },
  required: ["duration"],
  additionalProperties: false,
};

const RULE: Rule<AllowedHoursOptions> = {
  displayName: "Allowed hours",
  description: "Instances start to move only in the allowed hours of their zone.",
  remediationSteps:
    "Change planTime to a time in the allowed hours, or narrow the windows of the plan's schedule to them.",
  severity: "high",
  enforcementLevel: "mandatory",
  options: {
    zones: {
      type: "array",
      items: {
        type: "object",
        description: "a zone",
        properties: {
          timeZone: TEXT,
          windows: { type: "array", items: WINDOW, minItems: 1 },
          groups: { type: "array", items: TEXT, minItems: 1 },
        },
        required: ["timeZone", "windows"],
        additionalProperties: false,
      },
    },
  },
  defaults: { zones: [] },
};

/**
 * Every event starts inside the allowed hours of its zone. Times that have passed are not checked. For an immediate event, the
 * hour at which the policy runs counts.
 *
 * @example
 * ```ts
 * allowedHours("weekend-nights", {
 *   zones: [{ timeZone: "Asia/Shanghai", windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "4h" }] }],
 * })
 * ```
 */
export function allowedHours(name: string, options: AllowedHoursOptions = {}): ResourceValidationPolicy {
  return eventRule(name, RULE, options, ({ zones = [] }) => {
    if (zones.length === 0) return "no hours are configured (option zones)";
    zones.forEach(({ timeZone, windows }, index) => assertWindows(`zones[${index}]`, timeZone, windows));
    return ({ planned }, report) => {
      const starts = startsOf(planned, Date.now());
      const last = starts.reduce((latest, { at }) => Math.max(latest, at), 0);
      const first = starts.reduce((earliest, { at }) => Math.min(earliest, at), last);
      const open = new Map<AllowedHoursZone, Stretch[]>(
        zones.map((zone) => [zone, openStretches(zone.timeZone, zone.windows, first, last + 1)]),
      );
      for (const start of starts) {
        const own = entriesFor(zones, start.event.group);
        const [zone] = own;
        if (
          !zone ||
          own.some((each) => open.get(each)?.some(({ from, to }) => from <= start.at && start.at < to))
        )
          continue;
        const allowed = own
          .map(({ timeZone, windows }) => `${windows.map(windowText).join("; ")} (${timeZone})`)
          .join("; ");
        report(
          () =>
            `${nameOf(start.event)}: starts ${whenOf(start, zone.timeZone)}, outside the allowed hours: ${allowed}. Change ` +
            "its planTime, or narrow the windows of the plan's schedule",
        );
      }
      return undefined;
    };
  });
}
