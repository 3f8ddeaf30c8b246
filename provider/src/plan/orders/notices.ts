import { nameEvent } from "../lines/instance";
import { formatTerms } from "../lines/terms";
import { formatInstant } from "../model/instant";
import { isNotTaken, isOver, type Migration } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { recognise, withoutMark } from "../model/terms";
import type { Fitted } from "../schedule/fit";
import type { PlanState } from "../state/state";

/** What a person should know of a plan whatever is about to happen. */
export function noticesOf({ migrations, stack }: PlanState): string[] {
  const notices: string[] = [];
  for (const [eventId, migration] of migrations) {
    const { status, movedTo, ofAnother, released, unreported } = migration;
    const named = nameEvent(eventId, migration);
    if (movedTo !== undefined && !released && !isOver(status))
      notices.push(`${named}: ${shownOtherwise(stack, eventId, movedTo, ofAnother)}`);
    if (status !== "Failed" && status !== "Canceled") continue;
    notices.push(
      unreported
        ? `${named}: ${status} on the platform; the next \`up\` fails once over it`
        : `${named}: ${status} on the platform; it is not ordered again by itself`,
    );
  }
  return notices;
}

function shownOtherwise(stack: string, eventId: string, movedTo: number, ofAnother = false): string {
  if (recognise(stack, eventId, movedTo))
    return `${otherOrder(stack, eventId, movedTo)}; the next \`up\` decides which of them stands`;
  if (ofAnother)
    return `${otherOrder(stack, eventId, movedTo)}; onExistingOrder decides what the next \`up\` does`;
  return (
    `ENS shows ${formatInstant(movedTo)}: moved by the platform, or ordered by somebody else; ` +
    "write that time as planTime to accept it, or another one to order it again"
  );
}

/** Whose order ENS shows in place of the one that the plan remembers. */
export function otherOrder(stack: string, eventId: string, notBefore: number): string {
  const order = recognise(stack, eventId, notBefore);
  return order
    ? `ENS shows another order that this stack placed (${formatTerms(order)})`
    : `ENS shows an order that this stack did not place (NotBefore ${formatInstant(notBefore)})`;
}

/** That a proposed time gives way to orders in force: in the preview, and again by the `up` that orders it. */
export function laterNotice({ planned, from }: Fitted["later"][number]): string {
  const { eventId, terms } = planned;
  const at = terms.opsType === "scheduled" ? formatInstant(withoutMark(terms.planTime)) : "";
  return (
    `${nameEvent(eventId, planned)}: is ordered for ${at} instead of ${formatInstant(withoutMark(from))}: ` +
    "orders in force take up its group's maxUnavailable then"
  );
}

/** That an order stands at a time which the schedule no longer allows: a preview's lines have only the planned time. */
export function lapsedNotice(
  planned: PlannedMigration,
  remembered: Pick<PlanState, "migrations">,
  inForce: Pick<PlanState, "migrations">,
): string[] {
  const { eventId, terms } = planned;
  const migration = remembered.migrations.get(eventId);
  if (migration === inForce.migrations.get(eventId) || migration?.ordered.state !== "accepted") return [];
  return [
    `${nameEvent(eventId, planned)}: the schedule no longer allows the time of its order (${formatTerms(migration.ordered.terms)}): ` +
      `it is ordered for ${formatTerms(terms)}`,
  ];
}

/** That a planned time has passed before anything was ordered for it. */
export function passedNotice(
  planned: PlannedMigration,
  migration: Migration | undefined,
  now: number,
): string[] {
  const { eventId, terms, basis } = planned;
  if (terms.opsType !== "scheduled" || terms.planTime > now) return [];
  const isOrdered =
    migration !== undefined &&
    !isNotTaken(migration.ordered) &&
    (migration.ordered.basis === basis || migration.released === true);
  if (isOrdered) return [];
  return [
    `${nameEvent(eventId, planned)}: its planned time ${formatInstant(terms.planTime)} has passed, so \`up\` fails for it unless it has that order already`,
  ];
}

export function stuckNotice(planned: PlannedMigration): string {
  return `${nameEvent(planned.eventId, planned)}: ${NO_SLOT}`;
}

export const NO_SLOT = "no slot is left for it beside the orders in force of its group (maxUnavailable)";
