import type { PlannedMigration } from "../model/planned";
import { withoutMark } from "../model/terms";
import { Calendar } from "./calendar";
import type { Groups } from "./groups";
import { type Candidate, HORIZON } from "./resolve";
import type { Schedule } from "./schedule";

/** A line with a time that an earlier resolution found. */
export type TimedMigration = PlannedMigration & { wave: number; terms: { opsType: "scheduled" } };

/** An event with the line that it has from before. */
export interface Kept<Event extends Candidate = Candidate> {
  event: Event;
  planned: TimedMigration;
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
  const earliest = known.reduce((time, kept) => Math.min(time, startOf(kept)), now);
  const calendar = new Calendar(schedule, earliest, now + HORIZON);
  const enter = (kept: Kept): void => groups.add(kept.event.group ?? "", startOf(kept));
  const inTime = (kept: Kept) => startOf(kept) <= (kept.event.deadline ?? Number.POSITIVE_INFINITY);
  const isAffected = (kept: Kept) =>
    changed || (kept.planned.group ?? "") !== (kept.event.group ?? "") || !inTime(kept);

  // What nothing has changed for goes first, so that it never gives way to what has.
  for (const kept of known) {
    if (isAffected(kept)) continue;
    holding.set(kept.event.eventId, "asBefore");
    enter(kept);
  }
  const started: Kept[] = [];
  for (const kept of known.filter(isAffected).sort(byTimeAndOrder)) {
    const { eventId, group = "" } = kept.event;
    const start = startOf(kept);
    const allowed = !wavesChanged && inTime(kept) && (!changed || calendar.isOpen(start));
    if (allowed && groups.fits(group, start)) {
      holding.set(eventId, "asBefore");
      enter(kept);
    } else if (kept.planned.terms.planTime <= now) {
      holding.set(eventId, "anew");
      started.push(kept);
    }
  }
  // These may be down now, so new times must fit around them; but they must not have a say in what held, or that would
  // depend on the clock.
  started.forEach(enter);
  return holding;
}

function startOf({ planned }: Kept): number {
  return withoutMark(planned.terms.planTime);
}

/** As a new resolution would take them: by time, then by priority, then as given. */
function byTimeAndOrder(a: Kept, b: Kept): number {
  return startOf(a) - startOf(b) || (a.event.priority ?? 0) - (b.event.priority ?? 0);
}
