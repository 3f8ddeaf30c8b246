import type { ResourceValidationPolicy } from "@pulumi/policy";
import { counted } from "@pulumi-ens/provider/plan";
import { DEFAULT_MIN_LEAD_TIME } from "@pulumi-ens/provider/schedule";
import { DURATION, durationOf } from "../duration";
import { eventRule, type Rule } from "../rule";
import { nameOf, startsOf, whenOf } from "../starts";

export interface MinimumLeadTimeOptions {
  /** How far ahead of its start a move must be ordered: `"24h"`. Default: none, and nothing is checked. */
  leadTime?: string;
}

const RULE: Rule<MinimumLeadTimeOptions> = {
  displayName: "Minimum lead time",
  description: "Moves are ordered well ahead of their start.",
  remediationSteps:
    "Set schedule.minLeadTime to at least the lead time, and give events with their own planTime a later one.",
  severity: "medium",
  enforcementLevel: "advisory",
  options: { leadTime: DURATION },
  defaults: {},
};

/**
 * Moves are ordered well ahead.
 *
 * For events that a schedule times, `schedule.minLeadTime` must be long enough: the plan keeps it when it computes their times,
 * and a computed time may then come closer. For events with their own `planTime`, the rule reports every future start that is
 * nearer than the lead time: a policy sees no state, so it cannot tell an earlier order from a new one. Therefore the rule is
 * advisory by default; if all plans use schedules, it can be mandatory.
 *
 * @example
 * ```ts
 * minimumLeadTime("a-day-ahead", { leadTime: "24h" })
 * ```
 */
export function minimumLeadTime(
  name: string,
  options: MinimumLeadTimeOptions = {},
): ResourceValidationPolicy {
  return eventRule(name, RULE, options, ({ leadTime }) => {
    if (leadTime === undefined) return "no lead time is configured (option leadTime)";
    const least = durationOf("leadTime", leadTime);
    return ({ planned, props }, report) => {
      const now = Date.now();
      const timed = planned.filter(({ wave }) => wave !== undefined);
      if (timed.length > 0) {
        const schedule = props["schedule"] as { minLeadTime?: string } | undefined;
        const minLeadTime = schedule?.minLeadTime ?? DEFAULT_MIN_LEAD_TIME;
        if (durationOf("schedule.minLeadTime", minLeadTime) < least) {
          report(
            () =>
              `schedule.minLeadTime is ${minLeadTime}${schedule?.minLeadTime === undefined ? " (the default)" : ""}; it times ` +
              `${counted(timed.length, "event")}, and must be at least ${leadTime}. Set it to ${leadTime}`,
          );
        }
      }
      for (const start of startsOf(
        planned.filter(({ wave }) => wave === undefined),
        now,
      )) {
        if (start.at - now >= least) continue;
        const ahead =
          start.event.terms.opsType === "immediate"
            ? ""
            : `, ${counted(Math.floor((start.at - now) / 60_000), "minute")} from now`;
        report(
          () =>
            `${nameOf(start.event)}: starts ${whenOf(start, "UTC")}${ahead}; the lead time must be at least ${leadTime}. If this ` +
            "is a new order, give it a later planTime, or let a schedule set its time",
        );
      }
      return undefined;
    };
  });
}
