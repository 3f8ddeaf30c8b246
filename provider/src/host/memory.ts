import { messageOf } from "../api/errors";
import { isNotTaken, type Migration } from "../plan/model/migration";
import type { PlanState } from "../plan/state/state";

type LivePlan = Pick<PlanState, "label" | "onRemove" | "stack"> & {
  /** Read once another plan asks: of most plans nobody does. */
  migrations: () => PlanState["migrations"];
};

/**
 * What a process has seen of plans. The engine tells a plan nothing of the one that takes its events over, or had them before;
 * and it tells `diff` nothing of the `read` before it.
 */
export class Memory {
  /** The plans that were seen alive, by id: what they remember of their events, and what their program says about removal. */
  readonly #plans = new Map<string, LivePlan>();
  /** As they were seen first: an update may have let an event go by now. */
  readonly #before = new Map<string, LivePlan>();
  /** Plans that were read, and whether that differed from the state. */
  readonly #refreshed = new Map<string, boolean>();
  /** What was said of plans in the operation that is under way, by their names: `check` does not have an id. */
  readonly #said = new Map<string, Set<string>>();

  /** Which events a plan that exists is to have, by its name, in the operation that is under way. */
  readonly #updated = new Map<string, string>();

  see(id: string, { migrations, ...plan }: LivePlan): void {
    let read: PlanState["migrations"] | undefined;
    const seen = { ...plan, migrations: () => (read ??= migrations()) };
    this.#plans.set(id, seen);
    if (!this.#before.has(id)) this.#before.set(id, seen);
  }

  /** It is gone. What it remembered may still be another one's to know. */
  forget(id: string): void {
    this.#plans.delete(id);
  }

  /** Whether a plan of the stack other than this one holds the event's order. */
  isHeldByOther(id: string, stack: string, eventId: string): boolean {
    return heldByOther(this.#plans, { id, stack, eventId }) !== undefined;
  }

  /** What a plan of the stack other than this one remembered of an event whose order it held when it was first seen. */
  rememberedByOther(id: string, stack: string, eventId: string): Migration | undefined {
    return heldByOther(this.#before, { id, stack, eventId });
  }

  /** As it is in the program now; the state may have an earlier one. */
  onRemoveOf(id: string): PlanState["onRemove"] | undefined {
    return this.#plans.get(id)?.onRemove;
  }

  keepSaid(label: string, line: string): void {
    const said = this.#said.get(label) ?? new Set();
    this.#said.set(label, said.add(line));
  }

  wasSaid(label: string, line: string): boolean {
    return this.#said.get(label)?.has(line) ?? false;
  }

  keepUpdated(label: string, eventIds: readonly string[]): void {
    this.#updated.set(label, eventIds.join());
  }

  /** Whether a plan of that name that exists is to have these events. */
  isUpdated(label: string, eventIds: readonly string[]): boolean {
    return this.#updated.get(label) === eventIds.join();
  }

  /** The operation is over: the next one says it again. */
  forgetSaid(label: string): void {
    this.#said.delete(label);
    this.#updated.delete(label);
  }

  /** It was read. In a refresh the engine shows what changed only if `diff`, which sees no more than the fresh outputs, says so. */
  refreshed(id: string, changed: boolean): void {
    this.#refreshed.set(id, changed);
  }

  /** Whether the `read` just before found the plan changed; `undefined` if there was none. It says so once. */
  takeRefreshed(id: string): boolean | undefined {
    const changed = this.#refreshed.get(id);
    this.#refreshed.delete(id);
    return changed;
  }
}

function heldByOther(
  plans: ReadonlyMap<string, LivePlan>,
  { id, stack, eventId }: { id: string; stack: string; eventId: string },
): Migration | undefined {
  for (const [other, plan] of plans) {
    const migration = other === id || plan.stack !== stack ? undefined : migrationsOf(plan).get(eventId);
    if (migration && isHeld(migration)) return migration;
  }
  return undefined;
}

/** Throws if they cannot be read, and names the plan: another one is being worked on. */
function migrationsOf({ label, migrations }: LivePlan): PlanState["migrations"] {
  try {
    return migrations();
  } catch (error) {
    throw new Error(`plan "${label}": ${messageOf(error)}`, { cause: error });
  }
}

function isHeld({ released, ordered }: Migration): boolean {
  return !released && !isNotTaken(ordered);
}
