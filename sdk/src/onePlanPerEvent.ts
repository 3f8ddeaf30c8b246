import * as pulumi from "@pulumi/pulumi";
import { isDeferred, whenKnown } from "./deferred";

/** Which plan has which event. Two plans may share a name, below different parents. */
type Claims = Map<string, { name: string }>;

/** Where every copy of this package in the process finds the claims: a component package may bring its own. */
const KEY = Symbol.for("@pulumi-ens/sdk/claims");

/** By run of a program, since inline programs of the Automation API share a process. */
function claimsOfThisRun(): Claims | undefined {
  const run = pulumi.runtime.getStackResource();
  if (!run) return undefined; // Outside a stack, as in unit tests with mocks, there is no run to tell apart from another.
  const shared = globalThis as { [KEY]?: WeakMap<object, Claims> };
  const runs = (shared[KEY] ??= new WeakMap<object, Claims>());
  const claims = runs.get(run) ?? new Map<string, { name: string }>();
  runs.set(run, claims);
  return claims;
}

/**
 * Two plans with one event would order it twice, so the second is refused as soon as the program names it.
 *
 * Returns the events of the program's other plans, as far as they are known when the program has run to its first pause:
 * an event that moves from one plan to another leaves the first one without a word.
 */
export function claimEvents(
  name: string,
  events: pulumi.Input<pulumi.Input<{ eventId: pulumi.Input<string> }>[]>,
): Promise<string[] | undefined> {
  const claims = claimsOfThisRun();
  if (!claims) return Promise.resolve(undefined);
  const plan = { name };
  const claim = (eventId: unknown): void => {
    if (typeof eventId !== "string") return;
    const other = claims.get(eventId);
    if (other !== undefined && other !== plan) {
      throw new Error(
        `MigrationPlan "${name}": event ${eventId} is also in MigrationPlan "${other.name}"; it would be ordered twice`,
      );
    }
    claims.set(eventId, plan);
  };
  const claimEvent = (event: unknown): void =>
    known(event, (value) => known((value as { eventId?: unknown } | null)?.eventId, claim));
  known(events, (all) => {
    if (Array.isArray(all)) all.forEach(claimEvent);
  });
  return new Promise((resolve) => {
    setImmediate(() => {
      const others = [...claims].filter(([, owner]) => owner !== plan).map(([eventId]) => eventId);
      resolve(others.length > 0 ? others : undefined);
    });
  });
}

/** At once where the value is here, so that the error names the line of the program. */
function known(value: unknown, then: (known: unknown) => void): void {
  if (isDeferred(value)) whenKnown(value, then);
  else then(value);
}
