import * as pulumi from "@pulumi/pulumi";
import { isDeferred, whenKnown } from "./deferred";

/** By run of a program, since inline programs of the Automation API share a process: which plan has which event. */
const claims = new WeakMap<object, Map<string, { name: string }>>();

/** Two plans with one event would order it twice, so the second is refused as soon as the program names it. */
export function claimEvents(
  name: string,
  events: pulumi.Input<pulumi.Input<{ eventId: pulumi.Input<string> }>[]>,
): void {
  const run = pulumi.runtime.getStackResource();
  if (!run) return; // Outside a stack, as in unit tests with mocks, there is no run to tell apart from another.
  const plans = claims.get(run) ?? new Map<string, { name: string }>();
  const plan = { name }; // Two plans may share a name, below different parents.
  claims.set(run, plans);
  const claim = (eventId: unknown): void => {
    if (typeof eventId !== "string") return;
    const other = plans.get(eventId);
    if (other !== undefined && other !== plan) {
      throw new Error(
        `MigrationPlan "${name}": event ${eventId} is also in MigrationPlan "${other.name}"; it would be ordered twice`,
      );
    }
    plans.set(eventId, plan);
  };
  const claimEvent = (event: unknown): void =>
    known(event, (value) => known((value as { eventId?: unknown } | null)?.eventId, claim));
  known(events, (all) => {
    if (Array.isArray(all)) all.forEach(claimEvent);
  });
}

/** At once where the value is here, so that the error names the line of the program. */
function known(value: unknown, then: (known: unknown) => void): void {
  if (isDeferred(value)) whenKnown(value, then);
  else then(value);
}
