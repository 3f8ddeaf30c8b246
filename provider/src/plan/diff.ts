import { isPending, type Migration } from "./migration";
import { type PlanOptions, readOptions } from "./options";
import { formatTerms } from "./planned";
import { isSettled } from "./settled";
import { type PlanState, readState } from "./state";
import { recognise } from "./terms";
import { containsUnknown } from "./unknown";

/**
 * What the next `up` has to do, judged from outputs (what was ordered) and checked inputs (what is wanted), never from
 * the network or the clock.
 *
 * - `true`: work that the inputs do not show: a failed operation, an unsettled wait, a move by the platform.
 * - `undefined`: the inputs changed; the engine shows which.
 * - `false`: nothing.
 *
 * `notices` are for the person who reads the preview. Throws {@link PendingOrderError} where `onRemove: "fail"` forbids it.
 */
export interface PlanDiff {
  changes: boolean | undefined;
  notices: string[];
}

export class PendingOrderError extends Error {
  /** `unread`: why nobody could read what has become of them. */
  constructor(label: string, pending: readonly [string, Migration][], unread?: string) {
    const named = pending
      .slice(0, 20)
      .map(([eventId, { status }]) => `${eventId} (${status} at the last read)`);
    const more = pending.length > 20 ? ` and ${pending.length - 20} more` : "";
    super(
      `${label}: onRemove is "fail" and ${pending.length === 1 ? "an order is" : `${pending.length} orders are`} still pending: ` +
        `${named.join(", ")}${more}. ENS has no call to cancel an order: it would run although the plan no longer ` +
        'names it. Keep the event, wait until it has ended and run `pulumi refresh`, or set onRemove: "retain" first' +
        (unread === undefined ? "" : `. They could not be read anew: ${unread}`),
    );
    this.name = "PendingOrderError";
  }
}

export function diff(
  outputs: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, unknown>>,
): PlanDiff {
  if (containsUnknown(inputs)) return { changes: undefined, notices: noticesOf(readState(outputs)) };
  const planned = inputs["planned"] as Record<string, string>;
  const options = readOptions(inputs);
  const migrations = (outputs["migrations"] ?? {}) as Record<string, string>;
  const left = restless({ planned, migrations }, options);
  const state = readState({ ...outputs, migrations: left.migrations });
  const wanted = Object.entries(left.planned);

  const removed = [...state.migrations].filter(
    ([eventId, migration]) => !migration.released && !Object.hasOwn(planned, eventId),
  );
  const pending = removed.filter(([, migration]) => isPending(migration));
  if (options.onRemove === "fail" && pending.length > 0) throw new PendingOrderError(options.label, pending);

  const changed =
    removed.length > 0 ||
    remembersOther(state, options) ||
    wanted.some(([eventId, line]) => {
      const migration = state.migrations.get(eventId);
      return !migration || migration.released || migration.ordered.basis !== basisIn(line);
    });
  const unfinished =
    state.unfinished ||
    wanted.some(([eventId]) => {
      const migration = state.migrations.get(eventId);
      return migration && isUnfinished(migration, options);
    });
  return { changes: unfinished ? true : changed ? undefined : false, notices: noticesOf(state) };
}

/** The line of an order that was taken and reads as ordered; the group is its basis. */
const SCHEDULED =
  /^\S+ \| Scheduled \| ordered \S+ \S+ \| NotBefore as ordered(?: \| call \d+)? \| #([\w-]+)$/;
const EXECUTED =
  /^\S+ \| Executed \| ordered \S+ \S+(?: \| NotBefore as ordered)?(?: \| call \d+)? \| #([\w-]+)$/;

interface Lines {
  planned: Record<string, string>;
  migrations: Record<string, string>;
}

/**
 * All lines but those of planned events whose orders are at rest: of these there is nothing to do and nothing to say. At
 * most `up`s they are nearly all of ten thousand, so only what is left is read whole.
 */
function restless({ planned, migrations }: Readonly<Lines>, { waitFor }: PlanOptions): Lines {
  const atRest = waitFor === "executed" ? [EXECUTED] : [SCHEDULED, EXECUTED];
  const left: Lines = { planned: {}, migrations: {} };
  for (const [eventId, line] of Object.entries(planned)) {
    const migration = migrations[eventId];
    const basis = basisIn(line);
    const isAtRest =
      typeof migration === "string" && atRest.some((pattern) => pattern.exec(migration)?.[1] === basis);
    if (!isAtRest) left.planned[eventId] = line;
  }
  for (const [eventId, line] of Object.entries(migrations)) {
    const isAtRest = Object.hasOwn(planned, eventId) && !Object.hasOwn(left.planned, eventId);
    if (!isAtRest) left.migrations[eventId] = line;
  }
  return left;
}

function basisIn(line: string): string {
  return line.slice(line.lastIndexOf("#") + 1);
}

/** Work that no change of the inputs shows. */
function isUnfinished(migration: Migration, { waitFor, onExistingOrder }: PlanOptions): boolean {
  const { movedTo, unreported, ordered, status } = migration;
  // Somebody else's order was kept, and now it is to give way.
  const toReplace = ordered.state === "observed" && status === "Scheduled" && onExistingOrder === "resubmit";
  return movedTo !== undefined || unreported === true || toReplace || !isSettled(migration, waitFor);
}

/** What `read` and `delete` need is in outputs, so a change of it must get there. */
function remembersOther(state: PlanState, options: PlanOptions): boolean {
  const parts = ["profile", "roleArn", "region", "endpoint"] as const;
  return (
    state.label !== options.label ||
    state.onRemove !== options.onRemove ||
    parts.some((part) => state.connection?.[part] !== options.connection?.[part])
  );
}

/** What a person should know of a plan whatever is about to happen. */
export function noticesOf(state: PlanState): string[] {
  const notices: string[] = [];
  for (const [eventId, { status, movedTo, resourceId }] of state.migrations) {
    if (movedTo !== undefined) {
      const order = recognise(eventId, movedTo, []);
      notices.push(
        order
          ? `${eventId} (${resourceId}): another order is in force (${formatTerms(order)}), from an interrupted update or ` +
              "another stack; write its terms to accept it, or other ones to order it anew"
          : `${eventId} (${resourceId}): the platform moved it to ${new Date(movedTo).toISOString()}; ` +
              "write that time as planTime to accept it, or another one to order it anew",
      );
    }
    if (status === "Failed" || status === "Canceled") {
      notices.push(
        `${eventId} (${resourceId}): ${status} on the platform; it is not ordered again by itself`,
      );
    }
  }
  return notices;
}
