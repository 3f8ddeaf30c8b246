import type { PlanOptions } from "../input/options";
import { nameEvent, namesFrom } from "../lines/instance";
import { type Advice, type Failure, worded } from "../model/advice";
import { isOver, type Migration, standing } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { recognise, sameTerms } from "../model/terms";
import { firstOf } from "../model/words";
import type { PlanState } from "../state/state";
import { acceptsMove } from "./acceptedMoves";
import { refusedReplacement } from "./failures";
import { reasonsOf } from "./reasons";

/** How many events a refusal names. */
const NAMED = 20;

/** The user's own option forbids it. */
export class RefusedError extends Error {
  constructor(
    message: string,
    readonly failures: readonly Failure[],
  ) {
    super(message);
    this.name = "RefusedError";
  }
}

/**
 * `onRemove: "fail"` refuses while orders are pending. `isGone`: the plan itself has left the program. `unread`: why nobody
 * could read what has become of them.
 */
export function refusedRemoval(
  label: string,
  pending: readonly [string, Migration][],
  { isGone = false, unread }: { isGone?: boolean; unread?: string | undefined } = {},
): RefusedError {
  const named = pending.map(
    ([eventId, migration]) => `${nameEvent(eventId, migration)}, ${migration.status} at the last read`,
  );
  const retain: Advice = isGone
    ? { do: "putBack", plan: label }
    : { do: "set", option: "onRemove", value: "retain" };
  const advice: Advice[] = [retain, { do: "refresh" }];
  const message = worded(
    `${label}: onRemove is "fail" and ${pending.length === 1 ? "an order is" : `${pending.length} orders are`} still pending: ` +
      `${firstOf(named, NAMED, "; ")}. ENS has no call to cancel an order: ${pending.length === 1 ? "it would run although no plan names it" : "they would run although no plan names them"} any more` +
      (unread === undefined ? "" : `. ENS could not be read now: ${unread}`),
    advice,
  );
  return new RefusedError(
    message,
    pending.map(([eventId]) => ({ eventId, what: message, reason: message, advice })),
  );
}

/** `onReschedule: "fail"` refuses another order for one that is remembered, whatever ENS reads when it comes to that. */
export function refusedReplacements(
  wanted: readonly PlannedMigration[],
  { stack, migrations }: Pick<PlanState, "stack" | "migrations">,
  { label, onReschedule }: Pick<PlanOptions, "label" | "onReschedule">,
): RefusedError | undefined {
  if (onReschedule !== "fail") return undefined;
  const failures = wanted.flatMap((planned): Failure[] => {
    const { eventId } = planned;
    const migration = migrations.get(eventId);
    const ours = standing(migration?.ordered);
    if (!migration || !ours || !isReplacement(stack, planned, migration)) return [];
    return [{ eventId, ...refusedReplacement(ours.terms) }];
  });
  if (failures.length === 0) return undefined;
  const lines = reasonsOf(failures, namesFrom(migrations)).map((line) => `${label}: ${line}`);
  return new RefusedError(lines.join("\n"), failures);
}

/** Whether what is planned is another order than all that may be in force. */
function isReplacement(
  stack: string,
  { eventId, basis, terms }: PlannedMigration,
  { ordered, status, movedTo, outdated }: Migration,
): boolean {
  if (isOver(status) || status === "Executing" || ordered.basis === basis) return false;
  const ours = standing(ordered);
  const known = [ours, ordered.state === "unknown" ? ordered : undefined];
  if (known.some((order) => order && (order.basis === basis || sameTerms(order.terms, terms)))) return false;
  const shown = [movedTo, outdated].map((time) => recognise(stack, eventId, time));
  if (shown.some((order) => order && sameTerms(order, terms))) return false;
  return !(ours && acceptsMove(terms, movedTo, ours));
}
