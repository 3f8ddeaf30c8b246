import { isDeepStrictEqual } from "node:util";
import { type Failure, worded } from "./model/advice";
import { formatInstant } from "./model/instant";
import { isNotTaken, isOver, isPending, type Migration, standing } from "./model/migration";
import type { PlannedMigration } from "./model/planned";
import { lapsedNotice, laterNotice, noticesOf, stuckNotice } from "./orders/notices";
import { type PlanOptions, readOptions } from "./input/options";
import { parsePlanned } from "./lines/planned";
import { acceptsMove, keepingOrReplacing, refusedReplacement } from "./orders/reconcile";
import { fitTimes } from "./schedule/fit";
import { withoutLapsedBases } from "./schedule/lapsed";
import { isSettled } from "./orders/settled";
import { type PlanState, readState } from "./state/state";
import { recognise, sameTerms } from "./model/terms";
import { withWork } from "./lines/atRest";
import { PendingOrderError, RefusedError } from "./orders/refusals";
import { containsUnknown } from "./input/unknown";

/**
 * What the next `up` has to do, judged from what the state knows (outputs) and what is planned (checked inputs), never from
 * the network.
 *
 * - `true`: work that the inputs do not show: a failed operation, an unsettled wait, another order in force.
 * - `undefined`: the inputs changed; the engine shows which.
 * - `false`: nothing.
 *
 * `notices` are for the person who reads the preview. Throws {@link RefusedError} for what an option forbids.
 */
export interface PlanDiff {
  changes: boolean | undefined;
  notices: string[];
}

export function diff(
  outputs: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, unknown>>,
  now: number,
): PlanDiff {
  if (containsUnknown(inputs)) return { changes: undefined, notices: noticesOf(readState(outputs)) };
  const planned = inputs["planned"] as Record<string, string>;
  const options = readOptions(inputs);
  const migrations = (outputs["migrations"] ?? {}) as Record<string, string>;
  const left = withWork({ planned, migrations }, options.waitFor);
  const remembered = readState({ ...outputs, migrations: left.migrations });
  const wanted = Object.entries(left.planned).map(([eventId, line]) => parsePlanned(eventId, line));
  const schedule = inputs["schedule"];
  const state = {
    ...remembered,
    migrations: withoutLapsedBases({ planned: wanted, migrations: remembered.migrations, schedule, now }),
  };
  const elsewhere = new Set(Array.isArray(inputs["elsewhere"]) ? (inputs["elsewhere"] as unknown[]) : []);

  const removed = [...state.migrations].filter(
    ([eventId, migration]) => !migration.released && !Object.hasOwn(planned, eventId),
  );
  const pending = removed.filter(([eventId, migration]) => isPending(migration) && !elsewhere.has(eventId));
  if (options.onRemove === "fail" && pending.length > 0) throw new PendingOrderError(options.label, pending);

  refuseReplacements(wanted, state, options);
  const changed =
    removed.length > 0 ||
    remembersOther(state, options) ||
    wanted.some(({ eventId, basis }) => {
      const migration = state.migrations.get(eventId);
      return !migration || migration.released || migration.ordered.basis !== basis;
    });
  const unfinished =
    state.unfinished ||
    [...state.migrations.values()].some(({ unreported }) => unreported) ||
    wanted.some(({ eventId }) => {
      const migration = state.migrations.get(eventId);
      return migration && isUnfinished(migration, options);
    });
  const notices = [
    ...noticesOf(state),
    ...wanted.flatMap((line) => lapsedNotice(line, remembered, state)),
    ...noticesOfOrders(wanted, { state, planned, outputs, inputs, options, now }),
  ];
  return { changes: unfinished ? true : changed ? undefined : false, notices };
}

/** Work that no change of the inputs shows. */
function isUnfinished(migration: Migration, { waitFor, onExistingOrder }: PlanOptions): boolean {
  const { movedTo, outdated, ordered, status } = migration;
  switch (ordered.state) {
    case "accepted":
      return movedTo !== undefined || outdated !== undefined || !isSettled(migration, waitFor);
    case "observed":
      // Somebody else's order was kept, and now it is gone or to give way.
      return (
        status === "Inquiring" ||
        (status === "Scheduled" && onExistingOrder === "resubmit") ||
        !isSettled(migration, waitFor)
      );
    case "unknown":
    case "rejected":
    case "unsent":
      return !isOver(status);
  }
}

/** `onReschedule: "fail"` holds for an order that the state remembers, whatever ENS reads when it comes to that. */
function refuseReplacements(
  wanted: readonly PlannedMigration[],
  state: PlanState,
  { onReschedule, label }: PlanOptions,
): void {
  if (onReschedule !== "fail") return;
  const failures = wanted.flatMap((planned): Failure[] => {
    const { eventId } = planned;
    const migration = state.migrations.get(eventId);
    const ours = standing(migration?.ordered);
    if (!migration || !ours || !isReplacement(state.stack, planned, migration)) return [];
    const advice = keepingOrReplacing(ours.terms);
    return [{ eventId, reason: worded(refusedReplacement(ours.terms), advice), advice }];
  });
  if (failures.length > 0) throw new RefusedError(label, failures);
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

/** What a preview could not say by its lines: which times give way to orders in force, and which have passed. */
function noticesOfOrders(
  wanted: readonly PlannedMigration[],
  {
    state,
    planned,
    outputs,
    inputs,
    options,
    now,
  }: {
    /** Of the events with work. */
    state: PlanState;
    planned: Record<string, string>;
    outputs: Readonly<Record<string, unknown>>;
    inputs: Readonly<Record<string, unknown>>;
    options: PlanOptions;
    now: number;
  },
): string[] {
  const isOrdered = ({ eventId, basis }: PlannedMigration) => {
    const { ordered, released } = state.migrations.get(eventId) ?? {};
    if (!ordered || isNotTaken(ordered)) return false;
    return ordered.basis === basis || released === true;
  };
  const notices: string[] = [];
  for (const line of wanted) {
    const { terms, eventId, resourceId } = line;
    if (terms.opsType !== "scheduled" || terms.planTime > now || isOrdered(line)) continue;
    notices.push(
      `${eventId} (${resourceId}): its planned time ${formatInstant(terms.planTime)} has passed, so \`up\` fails for it unless it has that order already`,
    );
  }
  const schedule = inputs["schedule"];
  if (wanted.length === 0 || !limitsGroups(schedule)) return notices;
  const lines = Object.entries(planned).map(([eventId, line]) => parsePlanned(eventId, line));
  const { stack } = options;
  const remembered = readState(outputs).migrations; // All of them: those at rest take up slots too.
  const migrations = withoutLapsedBases({ planned: lines, migrations: remembered, schedule, now });
  const { later, stuck } = fitTimes({ stack, planned: lines, migrations, schedule, now });
  return [...notices, ...later.map(laterNotice), ...stuck.map(stuckNotice)];
}

/** Whether a schedule has a limit that orders in force could take up. */
function limitsGroups(schedule: unknown): boolean {
  return (schedule as { maxUnavailable?: unknown } | undefined)?.maxUnavailable !== undefined;
}

/** What `read` and `delete` need is in outputs, so a change of it must get there. */
function remembersOther(state: PlanState, options: PlanOptions): boolean {
  return (
    state.label !== options.label ||
    // An import file does not know its stack.
    (state.stack !== "" && state.stack !== options.stack) ||
    state.onRemove !== options.onRemove ||
    !isDeepStrictEqual(state.connection ?? {}, options.connection ?? {})
  );
}
