import type { EnsClient } from "../ens/client";
import { isOver, type Migration, UNREAD } from "../plan/migration";
import type { PlanOptions } from "../plan/options";
import type { PlannedMigration } from "../plan/planned";
import { release, withReading } from "../plan/reading";
import { reconcile } from "../plan/reconcile";
import { isSettled } from "../plan/settled";
import type { PlanState } from "../plan/state";
import { count, describe, summarise, wavesOf } from "../plan/summary";
import { observationOf, type Observations, observe } from "./observe";
import { type Order, remember } from "./remember";
import { submit } from "./submit";
import { waitUntilSettled } from "./wait";

export interface ApplyRequest {
  planned: readonly PlannedMigration[];
  /** By event id; only ever sent, never kept. */
  passwords: Readonly<Record<string, string>>;
  options: PlanOptions;
  /** What the plan remembers; empty for a new one. */
  before: ReadonlyMap<string, Migration>;
}

/** The world outside. */
export interface Surroundings {
  client: EnsClient;
  /** Unix milliseconds. */
  now: () => number;
  /** Takes one progress line. */
  log: (line: string) => void;
}

/** What the plan remembers now, and, where the operation failed in part, why. */
export interface Applied {
  state: PlanState;
  failures: Failure[];
}

export interface Failure {
  eventId: string;
  reason: string;
}

/** How long sending may take altogether, and reading back lost answers. */
const SENDING_TIME = 15 * 60_000;
const RECOVERY_TIME = 60_000;

/**
 * Makes ENS's orders what the plan says: reads, decides, sends, reads back, waits. If the first reading fails, it throws
 * and nothing was sent; whatever happens later is remembered and reported, never thrown.
 */
export async function apply(request: ApplyRequest, surroundings: Surroundings): Promise<Applied> {
  const { options, planned, before } = request;
  const { client, now, log } = surroundings;
  const deadline = now() + SENDING_TIME;
  const failures: Failure[] = [];
  const migrations = new Map<string, Migration>();

  const observations = await observe(client, instancesToRead(planned, before), { deadline });
  const orders = decide(request, observations, { now: now(), log, migrations, failures });
  releaseRemoved(request, observations, now(), migrations);
  await send(orders, request, surroundings, { deadline, migrations, failures });
  await recover(migrations, failures, surroundings);

  let told = "";
  const progress = (): void => {
    const line = describe(summarise(migrations));
    if (line !== told) log(line);
    told = line;
  };
  const gaveUp = await waitUntilSettled(client, migrations, options, { now, progress });
  progress();
  if (gaveUp !== undefined) reportUnsettled(migrations, options, gaveUp, failures);
  reportBadEnds(migrations, failures);

  const { label, onRemove, connection } = options;
  const state = {
    migrations,
    waves: wavesOf(planned),
    unfinished: failures.length > 0,
    label,
    onRemove,
    ...(connection && { connection }),
  };
  return { state, failures };
}

/** An event that ended needs no reading, unless the plan's line for it is new. */
function instancesToRead(
  planned: readonly PlannedMigration[],
  before: ReadonlyMap<string, Migration>,
): string[] {
  const isDone = (migration: Migration | undefined) => migration !== undefined && isOver(migration.status);
  const wanted = planned.filter(({ eventId, basis }) => {
    const migration = before.get(eventId);
    return !isDone(migration) || migration?.ordered.basis !== basis;
  });
  const remembered = [...before.values()].filter((migration) => !isDone(migration));
  return [...wanted, ...remembered].map(({ resourceId }) => resourceId);
}

/** Sorts the plan into orders to send and things to remember. */
function decide(
  { planned, passwords, options, before }: ApplyRequest,
  observations: Observations,
  {
    now,
    log,
    migrations,
    failures,
  }: {
    now: number;
    log: Surroundings["log"];
    migrations: Map<string, Migration>;
    failures: Failure[];
  },
): Order[] {
  const orders: Order[] = [];
  for (const wanted of planned) {
    const { eventId, resourceId, basis } = wanted;
    const observed = observationOf(observations, eventId, resourceId);
    const decision = reconcile({ planned: wanted, before: before.get(eventId), observed, now }, options);
    switch (decision.action) {
      case "keep":
        migrations.set(eventId, decision.migration);
        if (decision.notice !== undefined) log(`${eventId}: ${decision.notice}`);
        break;
      case "fail":
        migrations.set(eventId, decision.migration);
        failures.push({ eventId, reason: decision.failure });
        break;
      case "send": {
        const { terms, earlier } = decision;
        const password = passwords[eventId];
        const eventInfo =
          terms.opsType === "immediate"
            ? { eventId, resourceId, ...terms, ...(password !== undefined && { password }) }
            : { eventId, resourceId, ...terms };
        orders.push({
          eventInfo,
          basis,
          status: observed?.eventStatus ?? UNREAD,
          before: before.get(eventId),
          earlier,
        });
      }
    }
  }
  return orders;
}

function releaseRemoved(
  { planned, before }: ApplyRequest,
  observations: Observations,
  now: number,
  migrations: Map<string, Migration>,
): void {
  const wanted = new Set(planned.map(({ eventId }) => eventId));
  for (const [eventId, migration] of before) {
    if (wanted.has(eventId)) continue;
    const observed = observationOf(observations, eventId, migration.resourceId);
    const released = release(eventId, migration, observed, now);
    if (released) migrations.set(eventId, released);
  }
}

async function send(
  orders: readonly Order[],
  { options }: ApplyRequest,
  { client, now, log }: Surroundings,
  {
    deadline,
    migrations,
    failures,
  }: { deadline: number; migrations: Map<string, Migration>; failures: Failure[] },
): Promise<void> {
  if (orders.length === 0) return;
  log(`ordering ${count(orders.length, "migration")}`);
  const byEvent = new Map(orders.map((order) => [order.eventInfo.eventId, order]));
  const eventInfos = orders.map(({ eventInfo }) => eventInfo);
  const call = { deadline, failedBefore: failures.length, now };
  await submit(client, eventInfos, options, call, ({ eventId }, outcome) => {
    const order = byEvent.get(eventId);
    if (order) migrations.set(eventId, remember(order, outcome, now()));
    if (outcome.outcome !== "accepted") failures.push({ eventId, reason: outcome.failure });
  });
}

/** Reads orders whose answers were lost just now: most of them can be found again at once. */
async function recover(
  migrations: Map<string, Migration>,
  failures: Failure[],
  { client, now, log }: Surroundings,
): Promise<void> {
  const lost = [...migrations].filter(
    ([, migration]) => migration.ordered.state === "unknown" && !migration.released,
  );
  if (lost.length === 0) return;
  const resourceIds = lost.map(([, { resourceId }]) => resourceId);
  let observations: Observations;
  try {
    observations = await observe(client, resourceIds, { deadline: now() + RECOVERY_TIME });
  } catch {
    return; // The failures say already that nobody knows; the next `up` reads again.
  }
  for (const [eventId, migration] of lost) {
    const observed = observationOf(observations, eventId, migration.resourceId);
    const read = observed && withReading(eventId, migration, observed);
    if (read?.ordered.state !== "accepted") continue;
    migrations.set(eventId, read);
    const index = failures.findIndex((failure) => failure.eventId === eventId);
    if (index >= 0) failures.splice(index, 1);
    log(`${eventId}: the answer to its order was lost, but ENS has the order`);
  }
}

function reportUnsettled(
  migrations: ReadonlyMap<string, Migration>,
  { waitFor }: PlanOptions,
  gaveUp: string,
  failures: Failure[],
): void {
  for (const [eventId, migration] of migrations) {
    if (migration.released || isSettled(migration, waitFor)) continue;
    failures.push({
      eventId,
      reason: `ordered, and ENS reads ${migration.status}: ${gaveUp}. The order stands; the next \`pulumi up\` takes up the wait again`,
    });
  }
}

/** A bad end fails one operation; later ones only notice it. */
function reportBadEnds(migrations: Map<string, Migration>, failures: Failure[]): void {
  for (const [eventId, migration] of migrations) {
    const { unreported, ...told } = migration;
    if (!unreported) continue;
    migrations.set(eventId, told);
    failures.push({
      eventId,
      reason:
        `${migration.status} on the platform. It is not ordered again by itself: look at ${migration.resourceId}, ` +
        "then remove the event from the plan",
    });
  }
}
