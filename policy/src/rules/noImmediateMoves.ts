import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isListed } from "../names";
import { eventRule, type Rule } from "../rule";
import { nameOf } from "../starts";

export interface NoImmediateMovesOptions {
  /** Names of stacks; `*` stands for any text. Default: `["prod", "production", "prod-*", "*-prod"]`. */
  stacks?: readonly string[];
}

const RULE: Rule<NoImmediateMovesOptions> = {
  displayName: "No immediate moves",
  description: "Instances of these stacks move only at planned times.",
  remediationSteps:
    "Give the event a planTime, or remove its opsType so that the plan's schedule times it. For an emergency, run up without " +
    "this policy and note that in the change ticket.",
  severity: "high",
  enforcementLevel: "mandatory",
  options: { stacks: { type: "array", items: { type: "string", minLength: 1 } } },
  defaults: { stacks: ["prod", "production", "prod-*", "*-prod"] },
};

/**
 * No event moves immediately in the named stacks.
 *
 * @example
 * ```ts
 * noImmediateMoves("no-immediate-moves", { stacks: ["prod-*"] })
 * ```
 */
export function noImmediateMoves(
  name: string,
  options: NoImmediateMovesOptions = {},
): ResourceValidationPolicy {
  return eventRule(name, RULE, options, ({ stacks = [] }) => {
    if (stacks.length === 0) return "no stacks are configured (option stacks)";
    return ({ stack, planned }, report) => {
      if (!isListed(stack, stacks)) return `stack ${stack} is not one of ${stacks.join(", ")}`;
      for (const event of planned) {
        if (event.terms.opsType !== "immediate") continue;
        report(
          () =>
            `${nameOf(event)}: opsType is immediate, which stack ${stack} does not allow. Give it a planTime, or remove its ` +
            "opsType so that the plan's schedule times it; if it has already moved, remove it from the plan",
        );
      }
    };
  });
}
