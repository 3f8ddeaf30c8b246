import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { planRule, type Rule } from "../rule";

const RULE: Rule<object> = {
  displayName: "No password in plain configuration",
  description: "A password that an instance gets is not in the stack's configuration in plain text.",
  remediationSteps:
    "Set it anew as a secret, pulumi config set --secret KEY, and change it: the plain one is in the history of the repository.",
  severity: "critical",
  enforcementLevel: "remediate",
  options: {},
  defaults: {},
};

/** What holds the stack's configuration: the provider of the plans. */
const PROVIDER = "pulumi:providers:pulumi-nodejs";

/**
 * No plan's password is also a value of the stack's configuration that is not secret.
 *
 * Pulumi shows remediations alone which values are secret. So the rule is a remediation that changes nothing, and needs the
 * enforcement level `remediate`, at which what it finds stops the update as at `mandatory`.
 *
 * @example
 * ```ts
 * noPlainPassword("no-plain-password")
 * ```
 */
export function noPlainPassword(
  name: string,
  options: Readonly<Record<string, never>> = {},
): ResourceValidationPolicy {
  /** Configuration that is not secret, key by value; absent until a remediation has seen it. */
  let plain: ReadonlyMap<string, string> | undefined;

  const remediateResource = (args: ResourceValidationArgs): void => {
    if (args.type !== PROVIDER) args.notApplicable("it looks at the stack's configuration only");
    plain = plainValues(args.props);
  };

  const policy = planRule(name, RULE, options, () => ({ props }, report) => {
    if (plain === undefined)
      return "only with enforcement level remediate does Pulumi show which configuration is secret";
    const passwords = (props["passwords"] ?? {}) as Readonly<Record<string, string>>;
    for (const eventId of Object.keys(passwords)) {
      const key = plain.get(passwords[eventId] ?? "");
      if (key === undefined) continue;
      report(
        () =>
          `${eventId}: its password is the configuration ${key}, in plain text. Choose another and set it as a secret: ` +
          `pulumi config set --secret ${key}`,
      );
    }
    return undefined;
  });
  return { ...policy, remediateResource: Object.assign(remediateResource, { __pulumiType: PROVIDER }) };
}

/** Reading a secret gives its value; only its descriptor tells the two apart: behind a secret lies an object. */
function plainValues(configuration: object): Map<string, string> {
  const values = new Map<string, string>();
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(configuration)))
    if (typeof value === "string") for (const text of textsIn(value)) values.set(text, key);
  return values;
}

/** Structured configuration is JSON text. */
function textsIn(value: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return [value];
  }
  return [value, ...leaves(parsed)];
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}
