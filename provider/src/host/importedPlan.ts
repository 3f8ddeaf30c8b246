import type { Connection } from "../api/connection";
import type { DataPolicy } from "../api/ens";
import { check } from "../plan/check";
import { sentenceOf } from "../plan/input/failures";
import { parsePlanned } from "../plan/lines/planned";
import type { Migration } from "../plan/model/migration";
import type { Terms } from "../plan/model/terms";
import { lastRead, type PlanOutputs, writeState } from "../plan/state/state";

/** An event that ENS has an order for. */
export interface ImportedEvent {
  /** As the program writes it. */
  program: {
    eventId: string;
    resourceId: string;
    instanceName?: string;
    group?: string;
    dataPolicy?: DataPolicy;
    planTime: string;
  };
  /** In ENS's words. */
  status: string;
  /** The time that ENS gives, Unix milliseconds. */
  notBefore: number;
  /** What is ordered. Absent where nobody knows: then the order counts as somebody else's that was kept. */
  terms?: Terms | undefined;
}

export interface ImportedPlan {
  label: string;
  /** `project/stack`; absent where it is not known. The first update enters it. */
  stack?: string;
  dataPolicy: DataPolicy;
  acknowledgeDataLoss?: true;
  connection?: Connection;
  events: readonly ImportedEvent[];
}

/**
 * The plan as its state would be had it ordered the events itself: inputs that the next `up` finds unchanged, and outputs. Throws if
 * the plan would not pass `check`.
 */
export function importedPlan(
  { label, stack = "", dataPolicy, acknowledgeDataLoss, connection, events }: ImportedPlan,
  now: number,
): { inputs: Record<string, unknown>; outputs: PlanOutputs } {
  const program = {
    dataPolicy,
    ...(acknowledgeDataLoss && { acknowledgeDataLoss }),
    ...(connection && { connection }),
    events: events.map((event) => event.program),
    label,
    ...(stack && { stack }),
  };
  // A plan that exists already may hold times that have passed.
  const { inputs, failures } = check({ planned: {} }, program, now);
  if (failures.length > 0) throw new Error(failures.map((failure) => sentenceOf(failure)).join("\n"));
  const planned = inputs["planned"] as Readonly<Record<string, string>>;
  const migrations = new Map(
    events.map((event) => [event.program.eventId, migrationOf(event, planned)] as const),
  );
  const outputs = writeState({
    label,
    stack,
    onRemove: "retain",
    unfinished: false,
    plannedWaves: [],
    ...lastRead(migrations, now),
    ...(connection && { connection }),
    migrations,
  });
  return { inputs, outputs };
}

function migrationOf(
  { program, status, notBefore, terms }: ImportedEvent,
  planned: Readonly<Record<string, string>>,
): Migration {
  const { eventId, resourceId, instanceName } = program;
  const { basis } = parsePlanned(eventId, planned[eventId] ?? "");
  return {
    resourceId,
    ...(instanceName !== undefined && { instanceName }),
    status,
    notBefore,
    ordered: terms ? { state: "accepted", basis, terms } : { state: "observed", basis },
  };
}
