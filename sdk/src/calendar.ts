import { isObject, shown } from "@pulumi-ens/provider/strict";
import type { ExclusionArgs } from "./migrationPlanArgs";
import { callOf, programError } from "./programError";

/**
 * Merges exclusions into one list, for a calendar that several plans or teams share. Each argument is an exclusion or a list of
 * them; an exclusion that occurs several times is in the result once.
 *
 * @throws `pulumi.RunError` if an argument is something else.
 *
 * @example
 * ```ts
 * export const holidays = ens.calendar(
 *   { from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" },
 *   { from: "2027-02-05", to: "2027-02-12", reason: "spring festival" },
 * );
 *
 * // in a plan
 * exclusions: ens.calendar(holidays, { from: "2026-12-11", to: "2026-12-11", reason: "launch" }),
 * ```
 */
export function calendar(...parts: (ExclusionArgs | readonly ExclusionArgs[])[]): ExclusionArgs[] {
  const exclusions: ExclusionArgs[] = [];
  parts.forEach((part: unknown, index) => {
    const wrong = whyNoPart(part);
    if (wrong === undefined) return;
    const message = `calendar: argument ${index + 1} must be an exclusion or a list of exclusions, not ${wrong}`;
    throw programError(message, callOf(calendar));
  });
  for (const exclusion of parts.flat<readonly (ExclusionArgs | readonly ExclusionArgs[])[], 1>()) {
    const { from, to, reason } = exclusion;
    const known = exclusions.some(
      (other) => other.from === from && other.to === to && other.reason === reason,
    );
    if (!known) exclusions.push(exclusion);
  }
  return exclusions;
}

/** What an argument is instead of an exclusion or a list of them. */
function whyNoPart(part: unknown): string | undefined {
  if (!Array.isArray(part)) return isObject(part) ? undefined : shown(part);
  const index = part.findIndex((each) => !isObject(each));
  return index < 0 ? undefined : `a list that holds ${shown(part[index])}`;
}
