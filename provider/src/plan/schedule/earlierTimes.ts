import type { PlannedMigration } from "../model/planned";
import { withoutMark } from "../model/terms";
import type { Groups } from "./groups";
import { type Candidate, HORIZON } from "./resolve";
import type { Schedule } from "./schedule";
import { SlotGrid } from "./slotGrid";

/** A line with a time that an earlier resolution found. */
export type TimedMigration = PlannedMigration & { wave: number; terms: { opsType: "scheduled" } };

/** An event with the line that it has from an earlier resolution. */
export interface EarlierTime<Event extends Candidate = Candidate> {
  event: Event;
  planned: TimedMigration;
}

/**
 * How much of an earlier line holds: its time and the basis that it was found under, or its time alone, which then belongs to
 * the schedule in force.
 */
export type Holds = "timeAndBasis" | "timeOnly";

/**
 * Which earlier times hold, by event id. Times never move because the clock goes on: one that has passed stays, whether its
 * order ran or not. One to come stays while the rules in force allow it. A change of how waves are cut (`wavesChanged`)
 * times everything to come anew.
 *
 * A time that has passed under rules that no longer allow it may have been moved meanwhile, by an update of which the old
 * inputs know nothing. So of it `timeOnly` holds: with its earlier basis it would be ordered back.
 *
 * Times that hold are entered into `groups`.
 */
export function earlierTimesThatHold(
  earlier: readonly EarlierTime[],
  schedule: Schedule,
  groups: Groups,
  { now, changed, wavesChanged }: { now: number; changed: boolean; wavesChanged: boolean },
): Map<string, Holds> {
  const holding = new Map<string, Holds>();
  const earliest = earlier.reduce((start, each) => Math.min(start, startOf(each)), now);
  const grid = new SlotGrid(schedule, earliest, now + HORIZON);
  const enter = (each: EarlierTime): void => groups.add(each.event.group ?? "", startOf(each));
  const inTime = (each: EarlierTime) => startOf(each) <= (each.event.deadline ?? Number.POSITIVE_INFINITY);
  const isAffected = (each: EarlierTime) =>
    changed || (each.planned.group ?? "") !== (each.event.group ?? "") || !inTime(each);

  // What nothing has changed for goes first, so that it never gives way to what has.
  for (const each of earlier) {
    if (isAffected(each)) continue;
    holding.set(each.event.eventId, "timeAndBasis");
    enter(each);
  }
  const started: EarlierTime[] = [];
  for (const each of earlier.filter(isAffected).sort(byTimeAndOrder)) {
    const { eventId, group = "" } = each.event;
    const start = startOf(each);
    const allowed = !wavesChanged && inTime(each) && (!changed || grid.isOpen(start));
    if (allowed && groups.fits(group, start)) {
      holding.set(eventId, "timeAndBasis");
      enter(each);
    } else if (each.planned.terms.planTime <= now) {
      holding.set(eventId, "timeOnly");
      started.push(each);
    }
  }
  // These may be down now, so new times must fit around them; but they must not have a say in what held, or that would
  // depend on the clock.
  started.forEach(enter);
  return holding;
}

function startOf({ planned }: EarlierTime): number {
  return withoutMark(planned.terms.planTime);
}

/** As a new resolution would take them: by time, then by priority, then as given. */
function byTimeAndOrder(a: EarlierTime, b: EarlierTime): number {
  return startOf(a) - startOf(b) || (a.event.priority ?? 0) - (b.event.priority ?? 0);
}
