import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isListed } from "../names";
import { eventRule, type Rule } from "../rule";
import { nameOf, startsOf, whenOf } from "../starts";
import { assertTimeZone, stretchOf } from "../windows";

/** A stretch of time in which nothing may start. */
export interface Blackout {
  /** A date, from its beginning in the calendar's zone, or a time with an offset. */
  from: string;
  /** A date, to its end in the calendar's zone, or a time with an offset. */
  to: string;
  /** Each violation quotes it. */
  reason?: string;
  /** The groups of events that it is for; `*` stands for any text. Default: all. */
  groups?: readonly string[];
}

export interface BlackoutCalendarOptions {
  /** The zone of dates: an Area/City name of the IANA database, or `UTC`. Default: UTC. */
  timeZone?: string;
  /** Default: none, and nothing is checked. */
  blackouts?: readonly Blackout[];
}

const TEXT = { type: "string", minLength: 1 } as const;

const RULE: Rule<BlackoutCalendarOptions> = {
  displayName: "Blackout calendar",
  description: "No instance starts to move in a blackout.",
  remediationSteps:
    "Change planTime to a time outside the blackout, or add the blackout to the exclusions of the plan's schedule.",
  severity: "high",
  enforcementLevel: "mandatory",
  options: {
    timeZone: TEXT,
    blackouts: {
      type: "array",
      items: {
        type: "object",
        description: "a blackout",
        properties: {
          from: TEXT,
          to: TEXT,
          reason: TEXT,
          groups: { type: "array", items: TEXT, minItems: 1 },
        },
        required: ["from", "to"],
        additionalProperties: false,
      },
    },
  },
  defaults: { timeZone: "UTC", blackouts: [] },
};

/**
 * No event starts in a blackout. Times that have passed are not checked. For an immediate event, the moment at which the policy
 * runs counts.
 *
 * @example
 * ```ts
 * blackoutCalendar("year-end-freeze", {
 *   timeZone: "Asia/Shanghai",
 *   blackouts: [{ from: "2026-12-24", to: "2027-01-03", reason: "year-end freeze" }],
 * })
 * ```
 */
export function blackoutCalendar(
  name: string,
  options: BlackoutCalendarOptions = {},
): ResourceValidationPolicy {
  return eventRule(name, RULE, options, ({ timeZone = "UTC", blackouts = [] }) => {
    if (blackouts.length === 0) return "no blackouts are configured (option blackouts)";
    assertTimeZone("timeZone", timeZone);
    const stretches = blackouts.map((blackout, index) => ({
      ...blackout,
      stretch: stretchOf(`blackouts[${index}]`, timeZone, blackout),
    }));
    return ({ planned }, report) => {
      for (const start of startsOf(planned, Date.now())) {
        const { group } = start.event;
        for (const { from, to, reason, groups, stretch } of stretches) {
          if (start.at < stretch.from || start.at >= stretch.to) continue;
          if (groups && (group === undefined || !isListed(group, groups))) continue;
          report(
            () =>
              `${nameOf(start.event)}: starts ${whenOf(start, timeZone)}, in the blackout ${from} to ${to}` +
              `${reason === undefined ? "" : ` (${reason})`}. Change its planTime, or add the blackout to schedule.exclusions`,
          );
        }
      }
      return undefined;
    };
  });
}
