import type { PlannedMigration } from "../model/planned";
import { withoutMark } from "../model/terms";
import { Groups, sizesOf } from "./groups";
import { parseSchedule } from "./parseSchedule";
import { HORIZON } from "./resolve";
import type { Schedule } from "./schedule";
import { SlotGrid } from "./slotGrid";

/** Which starts the rules in force allow an event, beside the starts that the plan's other events have. */
export class Slots {
  readonly #schedule: Schedule;
  readonly #groups: Groups;
  /** By event id: what it takes up. */
  readonly #taken = new Map<string, { group: string; at: number }>();

  /** `undefined` for a schedule that cannot be read: `check` has refused it, or it is not known yet. */
  static of(schedule: unknown, planned: readonly PlannedMigration[]): Slots | undefined {
    const read = parseSchedule(schedule);
    return "value" in read ? new Slots(read.value, planned) : undefined;
  }

  private constructor(schedule: Schedule, planned: readonly PlannedMigration[]) {
    this.#schedule = schedule;
    this.#groups = new Groups(schedule.maxUnavailable, schedule.assumedDowntime, sizesOf(planned));
  }

  get limitsGroups(): boolean {
    return this.#schedule.maxUnavailable !== undefined;
  }

  /** The event starts then, and no more when it did before. */
  take({ eventId, group = "" }: PlannedMigration, planTime: number): void {
    const before = this.#taken.get(eventId);
    if (before) this.#groups.remove(before.group, before.at);
    const at = withoutMark(planTime);
    this.#taken.set(eventId, { group, at });
    this.#groups.add(group, at);
  }

  /** Whether its group may have one more start then. */
  fits(planned: PlannedMigration, planTime: number): boolean {
    const own = this.#taken.get(planned.eventId);
    if (own) this.#groups.remove(own.group, own.at);
    const fits = this.#groups.fits(planned.group ?? "", withoutMark(planTime));
    if (own) this.#groups.add(own.group, own.at);
    return fits;
  }

  /** Whether windows, exclusions, bounds and deadline allow it. How soon it is does not count. */
  isOpen(planned: PlannedMigration, planTime: number): boolean {
    const at = withoutMark(planTime);
    return at <= deadlineOf(planned) && new SlotGrid(this.#schedule, at, at + HORIZON).isOpen(at);
  }

  /** Whether the group limit allows it as well. */
  allows(planned: PlannedMigration, planTime: number): boolean {
    return this.fits(planned, planTime) && this.isOpen(planned, planTime);
  }

  /** The first slot from then on, whole seconds; `undefined` if there is none in time. */
  next(planned: PlannedMigration, from: number): number | undefined {
    const grid = new SlotGrid(this.#schedule, from, from + HORIZON);
    for (let slot = grid.onGrid(from); slot; slot = grid.onGrid(slot.at + 1)) {
      if (slot.at > deadlineOf(planned)) return undefined;
      if (this.fits(planned, slot.at)) return slot.at;
    }
    return undefined;
  }
}

function deadlineOf({ deadline = Number.POSITIVE_INFINITY }: PlannedMigration): number {
  return deadline;
}
