import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isListed } from "../names";
import { eventRule, type Rule } from "../rule";
import { nameOf, startsOf, whenOf } from "../starts";
import { assertTimeZone, endOf } from "../windows";

/** By when events must have started. */
export interface Deadline {
  /** A date, to its end in the zone, or a time with an offset. */
  deadline: string;
  /** Each violation quotes it. */
  reason?: string;
  /** The groups of events that it is for; `*` stands for any text. Default: all. */
  groups?: readonly string[];
}

export interface DeadlineOptions {
  /** The zone of dates: an Area/City name of the IANA database, or `UTC`. Default: UTC. */
  timeZone?: string;
  /** Default: none, and nothing is checked. */
  deadlines?: readonly Deadline[];
}

const TEXT = { type: "string", minLength: 1 } as const;

const RULE: Rule<DeadlineOptions> = {
  displayName: "Deadline respected",
  description: "Instances start to move before the deadline.",
  remediationSteps:
    "Give the event an earlier planTime, or set schedule.endDate to the deadline and widen the windows or waves.",
  severity: "high",
  enforcementLevel: "mandatory",
  options: {
    timeZone: TEXT,
    deadlines: {
      type: "array",
      items: {
        type: "object",
        description: "a deadline",
        properties: { deadline: TEXT, reason: TEXT, groups: { type: "array", items: TEXT, minItems: 1 } },
        required: ["deadline"],
        additionalProperties: false,
      },
    },
  },
  defaults: { timeZone: "UTC", deadlines: [] },
};

/**
 * Events start before the organisation's deadline. The rule does not check an event's own `deadline`: the plan itself refuses a
 * later time.
 *
 * @example
 * ```ts
 * deadline("before-the-site-closes", {
 *   timeZone: "Asia/Shanghai",
 *   deadlines: [{ deadline: "2026-12-20", groups: ["cn-beijing-*"], reason: "the site closes" }],
 * })
 * ```
 */
export function deadline(name: string, options: DeadlineOptions = {}): ResourceValidationPolicy {
  return eventRule(name, RULE, options, ({ timeZone = "UTC", deadlines = [] }) => {
    if (deadlines.length === 0) return "no deadlines are configured (option deadlines)";
    assertTimeZone("timeZone", timeZone);
    const ends = deadlines.map((each, index) => ({
      ...each,
      end: endOf(`deadlines[${index}].deadline`, timeZone, each.deadline),
    }));
    return ({ planned }, report) => {
      for (const start of startsOf(planned, Date.now())) {
        const { group } = start.event;
        for (const { deadline: text, reason, groups, end } of ends) {
          if (start.at < end) continue;
          if (groups && (group === undefined || !isListed(group, groups))) continue;
          report(
            () =>
              `${nameOf(start.event)}: starts ${whenOf(start, timeZone)}, after the deadline ${text}` +
              `${reason === undefined ? "" : ` (${reason})`}. Give it an earlier planTime, or set schedule.endDate and widen windows or waves`,
          );
        }
      }
      return undefined;
    };
  });
}
