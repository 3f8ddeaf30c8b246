import type { ResourceValidationPolicy } from "@pulumi/policy";
import { counted } from "@pulumi-ens/provider/plan";
import { readPlanned } from "../planInputs";
import { notChecked, planRule, type Rule } from "../rule";

export interface EventsPerPlanOptions {
  /** Default: none, and nothing is checked. */
  maxEvents?: number;
}

const RULE: Rule<EventsPerPlanOptions> = {
  displayName: "Events per plan",
  description: "A plan is small enough to be reviewed.",
  remediationSteps: "Split the plan by region or by service, or narrow what getMigrationEvents finds.",
  severity: "low",
  enforcementLevel: "mandatory",
  options: { maxEvents: { type: "integer", minimum: 1 } },
  defaults: {},
};

/**
 * A plan has no more events than this, including those that a preview does not know yet.
 *
 * @example
 * ```ts
 * eventsPerPlan("reviewable-plans", { maxEvents: 200 })
 * ```
 */
export function eventsPerPlan(name: string, options: EventsPerPlanOptions = {}): ResourceValidationPolicy {
  return planRule(name, RULE, options, ({ maxEvents }) => {
    if (maxEvents === undefined) return "no number is configured (option maxEvents)";
    return ({ props }, report) => {
      const events = readPlanned(props);
      if (events.unknown === "all") return notChecked(events);
      const count = events.known.length + events.unknown.length;
      if (count > maxEvents) {
        report(
          () =>
            `${counted(count, "event")}; the limit is ${maxEvents}. Split the plan by region or by service, or narrow what getMigrationEvents finds`,
        );
      }
      return undefined;
    };
  });
}
