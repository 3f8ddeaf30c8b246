import * as pulumi from "@pulumi/pulumi";
import { inTwoPlans } from "@pulumi-ens/provider/plan";
import { whenHere } from "./deferred";
import { programError } from "./programError";

/** Which plan has which event. Two plans may share a name, below different parents. */
type Claims = Map<string, Claimant>;

interface Claimant {
  name: string;
  /** Whether one of the event ids that it has claimed came out of a secret. */
  secrets: Set<Promise<boolean>>;
}

/** Where every copy of this package in the process finds the claims: a component package may bring its own. */
const KEY = Symbol.for("@pulumi-ens/sdk/claims");

/** By run of a program, since inline programs of the Automation API share a process. */
function claimsOfThisRun(): Claims | undefined {
  const run = pulumi.runtime.getStackResource();
  if (!run) return undefined; // Outside a stack, as in unit tests with mocks, there is no run to tell apart from another.
  const shared = globalThis as { [KEY]?: WeakMap<object, Claims> };
  const runs = (shared[KEY] ??= new WeakMap<object, Claims>());
  const claims = runs.get(run) ?? new Map<string, Claimant>();
  runs.set(run, claims);
  return claims;
}

/**
 * Two plans with one event would order it twice, so the second is refused as soon as the program names it.
 *
 * Returns the events of the program's other plans as JSON, as far as they are known when the program has run to its first
 * pause: an event that moves from one plan to another leaves the first one without a word. Passwords must not be in `events`.
 */
export function claimEvents(
  name: string,
  events: unknown,
  call: string,
): Promise<pulumi.Input<string> | undefined> {
  const claims = claimsOfThisRun();
  if (!claims) return Promise.resolve(undefined);
  const plan: Claimant = { name, secrets: new Set() };
  const claim = (eventId: unknown, event: unknown, areSecret: Promise<boolean>[]): void => {
    if (typeof eventId !== "string") return;
    const other = claims.get(eventId);
    if (other !== undefined && other !== plan)
      throw programError(inTwoPlans(eventId, event, [other.name, name], { secret: false }), call);

    claims.set(eventId, plan);
    for (const isSecret of areSecret) plan.secrets.add(isSecret);
  };
  // What is here is claimed now, so that the constructor itself throws.
  whenHere(events, (all, isListSecret) => {
    if (!Array.isArray(all)) return;
    for (const event of all) {
      whenHere(event, (here, isEventSecret) => {
        whenHere((here as { eventId?: unknown } | null | undefined)?.eventId, (eventId, isIdSecret) => {
          claim(eventId, here, [isListSecret, isEventSecret, isIdSecret]);
        });
      });
    }
  });
  return new Promise((resolve) => {
    setImmediate(() => {
      const others = [...claims].filter(([, owner]) => owner !== plan);
      if (others.length === 0) {
        resolve(undefined);
        return;
      }
      const eventIds = JSON.stringify(others.map(([eventId]) => eventId));
      const owners = new Set(others.map(([, owner]) => owner));
      const secrets = [...owners].flatMap((owner) => [...owner.secrets]);
      resolve(Promise.all(secrets).then((all) => (all.includes(true) ? pulumi.secret(eventIds) : eventIds)));
    });
  });
}
