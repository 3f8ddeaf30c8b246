import type { ResourceValidationPolicy } from "@pulumi/policy";
import { DATA_POLICIES, type DataPolicy } from "@pulumi-ens/provider/ens";
import { eventRule, type Rule } from "../rule";
import { nameOf } from "../starts";

export interface AllowedDataPoliciesOptions {
  /** Default: `["force_transfer", "try_transfer"]`. */
  allowed?: readonly DataPolicy[];
}

const RULE: Rule<AllowedDataPoliciesOptions> = {
  displayName: "Allowed data policies",
  description: "Every event has an allowed data policy.",
  remediationSteps: "Write one of the allowed data policies, on the event or on the plan.",
  severity: "high",
  enforcementLevel: "mandatory",
  options: { allowed: { type: "array", items: { type: "string", enum: [...DATA_POLICIES] }, minItems: 1 } },
  defaults: { allowed: ["force_transfer", "try_transfer"] },
};

/**
 * Every event moves with one of these data policies.
 *
 * @example
 * ```ts
 * allowedDataPolicies("force-transfer-only", { allowed: ["force_transfer"] })
 * ```
 */
export function allowedDataPolicies(
  name: string,
  options: AllowedDataPoliciesOptions = {},
): ResourceValidationPolicy {
  return eventRule(name, RULE, options, ({ allowed = [] }) => {
    if (allowed.length === 0)
      throw new TypeError(`allowed must name at least one of ${DATA_POLICIES.join(", ")}`);
    return ({ planned }, report) => {
      for (const event of planned) {
        const { dataPolicy } = event.terms;
        if (allowed.includes(dataPolicy)) continue;
        report(
          () =>
            `${nameOf(event)}: dataPolicy is ${dataPolicy}; allowed: ${allowed.join(", ")}. Change it on the event or on the plan`,
        );
      }
      return undefined;
    };
  });
}
