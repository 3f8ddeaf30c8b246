import type { Properties } from "./values";

/** What is computed from a plan's events; the version of the outputs' form is no secret. */
const COMPUTED = ["planned", "plannedWaves", "migrations", "requestIds", "summary", "ended"];

/** Which properties of a plan are secret: all that is computed where the plan is, and what was a secret when it came in. */
export function secretProperties({ secret }: Properties, cameSecret: ReadonlySet<string>): Set<string> {
  return new Set([...cameSecret, "passwords", ...(secret === true ? COMPUTED : [])]);
}
