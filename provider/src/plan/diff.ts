import { type PlanOptions, readOptions } from "./input/options";
import { containsUnknown } from "./input/unknown";
import { withWork } from "./lines/atRest";
import { linesOf } from "./lines/columns";
import { readPlanned } from "./lines/planned";
import { isPending } from "./model/migration";
import { lapsedNotice, laterNotice, noticesOf, passedNotice, stuckNotice } from "./orders/notices";
import { refusedRemoval, refusedReplacements } from "./orders/refusals";
import { isUnfinished } from "./orders/settled";
import { fitTimes } from "./schedule/fit";
import { withoutLapsedBases } from "./schedule/lapsed";
import { differsFrom, readState } from "./state/state";

interface PlanDiff {
  changes: boolean | undefined;
  /** For the person who reads the preview. */
  notices: string[];
}

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
export function diff(
  outputs: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, unknown>>,
  now: number,
): PlanDiff {
  const secret = inputs["secret"] === true || outputs["secret"] === true;
  const changedInputs = secret ? true : undefined;
  if (containsUnknown(inputs)) return { changes: changedInputs, notices: noticesOf(readState(outputs)) };
  const planned = linesOf("planned", inputs["planned"]);
  const options = readOptions(inputs);
  const migrations = linesOf("migrations", outputs["migrations"]);
  const left = withWork({ planned, migrations }, options.waitFor);
  const remembered = readState({ ...outputs, migrations: left.migrations });
  const wanted = readPlanned(left.planned);
  const schedule = inputs["schedule"];
  const state = {
    ...remembered,
    migrations: withoutLapsedBases({ planned: wanted, migrations: remembered.migrations, schedule, now }),
  };
  const elsewhere = new Set(Array.isArray(inputs["elsewhere"]) ? (inputs["elsewhere"] as unknown[]) : []);

  const removed = [...state.migrations].filter(
    ([eventId, migration]) => !migration.released && !Object.hasOwn(planned, eventId),
  );
  const pending = removed.filter(([eventId, migration]) => isPending(migration) && !elsewhere.has(eventId));
  if (options.onRemove === "fail" && pending.length > 0) throw refusedRemoval(options.label, pending);
  const refused = refusedReplacements(wanted, state, options);
  if (refused) throw refused;

  const changed =
    removed.length > 0 ||
    differsFrom(state, options) ||
    wanted.some(({ eventId, basis }) => {
      const migration = state.migrations.get(eventId);
      return !migration || migration.released || migration.ordered.basis !== basis;
    });
  const unfinished =
    state.unfinished ||
    [...state.migrations.values()].some(({ unreported }) => unreported) ||
    wanted.some(({ eventId }) => {
      const migration = state.migrations.get(eventId);
      return migration && isUnfinished(migration, options);
    });
  const notices = [
    ...noticesOf(state),
    ...wanted.flatMap((line) => lapsedNotice(line, remembered, state)),
    ...wanted.flatMap((line) => passedNotice(line, state.migrations.get(line.eventId), now)),
    ...(wanted.length > 0 && limitsGroups(schedule) ? fitNotices(outputs, inputs, options, now) : []),
  ];
  return { changes: unfinished ? true : changed ? changedInputs : false, notices };
}

/** Which times give way to orders in force: a preview's lines cannot say it. Events at rest count too: they take up slots. */
function fitNotices(
  outputs: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, unknown>>,
  { stack }: PlanOptions,
  now: number,
): string[] {
  const schedule = inputs["schedule"];
  const planned = readPlanned(inputs["planned"]);
  const remembered = readState(outputs).migrations;
  const migrations = withoutLapsedBases({ planned, migrations: remembered, schedule, now });
  const { later, stuck } = fitTimes({ stack, planned, migrations, schedule, now });
  return [...later.map(laterNotice), ...stuck.map(stuckNotice)];
}

/** Whether a schedule has a limit that orders in force could take up. */
function limitsGroups(schedule: unknown): boolean {
  return (schedule as { maxUnavailable?: unknown } | undefined)?.maxUnavailable !== undefined;
}
