import type { ResourceValidationPolicy } from "@pulumi/policy";
import { eventRule, type Rule } from "../rule";
import { nameOf } from "../starts";

const RULE: Rule<object> = {
  displayName: "No abandoned data",
  description: "No move abandons an instance's local data.",
  remediationSteps: "Write dataPolicy force_transfer or try_transfer, on the event or on the plan.",
  severity: "critical",
  enforcementLevel: "mandatory",
  options: {},
  defaults: {},
};

/**
 * No event moves with data policy `abandon`, whatever the plan's `acknowledgeDataLoss` says.
 *
 * @example
 * ```ts
 * noAbandon("no-abandon")
 * ```
 */
export function noAbandon(
  name: string,
  options: Readonly<Record<string, never>> = {},
): ResourceValidationPolicy {
  return eventRule(name, RULE, options, () => ({ planned }, report) => {
    for (const event of planned) {
      if (event.terms.dataPolicy !== "abandon") continue;
      report(
        () =>
          `${nameOf(event)}: would lose its local data (dataPolicy abandon). Write force_transfer or try_transfer; if it has ` +
          "already moved, remove it from the plan",
      );
    }
    return undefined;
  });
}
