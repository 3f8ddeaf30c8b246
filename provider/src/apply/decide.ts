import { setTimeout as sleep } from "node:timers/promises";
import type { HistoryEvent } from "../api/ens";
import { isOver, isPending, type Migration, timeInForce } from "../plan/model/migration";
import type { PlannedMigration } from "../plan/model/planned";
import {
  type Absence,
  isFresh,
  type ReadingTime,
  SETTLE_TIME,
  shownOf,
  withAbsence,
} from "../plan/orders/reading";
import { type Decision, reconcile, type Sibling } from "../plan/orders/reconcile";
import { recognise } from "../plan/model/terms";
import { slotsOf } from "../plan/schedule/slotsOf";
import type { ApplyRequest, Surroundings } from "./request";
import { type Observations, observe } from "./observe";

/** How long the readings before a decision may take. */
const READING_TIME = 15 * 60_000;

export interface Decided {
  decisions: { planned: PlannedMigration; decision: Exclude<Decision, { action: "wait" }> }[];
  observations: Observations;
  reading: ReadingTime;
  absence: Absence;
}

/**
 * Reads the events and decides about each. Where an order's answer was lost and no clock tells how long ago, it waits for
 * as long as ENS may take to show an order, and reads again.
 */
export async function decide(request: ApplyRequest, surroundings: Surroundings): Promise<Decided> {
  const { client, now, log } = surroundings;
  const read = () => observe(client, instancesToRead(request), { deadline: now() + READING_TIME });
  const first = await read();
  if (first.at !== undefined) warnOfClock(now() - first.at, log);
  const start = performance.now();
  const decided = decideAll(request, first, { at: first.at, waited: false }, surroundings);
  if (decided) return decided;
  log(
    `waiting for ${SETTLE_TIME / 60_000} minutes: ENS does not show an order yet, and its answers have no Date that tells how long ago it was sent`,
  );
  await sleep(Math.max(0, SETTLE_TIME - (performance.now() - start)));
  const second = await read();
  const again = decideAll(request, second, { at: second.at, waited: true }, surroundings);
  if (!again) throw new TypeError("nothing is left to wait for");
  return again;
}

/** A schedule's times are found by the machine's clock: `check` has no other. */
function warnOfClock(ahead: number, log: Surroundings["log"]): void {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  if (minutes < 2) return;
  log(
    `this machine's clock is ${minutes} minutes ${ahead > 0 ? "ahead of" : "behind"} ENS's: correct it, since it says which times have passed`,
  );
}

/** `undefined`: about some event nobody can decide yet. */
function decideAll(
  request: ApplyRequest,
  observations: Observations,
  reading: ReadingTime,
  { now, inherited }: Surroundings,
): Decided | undefined {
  const { planned, before, options, readAt } = request;
  const absence = { now: reading.at ?? now(), lastRead: readAt };
  const siblings = siblingsOf(request, observations, absence);
  const decideWith = (allows: (line: PlannedMigration, planTime: number) => boolean) =>
    planned.map((line) => {
      const { eventId, resourceId } = line;
      const observed = observations.of(eventId, resourceId);
      const situation = {
        stack: options.stack,
        planned: line,
        before: before.get(eventId) ?? handedOver(options.stack, line, inherited(eventId), observed, reading),
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
    const standing = standingOf(found, decisions, request.schedule);
    decisions = decideWith((line) => standing.has(line));
  }
  const isDecided = (each: (typeof decisions)[number]): each is Decided["decisions"][number] =>
    each.decision.action !== "wait";
  return decisions.every(isDecided) ? { decisions, observations, reading, absence } : undefined;
}

/** What another plan of the stack has ordered is for this one to know where no mark tells: ENS is late to show it, or shows none. */
function handedOver(
  stack: string,
  { eventId }: PlannedMigration,
  migration: Migration | undefined,
  observed: HistoryEvent | undefined,
  reading: ReadingTime,
): Migration | undefined {
  if (migration?.ordered.state !== "accepted" && migration?.ordered.state !== "unknown") return undefined;
  const { ordered } = migration;
  switch (observed?.eventStatus) {
    case undefined:
      return migration; // A hidden history shows none, however old.
    case "Inquiring":
      return isFresh(migration, reading) ? migration : undefined;
    case "Scheduled": {
      const { notBefore } = observed;
      // What is shown may be the order before one whose answer was lost.
      if (ordered.state === "unknown") return isFresh(migration, reading) ? migration : undefined;
      const isMarked = recognise(stack, eventId, notBefore) !== undefined;
      const isIt = shownOf(stack, eventId, migration, ordered, notBefore) === "it";
      return isIt && !isMarked ? migration : undefined;
    }
    default:
      return undefined;
  }
}

/** Which of the orders that were found the schedule in force allows beside all others, the earliest first. */
function standingOf(
  found: ReadonlyMap<PlannedMigration, number>,
  decisions: readonly { planned: PlannedMigration; decision: Decision }[],
  schedule: unknown,
): ReadonlySet<PlannedMigration> {
  const planned = decisions.map((each) => each.planned);
  const slots = slotsOf(schedule, planned);
  const standing = new Set<PlannedMigration>();
  for (const { planned, decision } of decisions) {
    const at = found.has(planned) ? undefined : startOf(decision);
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
function startOf(decision: Decision): number | undefined {
  if (decision.action === "wait") return undefined;
  if (decision.action === "send")
    return decision.terms.opsType === "scheduled" ? decision.terms.planTime : undefined;
  return isPending(decision.migration) ? timeInForce(decision.migration) : undefined;
}

/** An event that ended needs no reading, unless the plan's line for it is new. */
function instancesToRead({ planned, before }: ApplyRequest): string[] {
  const isDone = (migration: Migration | undefined) => migration !== undefined && isOver(migration.status);
  const wanted = planned.filter(({ eventId, basis }) => {
    const migration = before.get(eventId);
    return !isDone(migration) || migration?.ordered.basis !== basis;
  });
  const remembered = [...before.values()].filter((migration) => !isDone(migration));
  return [...wanted, ...remembered].map(({ resourceId }) => resourceId);
}

/** By event: the other open events for the same instance, of the plan or left behind by it. */
function siblingsOf(
  { planned, before }: ApplyRequest,
  observations: Observations,
  absence: Absence,
): Map<string, Sibling[]> {
  const byInstance = new Map<string, Sibling[]>();
  const wanted = new Set(planned.map(({ eventId }) => eventId));
  const leftBehind = [...before]
    .filter(([eventId, migration]) => !wanted.has(eventId) && isPending(migration))
    .map(([eventId, { resourceId }]) => ({ eventId, resourceId }));
  for (const { eventId, resourceId } of [...planned, ...leftBehind]) {
    const migration = before.get(eventId);
    const status =
      observations.of(eventId, resourceId)?.eventStatus ??
      (migration && withAbsence(migration, absence).status);
    if (status !== undefined && isOver(status)) continue;
    const hasOrder =
      (migration !== undefined && isPending(migration)) || (status !== undefined && status !== "Inquiring");
    const sibling = { eventId, hasOrder };
    const open = byInstance.get(resourceId);
    if (open) open.push(sibling);
    else byInstance.set(resourceId, [sibling]);
  }
  const shared = [...byInstance.values()].filter((siblings) => siblings.length > 1);
  return new Map(
    shared.flatMap((siblings) =>
      siblings.map((each) => [each.eventId, siblings.filter((other) => other !== each)] as const),
    ),
  );
}
