import type { Connection, DataPolicy } from "@pulumi-ens/provider/ens";
import { importedPlan } from "@pulumi-ens/provider/host";
import { formatInstant, TYPE_TOKENS } from "@pulumi-ens/provider/plan";
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

/** The plan as a resource of the dynamic provider. Its orders have the plan's data policy: the person who imports says so. */
export function importedResource(plan: ImportedPlan, id: string): ImportedResource {
  const { name: label, events, ...options } = plan;
  const { dataPolicy } = options;
  const imported = {
    label,
    ...options,
    events: events.map(({ planTime, ...event }) => ({
      program: { ...event, planTime: formatInstant(planTime) },
      status: "Scheduled",
      notBefore: planTime,
      terms: { opsType: "scheduled" as const, dataPolicy, planTime },
    })),
  };
  const { inputs, outputs } = importedPlan(imported, Date.now());
  return {
    type: TYPE_TOKENS.dynamic,
    name: label,
    id,
    inputs: { ...inputs, __provider: PROVIDER },
    outputs: { ...outputs, __provider: PROVIDER },
  };
}
