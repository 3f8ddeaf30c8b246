import type { PlanOptions } from "../input/options";
import { isOver, isPending, type Migration, timeInForce } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { slotsOf } from "../schedule/slotsOf";
import type { Absence } from "./absence";
import type { Decision } from "./decision";
import { handedOver } from "./handedOver";
import type { Observations } from "./observations";
import { reconcile } from "./reconcile";
import { siblingsOf } from "./siblings";
import type { ReadingTime } from "./timeToShow";

/** What is planned, and what is remembered of it. */
interface Remembered {
  planned: readonly PlannedMigration[];
  before: ReadonlyMap<string, Migration>;
  /** What another plan of the stack remembered of an event. */
  inherited: (eventId: string) => Migration | undefined;
}

/** What ENS reads of a plan's events. */
export interface Reading {
  observations: Observations;
  reading: ReadingTime;
  absence: Absence;
}

/** An event ends up in one of these; what nobody can decide yet is read again. */
export interface Decided {
  planned: PlannedMigration;
  decision: Exclude<Decision, { action: "wait" }>;
}

/** The instances to read before a decision: an event that ended needs no reading, unless the plan's line for it is new. */
export function instancesToRead({ planned, before }: Pick<Remembered, "planned" | "before">): string[] {
  const isDone = (migration: Migration | undefined) => migration !== undefined && isOver(migration.status);
  const wanted = planned.filter(({ eventId, basis }) => {
    const migration = before.get(eventId);
    return !isDone(migration) || migration?.ordered.basis !== basis;
  });
  const remembered = [...before.values()].filter((migration) => !isDone(migration));
  return [...wanted, ...remembered].map(({ resourceId }) => resourceId);
}

/** Decides about each event of a plan. `undefined`: about some event nobody can decide yet. */
export function decideAll(
  { planned, before, inherited }: Remembered,
  { observations, reading, absence }: Reading,
  schedule: unknown,
  options: PlanOptions,
): Decided[] | undefined {
  const { stack } = options;
  const siblings = siblingsOf(planned, before, observations, absence);
  const decideWith = (allows: (line: PlannedMigration, planTime: number) => boolean) =>
    planned.map((line) => {
      const { eventId, resourceId } = line;
      const observed = observations.of(eventId, resourceId);
      const situation = {
        stack,
        planned: line,
        before: before.get(eventId) ?? handedOver(stack, eventId, inherited(eventId), observed, reading),
        observed,
        reading,
        absence,
        siblings: siblings.get(eventId) ?? [],
        allows: (planTime: number) => line.wave !== undefined && allows(line, planTime),
      };
      return { planned: line, decision: reconcile(situation, options) };
    });
  // An order that is found stands only beside the others, and of these some may be found as well.
  const found = new Map<PlannedMigration, number>();
  let decisions = decideWith((line, planTime) => Boolean(found.set(line, planTime)));
  if (found.size > 0) {
    const standing = standingOf(found, decisions, schedule);
    decisions = decideWith((line) => standing.has(line));
  }
  const isDecided = (each: (typeof decisions)[number]): each is Decided => each.decision.action !== "wait";
  return decisions.every(isDecided) ? decisions : undefined;
}

/** Which of the orders that were found the schedule in force allows beside all others, the earliest first. */
function standingOf(
  found: ReadonlyMap<PlannedMigration, number>,
  decisions: readonly { planned: PlannedMigration; decision: Decision }[],
  schedule: unknown,
): ReadonlySet<PlannedMigration> {
  const slots = slotsOf(
    schedule,
    decisions.map(({ planned }) => planned),
  );
  const standing = new Set<PlannedMigration>();
  for (const { planned, decision } of decisions) {
    const at = found.has(planned) ? undefined : timeOfDecision(decision);
    if (at !== undefined) slots?.take(planned, at);
  }
  for (const [line, planTime] of [...found].sort(([, a], [, b]) => a - b)) {
    if (!slots?.allows(line, planTime)) continue;
    slots.take(line, planTime);
    standing.add(line);
  }
  return standing;
}

/** When the order that is sent or stands starts, if one does. */
function timeOfDecision(decision: Decision): number | undefined {
  switch (decision.action) {
    case "wait":
      return undefined;
    case "send":
      return decision.terms.opsType === "scheduled" ? decision.terms.planTime : undefined;
    case "keep":
    case "fail":
      return isPending(decision.migration) ? timeInForce(decision.migration) : undefined;
  }
}
