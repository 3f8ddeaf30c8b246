import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { TYPE_TOKENS } from "@pulumi-ens/provider/plan";
import { readPlanned } from "../planInputs";
import { planRule, type Rule } from "../rule";
import { nameOf } from "../starts";

const RULE: Rule<object> = {
  displayName: "No password in plain configuration",
  description: "No password of an instance is stored in the stack's configuration as plain text.",
  remediationSteps:
    "Choose a new password and set it as a secret: pulumi config set --secret KEY. The old one is in the history of the repository.",
  severity: "critical",
  enforcementLevel: "remediate",
  options: {},
  defaults: {},
};

/** What holds the stack's configuration: the provider of the dynamic provider's plans. The plugin's has only what begins with `ens:`. */
const PROVIDER = "pulumi:providers:pulumi-nodejs";

/**
 * No plan's password is also a value of the stack's configuration that is not secret.
 *
 * Pulumi shows only to remediations which values are secret. So the rule is a remediation that changes nothing, and needs the
 * enforcement level `remediate`. A violation stops the update, as at `mandatory`.
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
    if (args.type !== PROVIDER) args.notApplicable("it checks only the stack's configuration");
    plain = plainValues(args.props);
  };

  const policy = planRule(name, RULE, options, () => ({ type, props }, report) => {
    if (type === TYPE_TOKENS.plugin)
      return "Pulumi does not show the stack's configuration beside a plan of the plugin";
    if (plain === undefined)
      return "Pulumi shows which configuration is secret only at enforcement level remediate";
    const { known } = readPlanned(props);
    const passwords = (props["passwords"] ?? {}) as Readonly<Record<string, string>>;
    for (const eventId of Object.keys(passwords)) {
      const key = plain.get(passwords[eventId] ?? "");
      if (key === undefined) continue;
      report(() => {
        const event = known.find((each) => each.eventId === eventId);
        return (
          `${event ? nameOf(event) : eventId}: its password is in the configuration ${key}, as plain text. Choose another one and ` +
          `set it as a secret: pulumi config set --secret ${key}`
        );
      });
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
