import type { Connection, DataPolicy } from "@pulumi-ens/provider/ens";
import {
  formatInstant,
  type Migration,
  MIGRATION_PLAN,
  parsePlanned,
  writeState,
} from "@pulumi-ens/provider/plan";
import { provider } from "../provider";
import { PROVIDER } from "../providerString";

/** An event that ENS has an order for, at the time it gives. */
export interface ScheduledEvent {
  eventId: string;
  resourceId: string;
  instanceName?: string;
  group?: string;
  /** Unix milliseconds. */
  planTime: number;
}

export interface ImportedPlan {
  name: string;
  dataPolicy: DataPolicy;
  acknowledgeDataLoss?: true;
  connection?: Connection;
  events: readonly ScheduledEvent[];
}

/** A resource of an import file. */
export interface ImportedResource {
  type: string;
  name: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/**
 * The plan as its state would be had it ordered the events itself. The inputs are what the provider makes of the
 * program's, so that the next `up` compares like with like.
 */
export async function importedResource(plan: ImportedPlan, id: string): Promise<ImportedResource> {
  const { name: label, events, ...options } = plan;
  const program = {
    dataPolicy: options.dataPolicy,
    ...(options.acknowledgeDataLoss && { acknowledgeDataLoss: true }),
    ...(options.connection && { connection: options.connection }),
    events: events.map(({ planTime, ...event }) =>
      JSON.stringify({ ...event, planTime: formatInstant(planTime) }),
    ),
    label,
    __provider: PROVIDER,
  };
  // A plan that exists already may hold times that have passed.
  const { inputs, failures } = await provider.check({ planned: {} }, program);
  if (failures.length > 0)
    throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
  const planned = inputs["planned"] as Record<string, string>;
  const outputs = writeState({
    label,
    stack: "", // The first update enters it.
    onRemove: "retain",
    unfinished: false,
    plannedWaves: [],
    ...(plan.connection && { connection: plan.connection }),
    migrations: new Map(events.map((event) => [event.eventId, migrationOf(event, planned, plan)])),
  });
  return {
    type: MIGRATION_PLAN,
    name: label,
    id,
    inputs,
    outputs: { ...outputs, __provider: PROVIDER },
  };
}

function migrationOf(
  { eventId, resourceId, instanceName, planTime }: ScheduledEvent,
  planned: Readonly<Record<string, string>>,
  { dataPolicy }: ImportedPlan,
): Migration {
  const { basis } = parsePlanned(eventId, planned[eventId] ?? "");
  return {
    resourceId,
    ...(instanceName !== undefined && { instanceName }),
    status: "Scheduled",
    notBefore: planTime,
    ordered: { state: "accepted", basis, terms: { opsType: "scheduled", dataPolicy, planTime } },
  };
}
