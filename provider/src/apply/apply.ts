import type { EventInfo } from "../api/ens";
import { type Advice, type Failure, worded } from "../plan/model/advice";
import { formatInstant } from "../plan/model/instant";
import { isOver, isPending, type Migration, UNREAD } from "../plan/model/migration";
import type { PlannedMigration } from "../plan/model/planned";
import { laterNotice, NO_SLOT, otherOrder } from "../plan/orders/notices";
import type { PlanOptions } from "../plan/input/options";
import { formatTerms } from "../plan/lines/planned";
import { isFresh, leaveBehind, SETTLE_TIME } from "../plan/orders/reading";
import type { Decision } from "../plan/orders/reconcile";
import { type Fitted, fitTimes } from "../plan/schedule/fit";
import { withoutLapsedBases } from "../plan/schedule/lapsed";
import { isSettled } from "../plan/orders/settled";
import { lastRead } from "../plan/state/state";
import { count, describe, summarise, wavesOf } from "../plan/state/summary";
import { type Decided, decide } from "./decide";
import type { Applied, ApplyRequest, Surroundings } from "./request";
import { Ledger } from "./ledger";
import { recover } from "./recover";
import { type Order, remember } from "../plan/orders/remember";
import { submit } from "./submit";
import { waitUntilSettled } from "./wait";

/** How long sending may take altogether. */
const SENDING_TIME = 15 * 60_000;

/**
 * Makes ENS's orders what the plan says: reads, decides, sends, reads back, waits. If the first reading fails, it throws
 * and nothing was sent; whatever happens later is remembered and reported, never thrown.
 */
export async function apply(asked: ApplyRequest, surroundings: Surroundings): Promise<Applied> {
  const { options } = asked;
  const { client, now, log } = surroundings;
  const { planned, schedule } = asked;
  const before = withoutLapsedBases({ planned, migrations: asked.before, schedule, now: now() });
  const fitted = fittedTimes({ ...asked, before }, now());
  const request = { ...asked, before, planned: fitted.planned };
  const ledger = new Ledger();
  const { migrations } = ledger;

  const decided = await decide(request, surroundings);
  const orders = enter(decided, request, fitted, ledger, log);
  leaveRemovedBehind(request, decided, surroundings, migrations);
  const lost = await send(orders, request, surroundings, ledger);
  await recover(request.planned, lost, ledger, options.stack, surroundings);

  let shown = "";
  const progress = (): void => {
    const line = describe(summarise(migrations));
    if (line !== shown) log(line);
    shown = line;
  };
  const waited = { ...options, isWaitedFor: waitedFor(request, decided, ledger) };
  const gaveUp = await waitUntilSettled(client, migrations, waited, { now, progress });
  progress();
  if (gaveUp !== undefined) reportUnsettled(ledger, waited, { gaveUp, at: client.platformTime() });
  reportOthers(ledger, options.stack);
  reportBadEnds(ledger);

  const { label, stack, onRemove, connection } = options;
  const state = {
    migrations,
    plannedWaves: wavesOf(request.planned),
    unfinished: ledger.failures.length > 0,
    label,
    stack,
    onRemove,
    ...lastRead(migrations, decided.absence.now),
    ...(connection && { connection }),
  };
  return { state, failures: ledger.failures };
}

/** The times that the orders in force leave: see `fitTimes`. */
function fittedTimes({ planned, schedule, before, options }: ApplyRequest, now: number): Fitted {
  if (schedule === undefined) return { planned: [...planned], later: [], stuck: [] };
  return fitTimes({ stack: options.stack, planned, migrations: before, schedule, now });
}

/** Enters what was decided into the books, and returns the orders to send. */
function enter(
  { decisions, observations }: Decided,
  { passwords }: ApplyRequest,
  { later, stuck }: Fitted,
  ledger: Ledger,
  log: Surroundings["log"],
): Order[] {
  const orders: Order[] = [];
  const slotless = new Set(stuck.map(({ eventId }) => eventId));
  for (const { planned, decision } of decisions) {
    const { eventId, resourceId, basis } = planned;
    switch (decision.action) {
      case "keep":
        ledger.migrations.set(eventId, decision.migration);
        if (decision.notice !== undefined) log(`${eventId} (${resourceId}): ${decision.notice}`);
        break;
      case "fail":
        ledger.migrations.set(eventId, decision.migration);
        ledger.fail(decision.failure);
        break;
      case "send": {
        const { remembered, earlier } = decision;
        const { eventStatus, notBefore } = observations.of(eventId, resourceId) ?? {};
        const status = eventStatus ?? remembered?.status ?? UNREAD;
        const eventInfo = eventInfoOf(planned, decision, passwords);
        const order = { eventInfo, basis, status, notBefore, remembered, earlier };
        if (slotless.has(eventId)) refuse(order, ledger);
        else orders.push(order);
      }
    }
  }
  const sent = new Set(orders.map(({ eventInfo }) => eventInfo.eventId));
  for (const moved of later) if (sent.has(moved.planned.eventId)) log(laterNotice(moved));
  return orders;
}

function eventInfoOf(
  { eventId, resourceId }: PlannedMigration,
  { terms }: Decision & { action: "send" },
  passwords: ApplyRequest["passwords"],
): EventInfo {
  const password = passwords[eventId];
  return terms.opsType === "immediate"
    ? { eventId, resourceId, ...terms, ...(password !== undefined && { password }) }
    : { eventId, resourceId, ...terms };
}

/** Its group has no slot left: as if `maxErrors` had held it back. */
function refuse(order: Order, ledger: Ledger): void {
  const advice: Advice[] = [{ do: "replan" }, { do: "remove" }];
  const failure = worded(NO_SLOT, advice);
  const { eventId } = order.eventInfo;
  ledger.migrations.set(eventId, remember(order, { outcome: "unsent", failure, advice }, undefined));
  ledger.fail({ eventId, reason: failure, advice });
}

/** Events that left the plan, unless another plan holds them: that it names one is not enough, its own step may yet fail. */
function leaveRemovedBehind(
  { planned, before, options }: ApplyRequest,
  { observations, reading, absence }: Decided,
  { isHeld }: Surroundings,
  migrations: Map<string, Migration>,
): void {
  const wanted = new Set(planned.map(({ eventId }) => eventId));
  for (const [eventId, migration] of before) {
    if (wanted.has(eventId) || isHeld(eventId)) continue;
    const observed = observations.of(eventId, migration.resourceId);
    const left = leaveBehind(options.stack, eventId, migration, observed, { reading, absence });
    if (!left) continue;
    // With `fail`, an event that moved stays this plan's until another one holds its order.
    const isStillOurs = options.onRemove === "fail" && !migration.released && isPending(left);
    const { released: _, ...ours } = left;
    migrations.set(eventId, isStillOurs ? ours : left);
  }
}

/** Sends, and returns the events whose answers were lost. */
async function send(
  orders: readonly Order[],
  { options }: ApplyRequest,
  { client, now, log }: Surroundings,
  ledger: Ledger,
): Promise<Set<string>> {
  const lost = new Set<string>();
  if (orders.length === 0) return lost;
  log(`ordering ${count(orders.length, "migration")}`);
  const byEvent = new Map(orders.map((order) => [order.eventInfo.eventId, order]));
  const eventInfos = orders.map(({ eventInfo }) => eventInfo);
  const call = { deadline: now() + SENDING_TIME, failedBefore: ledger.failures.length, now };
  await submit(client, eventInfos, options, call, ({ eventId }, outcome) => {
    const order = byEvent.get(eventId);
    if (order) ledger.migrations.set(eventId, remember(order, outcome, client.platformTime()));
    if (outcome.outcome === "accepted") return;
    if (outcome.outcome === "unknown") lost.add(eventId);
    ledger.fail(withWayBack({ eventId, reason: outcome.failure, advice: outcome.advice }, order));
  });
  return lost;
}

/** Where an order stands, and ENS will not have another one, the way to rest is to want the one that stands. */
function withWayBack(failure: Failure, order: Order | undefined): Failure {
  if (!order || !failure.advice.some((advice) => advice.do === "remove")) return failure;
  const { earlier, status } = order;
  if (!earlier && status !== "Scheduled") return failure;
  const way: Advice = earlier
    ? { do: "write", ...earlier.terms }
    : { do: "set", option: "onExistingOrder", value: "keep" };
  const standing = earlier
    ? `The order before it (${formatTerms(earlier.terms)}) stands`
    : "The order before it stands";
  return {
    ...failure,
    reason: `${failure.reason}. ${worded(standing, [way])}`,
    advice: [way, ...failure.advice],
  };
}

/** What has failed already is not waited for, nor what ENS does not list for this account. */
function waitedFor(
  { options }: ApplyRequest,
  { observations }: Decided,
  ledger: Ledger,
): (eventId: string, migration: Migration) => boolean {
  const failed = new Set(ledger.failures.map(({ eventId }) => eventId));
  const hidden = options.onUnknownEvent === "send";
  return (eventId, { released, resourceId }) =>
    !released && !failed.has(eventId) && !(hidden && !observations.of(eventId, resourceId));
}

function reportUnsettled(
  ledger: Ledger,
  {
    waitFor,
    isWaitedFor,
  }: Pick<PlanOptions, "waitFor"> & { isWaitedFor: (eventId: string, migration: Migration) => boolean },
  { gaveUp, at }: { gaveUp: string; at: number | undefined },
): void {
  for (const [eventId, migration] of ledger.migrations) {
    if (!isWaitedFor(eventId, migration) || isSettled(migration, waitFor)) continue;
    ledger.fail({ eventId, ...unsettled(migration, gaveUp, at) });
  }
}

function unsettled(migration: Migration, gaveUp: string, at: number | undefined): Omit<Failure, "eventId"> {
  const { status, outdated, ordered } = migration;
  const isNew = isFresh(migration, { at, waited: false });
  const since = ordered.state === "accepted" && isNew ? ordered.since : undefined;
  // A reading before that may be of what was before the order.
  const advice: Advice[] = [{ do: "up", ...(since !== undefined && { notBefore: since + SETTLE_TIME }) }];
  const isMissing = ordered.state === "accepted" && status === "Inquiring" && !isNew;
  if (isMissing && ordered.terms.opsType === "scheduled") advice.push({ do: "newTime" });
  const stands = isMissing ? "ENS took the order and does not show it" : "The order stands";
  const shows =
    outdated === undefined
      ? ""
      : ` and still shows the order before it (NotBefore ${formatInstant(outdated)})`;
  return {
    reason: worded(`ordered, and ENS reads ${status}${shows}: ${gaveUp}. ${stands}`, advice),
    advice,
  };
}

/** An order that only the last readings showed: nothing was decided about it yet. */
function reportOthers(ledger: Ledger, stack: string): void {
  const failed = new Set(ledger.failures.map(({ eventId }) => eventId));
  for (const [eventId, { movedTo, ofAnother, released, status }] of ledger.migrations) {
    if (movedTo === undefined || !ofAnother || released || isOver(status) || failed.has(eventId)) continue;
    const advice: Advice[] = [{ do: "up" }];
    ledger.fail({ eventId, reason: worded(otherOrder(stack, eventId, movedTo), advice), advice });
  }
}

/** A bad end fails one operation; later ones only notice it. */
function reportBadEnds(ledger: Ledger): void {
  for (const [eventId, migration] of ledger.migrations) {
    const { unreported, ...reported } = migration;
    if (!unreported) continue;
    if (migration.released) ledger.migrations.delete(eventId);
    else ledger.migrations.set(eventId, reported);
    const advice: Advice[] = migration.released ? [{ do: "up" }] : [{ do: "remove" }];
    const { status, resourceId } = migration;
    ledger.fail({
      eventId,
      reason:
        `${status} on the platform. It is not ordered again by itself: look at ${resourceId}` +
        (migration.released
          ? "; the event has left the plan already"
          : ", then remove the event from the plan"),
      advice,
    });
  }
}
