import type { Migration } from "../plan/model/migration";
import type { PlannedMigration } from "../plan/model/planned";
import type { Observations } from "../plan/orders/observations";
import { type Fitted, fitTimes } from "../plan/schedule/fit";
import { withoutLapsedBases } from "../plan/schedule/lapsed";
import { stateOf } from "../plan/state/state";
import { wavesOf } from "../plan/state/summary";
import type { Context } from "./context";
import { decide } from "./decide";
import { enter, leaveRemovedBehind } from "./enter";
import { Ledger } from "./ledger";
import { recover } from "./recover";
import { reportBadEnds, reportOthers, reportUnsettled } from "./report";
import type { Applied, ApplyRequest } from "./request";
import { sendOrders } from "./sendOrders";
import { type Progress, withSignsOfLife } from "./signsOfLife";
import { waitUntilSettled } from "./wait";

/**
 * Makes ENS's orders what the plan says: reads, decides, sends, reads back, waits. If the first reading fails, it throws
 * and nothing was sent; whatever happens later is remembered and reported, never thrown.
 */
export function apply(asked: ApplyRequest, context: Context): Promise<Applied> {
  return withSignsOfLife(context, (living) => applyAlive(asked, living));
}

async function applyAlive(asked: ApplyRequest, context: Context & Progress): Promise<Applied> {
  const { options } = asked;
  const { stack } = options;
  const { client, now } = context;
  const { request, fitted } = fit(asked, now());
  const decided = await decide(request, context);

  const ledger = new Ledger();
  const orders = enter(decided, request, fitted, ledger, context);
  leaveRemovedBehind(decided, request, ledger, context);
  await sendOrders(orders, options, ledger, context);
  await recover(request.planned, stack, ledger, context);

  const waitedFor = toWaitFor(request, decided.observations, ledger);
  const gaveUp = await waitUntilSettled(waitedFor, ledger.migrations, options, context);
  if (gaveUp !== undefined)
    reportUnsettled(waitedFor, options.waitFor, ledger, { gaveUp, at: client.platformTime() });
  reportOthers(stack, ledger);
  reportBadEnds(ledger);

  const { migrations, failures } = ledger;
  const state = stateOf(options, {
    migrations: withNames(migrations, request.planned),
    plannedWaves: wavesOf(request.planned),
    unfinished: failures.length > 0,
    at: decided.absence.now,
  });
  return { state, failures };
}

/** With the names that the instances have now; one that the program no longer tells is kept. */
function withNames(
  migrations: ReadonlyMap<string, Migration>,
  planned: readonly PlannedMigration[],
): ReadonlyMap<string, Migration> {
  const named = new Map(migrations);
  for (const { eventId, instanceName } of planned) {
    const migration = named.get(eventId);
    if (migration && instanceName !== undefined) named.set(eventId, { ...migration, instanceName });
  }
  return named;
}

/** The request with the times that the schedule and the orders in force leave: see `fitTimes`. */
function fit(asked: ApplyRequest, now: number): { request: ApplyRequest; fitted: Fitted } {
  const { planned, schedule, options } = asked;
  const before = withoutLapsedBases({ planned, migrations: asked.before, schedule, now });
  const fitted =
    schedule === undefined
      ? { planned: [...planned], later: [], stuck: [] }
      : fitTimes({ stack: options.stack, planned, migrations: before, schedule, now });
  return { request: { ...asked, before, planned: fitted.planned }, fitted };
}

/** The events to wait for: not what has failed already, nor what ENS does not list for this account. */
function toWaitFor({ options }: ApplyRequest, observations: Observations, ledger: Ledger): string[] {
  const hidden = options.onUnknownEvent === "send";
  return [...ledger.migrations]
    .filter(
      ([eventId, { released, resourceId }]) =>
        !released && !ledger.hasFailed(eventId) && !(hidden && !observations.of(eventId, resourceId)),
    )
    .map(([eventId]) => eventId);
}
