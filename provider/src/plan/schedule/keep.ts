import type { PlannedMigration } from "../planned";
import { Calendar } from "./calendar";
import type { Groups } from "./groups";
import { HORIZON } from "./resolve";
import type { Schedule } from "./schedule";

/** An event with the time that an earlier resolution found for it. */
export interface Kept {
  eventId: string;
  group?: string;
  deadline?: number;
  planned: PlannedMigration & { wave: number };
  at: number;
}

/**
 * Which of the times found before still hold. Times never move for the clock alone: one that has passed stays, whether its
 * order ran or not. One to come stays while the rules in force allow it. A change of how waves are cut (`wavesChanged`) or
 * of `replan` times everything to come anew.
 *
 * Times that hold are entered into `groups`.
 */
export function stillHolding(
  known: readonly Kept[],
  schedule: Schedule,
  groups: Groups,
  { now, changed, wavesChanged }: { now: number; changed: boolean; wavesChanged: boolean },
): Set<string> {
  const holding = new Set<string>();
  const calendar = new Calendar(schedule, now, now + HORIZON);
  const inOrder = [...known].sort((a, b) => a.at - b.at);
  for (const { eventId, group = "", deadline = Number.POSITIVE_INFINITY, at } of inOrder) {
    // Without the mark that is ordered with it.
    const second = Math.floor(at / 1_000) * 1_000;
    const allowed =
      at <= now ||
      (!wavesChanged &&
        second <= deadline &&
        (!changed || (calendar.isOpen(second) && groups.fits(group, second))));
    if (!allowed) continue;
    holding.add(eventId);
    groups.add(group, second);
  }
  return holding;
}
