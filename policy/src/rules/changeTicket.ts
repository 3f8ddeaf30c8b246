import type { ResourceValidationPolicy } from "@pulumi/policy";
import { readPlanned } from "../planInputs";
import { planRule, type Rule } from "../rule";

export interface ChangeTicketOptions {
  /** A regular expression for the ticket. Default: any ticket. It may match a part of it: anchor it with `^` and `$`. */
  pattern?: string;
}

const RULE: Rule<ChangeTicketOptions> = {
  displayName: "Change ticket",
  description: "Every plan names its change ticket.",
  remediationSteps: "Write the ticket's number as the plan's changeTicket.",
  severity: "medium",
  enforcementLevel: "advisory",
  options: { pattern: { type: "string", minLength: 1 } },
  defaults: { pattern: "\\S" },
};

/**
 * A plan with events names a change ticket of this form.
 *
 * @example
 * ```ts
 * changeTicket("change-ticket", { pattern: "^CHG-[0-9]{4,}$" })
 * ```
 */
export function changeTicket(name: string, options: ChangeTicketOptions = {}): ResourceValidationPolicy {
  return planRule(name, RULE, options, ({ pattern = "\\S" }) => {
    let expression: RegExp;
    try {
      expression = new RegExp(pattern, "u");
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).replace(/^.*\/\w*: /s, "");
      throw new TypeError(`pattern ${JSON.stringify(pattern)} is not a valid regular expression: ${reason}`, {
        cause: error,
      });
    }
    return ({ props }, report) => {
      const { known, unknown } = readPlanned(props);
      if (known.length === 0 && unknown.length === 0) return "the plan has no events";
      const ticket = props["changeTicket"];
      if (typeof ticket !== "string") {
        report(
          () => `changeTicket is missing; it must match ${pattern}. Write changeTicket: "…" on the plan`,
        );
      } else if (!expression.test(ticket)) {
        report(
          () =>
            `changeTicket ${JSON.stringify(ticket)} does not match ${pattern}. Write the ticket's number as your change register has it`,
        );
      }
      return undefined;
    };
  });
}
