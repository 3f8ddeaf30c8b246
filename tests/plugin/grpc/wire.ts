import type { PlanName } from "../../conformance/host";

/** What marks a value among plain ones, and says that it is a secret: pulumi/pulumi sdk/go/common/resource/sig. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export const TYPE = "ens:index:MigrationPlan";

/** A secret as it travels to and from a provider that takes them. */
export function secret(value: unknown): Record<string, unknown> {
  return { [SIGNATURE]: SECRET, value };
}

export function isSecret(value: unknown): value is { value: unknown } {
  return (
    typeof value === "object" && value !== null && (value as Record<string, unknown>)[SIGNATURE] === SECRET
  );
}

/** Plain values, and what of them travelled as a secret. */
export function unwrapped(value: unknown, secrets: unknown[] = []): { value: unknown; secrets: unknown[] } {
  const unwrap = (part: unknown): unknown => {
    if (isSecret(part)) {
      secrets.push(part.value);
      return unwrap(part.value);
    }
    if (Array.isArray(part)) return part.map(unwrap);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, unwrap(each)]));
  };
  return { value: unwrap(value), secrets };
}

/** What is left of values when secrets are taken out: no secret may be in it. */
export function withoutSecrets(value: unknown): unknown {
  if (isSecret(value)) return "[secret]";
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutSecrets(each)]));
}

export function urnOf({ name, stack }: PlanName): string {
  const [project, of] = stack.split("/");
  return `urn:pulumi:${of}::${project}::${TYPE}::${name}`;
}
