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
    "Set schedule.minLeadTime to at least the lead time; give events with a planTime of their own a later one.",
  severity: "medium",
  enforcementLevel: "advisory",
  options: { leadTime: DURATION },
  defaults: {},
};

/**
 * Moves are ordered well ahead.
 *
 * Of events that a schedule times it asks that `schedule.minLeadTime` be long enough: the plan then keeps it when it finds
 * their times, and a time once found may come as close as it likes. Of events with a `planTime` of their own, a policy sees
 * no state, so it cannot tell an order placed in good time from a new one: it reports every start to come that is nearer than
 * the lead time. Hence it is advisory by default; where all plans use schedules it can be mandatory.
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
              `schedule.minLeadTime is ${minLeadTime}${schedule?.minLeadTime === undefined ? " (its default)" : ""}, for ` +
              `${counted(timed.length, "event")}; the least is ${leadTime}. Set it to ${leadTime}`,
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
            ? "without notice"
            : `${Math.floor((start.at - now) / 60_000)} minutes ahead`;
        report(
          () =>
            `${nameOf(start.event)}: starts ${whenOf(start, "UTC")}, ${ahead}; the least is ${leadTime}. If this is a new ` +
            "order, give it a later planTime, or leave its time to a schedule",
        );
      }
      return undefined;
    };
  });
}
