import type { Migration } from "../plan/migration";
import type { PlanState } from "../plan/state";

type LivePlan = Pick<PlanState, "migrations" | "onRemove">;

/**
 * The plans that this process has seen alive, by id: what they remember of their events, and what their program says about
 * removal. The engine tells a plan nothing of the one that takes its events over, or had them before.
 */
export class LivePlans {
  readonly #plans = new Map<string, LivePlan>();
  /** As they were seen first: an update may have let an event go by now. */
  readonly #before = new Map<string, LivePlan>();

  see(id: string, plan: LivePlan): void {
    this.#plans.set(id, plan);
    if (!this.#before.has(id)) this.#before.set(id, plan);
  }

  /** Whether a plan other than this one holds the event's order. */
  isHeldByOther(id: string, eventId: string): boolean {
    return heldByOther(this.#plans, id, eventId) !== undefined;
  }

  /** What a plan other than this one remembered of an event whose order it held when it was first seen. */
  rememberedByOther(id: string, eventId: string): Migration | undefined {
    return heldByOther(this.#before, id, eventId);
  }

  /** What the program says now; the state may say what it said before. */
  onRemoveOf(id: string): PlanState["onRemove"] | undefined {
    return this.#plans.get(id)?.onRemove;
  }
}

function heldByOther(
  plans: ReadonlyMap<string, LivePlan>,
  id: string,
  eventId: string,
): Migration | undefined {
  for (const [other, { migrations }] of plans) {
    const migration = other === id ? undefined : migrations.get(eventId);
    if (migration && isHeld(migration)) return migration;
  }
  return undefined;
}

function isHeld({ released, ordered }: Migration): boolean {
  return !released && ordered.state !== "rejected" && ordered.state !== "unsent";
}
