import { containsUnknown, isUnknown } from "../api/unknown";
import { type PlanOptions, readKnownOptions, readOptions } from "./input/options";
import { withWork } from "./lines/atRest";
import { linesOf, quoting } from "./lines/columns";
import { namesFrom } from "./lines/instance";
import { readPlanned } from "./lines/planned";
import { isPending, type Migration } from "./model/migration";
import type { PlannedMigration } from "./model/planned";
import { acceptedMoves } from "./orders/acceptedMoves";
import {
  lapsedNotices,
  laterNotices,
  noticesOf,
  ofOthersNotices,
  passedNotices,
  staysNotice,
  stuckNotices,
} from "./orders/notices";
import { refusedRemoval, refusedReplacements } from "./orders/refusals";
import { isSettled, isUnfinished } from "./orders/settled";
import { type Inherited, type OrderAhead, outlookLine, quietLine, workAhead } from "./outlook";
import { type Fitted, fitTimes } from "./schedule/fit";
import { withoutLapsedBases } from "./schedule/lapsed";
import { readState, recordedChanges } from "./state/state";

interface PlanDiff {
  changes: boolean | undefined;
  /** In one line, what is to be ordered and what leaves. */
  outlook: string[];
  /** What the person who reads the preview should look at. */
  notices: string[];
  /** Events that the outlook counts: an order for each may be sent. */
  ordered: ReadonlySet<string>;
}

type Properties = Readonly<Record<string, unknown>>;

/**
 * What the next `up` has to do, decided from what the state knows (outputs) and what is planned (checked inputs), never from
 * the network.
 *
 * - `true`: work that the inputs do not show: a failed operation, an unsettled wait, another order in force. Also for a plan
 *   that is or was secret: with `undefined` the engine lists the paths of what changed, event ids in clear.
 * - `undefined`: the inputs changed; the engine shows which.
 * - `false`: nothing.
 *
 * Throws a `RefusedError` for what an option forbids.
 */
export function diff(outputs: Properties, inputs: Properties, now: number): PlanDiff {
  const secret = inputs["secret"] === true || outputs["secret"] === true;
  const changedInputs = secret ? true : undefined;
  const { isKnown, unknown, options, remembered, wanted, state, removed, ...work } = quoting({ secret }, () =>
    workOf(outputs, inputs, now),
  );
  const { recorded, eventsChange, changed, isWork, orders, ofOthers, later, stuck } = work;

  const leaving = leavingOf(removed, inputs);
  if (options.onRemove === "fail" && leaving.length > 0) throw refusedRemoval(options.label, leaving);
  const refused = refusedReplacements(wanted, state, options);
  if (refused) throw refused;

  const sendsNothing = isKnown && orders.length === 0 && leaving.length === 0;
  const line = sendsNothing
    ? [quietLine({ waits: work.waits, changed: isWork || eventsChange ? [] : recorded })]
    : outlookLine({ orders, leaving: leaving.length, unknown, secret });
  const moves = acceptedMoves(wanted, state);
  const notices = [
    ...staysNotice(leaving, { secret, zone: zoneOf(inputs["schedule"]) }),
    ...moves.notices,
    ...ofOthersNotices(
      // Of an order that has come since, `noticesOf` says it.
      ofOthers.filter(({ eventId }) => state.migrations.get(eventId)?.movedTo === undefined),
      namesFrom(state.migrations),
    ),
    ...noticesOf({ ...state, migrations: without(state.migrations, removed, moves.eventIds) }),
    ...lapsedNotices(wanted, remembered, state),
    ...passedNotices(wanted, state, now),
    ...laterNotices(later),
    ...stuckNotices(stuck),
  ];
  return {
    changes: isWork ? true : changed ? changedInputs : false,
    outlook: isWork || changed ? line : [],
    notices,
    ordered: new Set(orders.map(({ planned }) => planned.eventId)),
  };
}

/**
 * For whoever reads a preview: the orders that its outlook counts, by event. `outputs` are those that the plan had, none for a new
 * one; `inherited` is what the preview shows of the other plans' memory.
 */
export function ordersOf(
  outputs: Properties | undefined,
  inputs: Properties,
  { now, inherited }: { now: number; inherited: Inherited },
): Map<string, OrderAhead> {
  const orders = outputs
    ? workOf(outputs, inputs, now, inherited).orders
    : workAhead({
        planned: readPlanned(knownOf(inputs["planned"]).planned),
        before: new Map(),
        inherited,
        schedule: inputs["schedule"],
        options: readKnownOptions(inputs),
        now,
      }).orders;
  return new Map(orders.map((order) => [order.planned.eventId, order]));
}

/** What has changed or is not at rest, and the orders for it. */
function workOf(outputs: Properties, inputs: Properties, now: number, inherited?: Inherited) {
  const isKnown = !containsUnknown(inputs);
  const { planned, unknown, areNamed } = isKnown
    ? { planned: linesOf("planned", inputs["planned"]), unknown: 0, areNamed: true }
    : knownOf(inputs["planned"]);
  const options = isKnown ? readOptions(inputs) : readKnownOptions(inputs);
  const schedule = isKnown ? inputs["schedule"] : undefined;
  const migrations = linesOf("migrations", outputs["migrations"]);
  const left = withWork({ planned, migrations }, options.waitFor);
  const remembered = readState({ ...outputs, migrations: left.migrations });
  const wanted = readPlanned(left.planned);
  const state = {
    ...remembered,
    migrations: withoutLapsedBases({ planned: wanted, migrations: remembered.migrations, schedule, now }),
  };
  const { later, stuck } =
    wanted.length > 0 && limitsGroups(schedule)
      ? fit(outputs, inputs, options, now)
      : { later: [], stuck: [] };
  const { orders, ofOthers } = workAhead({
    planned: withFittedTimes(wanted, { later, stuck }),
    before: state.migrations,
    ...(inherited && { inherited }),
    schedule,
    options,
    now,
  });
  const removed = [...state.migrations].filter(
    ([eventId, migration]) => areNamed && !migration.released && !isIn(inputs["planned"], eventId),
  );
  const recorded = recordedChanges(state, options);
  const eventsChange =
    removed.length > 0 ||
    wanted.some(({ eventId, basis }) => {
      const migration = state.migrations.get(eventId);
      return !migration || migration.released || migration.ordered.basis !== basis;
    });
  const changed = !isKnown || recorded.length > 0 || eventsChange;
  const unfinished =
    state.unfinished ||
    [...state.migrations.values()].some(({ unreported }) => unreported) ||
    wanted.some(({ eventId }) => {
      const migration = state.migrations.get(eventId);
      return migration && isUnfinished(migration, options);
    });
  const isWork = isKnown && unfinished;
  const waits = wanted.filter(({ eventId }) => {
    const migration = state.migrations.get(eventId);
    return migration && !isSettled(migration, options.waitFor);
  }).length;
  return {
    isKnown,
    unknown,
    options,
    remembered,
    wanted,
    state,
    removed,
    recorded,
    eventsChange,
    changed,
    isWork,
    waits,
    later,
    stuck,
    // Without a change the engine asks nothing of the plan.
    orders: isWork || changed ? orders : [],
    ofOthers: isWork || changed ? ofOthers : [],
  };
}

/** All but the pending orders of events that leave, and accepted moves: nothing more is to be decided about them. */
function without(
  migrations: ReadonlyMap<string, Migration>,
  removed: readonly [string, Migration][],
  accepted: ReadonlySet<string>,
): ReadonlyMap<string, Migration> {
  if (removed.length === 0 && accepted.size === 0) return migrations;
  const left = new Map(migrations);
  for (const eventId of accepted) left.delete(eventId);
  for (const [eventId, migration] of removed) if (isPending(migration)) left.delete(eventId);
  return left;
}

/** The lines that a preview knows, how many it does not, and whether it knows at least the ids of those. */
function knownOf(planned: unknown): {
  planned: Readonly<Record<string, string>>;
  unknown: number | "all";
  areNamed: boolean;
} {
  if (isUnknown(planned)) return { planned: {}, unknown: "all", areNamed: false };
  const all = Object.entries(linesOf("planned", planned));
  const known = all.filter(([, line]) => !isUnknown(line));
  return {
    planned: Object.fromEntries(known),
    unknown: all.length - known.length,
    areNamed: !all.some(([key, line]) => isUnknown(line) && key.startsWith("events[")),
  };
}

function isIn(planned: unknown, eventId: string): boolean {
  return Object.hasOwn(linesOf("planned", planned), eventId);
}

/** What `up` orders: with the times that orders in force leave, and without what has no slot beside them. */
function withFittedTimes(
  wanted: readonly PlannedMigration[],
  { later, stuck }: Pick<Fitted, "later" | "stuck">,
): PlannedMigration[] {
  const fitted = new Map(later.map(({ planned }) => [planned.eventId, planned]));
  const slotless = new Set(stuck.map(({ eventId }) => eventId));
  return wanted
    .filter(({ eventId }) => !slotless.has(eventId))
    .map((line) => fitted.get(line.eventId) ?? line);
}

/** Orders that stay in force without the plan: not those of events that another plan of the program has. */
function leavingOf(removed: readonly [string, Migration][], inputs: Properties): [string, Migration][] {
  const elsewhere = new Set(Array.isArray(inputs["elsewhere"]) ? (inputs["elsewhere"] as unknown[]) : []);
  return removed.filter(([eventId, migration]) => isPending(migration) && !elsewhere.has(eventId));
}

/** Which times give way to orders in force: a preview's lines cannot say it. Events at rest count too: they take up slots. */
function fit(outputs: Properties, inputs: Properties, { stack }: PlanOptions, now: number): Fitted {
  const schedule = inputs["schedule"];
  const planned = readPlanned(inputs["planned"]);
  const remembered = readState(outputs).migrations;
  const migrations = withoutLapsedBases({ planned, migrations: remembered, schedule, now });
  return fitTimes({ stack, planned, migrations, schedule, now });
}

/** Whether a schedule has a limit that orders in force could take up. */
function limitsGroups(schedule: unknown): boolean {
  return (schedule as { maxUnavailable?: unknown } | undefined)?.maxUnavailable !== undefined;
}

/** The zone in which the schedule's author reads clocks, where a preview knows it. */
function zoneOf(schedule: unknown): string | undefined {
  const zone = (schedule as { timeZone?: unknown } | undefined)?.timeZone;
  return typeof zone === "string" && !isUnknown(zone) ? zone : undefined;
}
