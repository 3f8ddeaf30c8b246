import { namesFrom } from "../lines/instance";
import type { Cause, EventCause } from "../model/advice";
import { formatInstant } from "../model/instant";
import type { Accepted } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { type Terms, withoutMark } from "../model/terms";
import type { PlanState } from "../state/state";
import { linesOf } from "./reasons";

/**
 * The user wrote down the time to which the platform had moved the order. An order with another data policy is not a move, and
 * the second of an order that was replaced may be that one's, read late.
 */
export function acceptsMove(
  planned: Terms,
  notBefore: number | undefined,
  { terms, replaced = [] }: Pick<Accepted, "terms" | "replaced">,
): boolean {
  return (
    notBefore !== undefined &&
    !replaced.some((time) => withoutMark(time) === withoutMark(notBefore)) &&
    planned.opsType === "scheduled" &&
    planned.dataPolicy === terms.dataPolicy &&
    withoutMark(planned.planTime) === withoutMark(notBefore)
  );
}

/** In the preview, and in the `up` that accepts it. */
export function acceptedMove(notBefore: number): Cause {
  return {
    what: "the program now has the time that ENS shows",
    details: formatInstant(withoutMark(notBefore)),
    consequence: "Accepted: nothing is sent",
  };
}

/** Which moves the program accepts, as far as the state knows them. */
export function acceptedMoves(
  planned: readonly PlannedMigration[],
  { migrations }: Pick<PlanState, "migrations">,
): { eventIds: ReadonlySet<string>; notices: string[] } {
  const facts = planned.flatMap(({ eventId, terms }): EventCause[] => {
    const { status, ordered, movedTo, ofAnother, released } = migrations.get(eventId) ?? {};
    if (status !== "Scheduled" || ordered?.state !== "accepted" || ofAnother || released) return [];
    if (movedTo === undefined || !acceptsMove(terms, movedTo, ordered)) return [];
    return [{ eventId, ...acceptedMove(movedTo) }];
  });
  return {
    eventIds: new Set(facts.map(({ eventId }) => eventId)),
    notices: linesOf(facts, namesFrom(new Map(planned.map((line) => [line.eventId, line])))),
  };
}
