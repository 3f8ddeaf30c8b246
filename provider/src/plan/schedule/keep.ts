import type { PlannedMigration } from "../planned";
import { withoutMark } from "../terms";
import { Calendar } from "./calendar";
import type { Groups } from "./groups";
import { HORIZON } from "./resolve";
import type { Schedule } from "./schedule";

/** An event with the time that an earlier resolution found for it. */
export interface Kept {
  eventId: string;
  group?: string;
  priority?: number;
  deadline?: number;
  planned: PlannedMigration & { wave: number };
  at: number;
}

/** `asBefore`: no rule that it was found under has changed for it. `anew`: it holds although one has. */
export type Holding = "asBefore" | "anew";

/**
 * Which of the times found before still hold. Times never move for the clock alone: one that has passed stays, whether its
 * order ran or not. One to come stays while the rules in force allow it. A change of how waves are cut (`wavesChanged`)
 * times everything to come anew.
 *
 * A time that has passed under rules that no longer allow it may have been moved meanwhile, by an update of which the old
 * inputs know nothing. So it holds `anew`: its basis must be that of the rules in force, lest it be ordered back.
 *
 * Times that hold are entered into `groups`.
 */
export function stillHolding(
  known: readonly Kept[],
  schedule: Schedule,
  groups: Groups,
  { now, changed, wavesChanged }: { now: number; changed: boolean; wavesChanged: boolean },
): Map<string, Holding> {
  const holding = new Map<string, Holding>();
  const earliest = known.reduce((time, { at }) => Math.min(time, withoutMark(at)), now);
  const calendar = new Calendar(schedule, earliest, now + HORIZON);
  const enter = ({ group = "", at }: Kept): void => groups.add(group, withoutMark(at));
  const inTime = ({ at, deadline = Number.POSITIVE_INFINITY }: Kept) => withoutMark(at) <= deadline;
  const isAffected = (event: Kept) =>
    changed || (event.planned.group ?? "") !== (event.group ?? "") || !inTime(event);

  // What nothing has changed for goes first, so that it never gives way to what has.
  for (const event of known) {
    if (isAffected(event)) continue;
    holding.set(event.eventId, "asBefore");
    enter(event);
  }
  const started: Kept[] = [];
  for (const event of known.filter(isAffected).sort(byTimeAndOrder)) {
    const second = withoutMark(event.at);
    const allowed = !wavesChanged && inTime(event) && (!changed || calendar.isOpen(second));
    if (allowed && groups.fits(event.group ?? "", second)) {
      holding.set(event.eventId, "asBefore");
      enter(event);
    } else if (event.at <= now) {
      holding.set(event.eventId, "anew");
      started.push(event);
    }
  }
  // These may be down now, so new times must fit around them; but they must not have a say in what held, or that would
  // depend on the clock.
  started.forEach(enter);
  return holding;
}

/** As a new resolution would take them: by time, then by priority, then as given. */
function byTimeAndOrder(a: Kept, b: Kept): number {
  return withoutMark(a.at) - withoutMark(b.at) || (a.priority ?? 0) - (b.priority ?? 0);
}
