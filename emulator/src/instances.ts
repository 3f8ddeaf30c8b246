import { type EmulatedEvent, standingAt } from "./events";
import { type InstanceStatus, MIGRATE_EVENT_TYPE } from "./vocabulary";

export interface Instance {
  readonly instanceId: string;
  readonly instanceName: string;
  readonly ensRegionId: string;
  /** What it reads when no migration says otherwise. */
  readonly status: InstanceStatus;
  readonly tags: ReadonlyMap<string, string>;
}

/** An instance that nobody described, because an event about it was raised. */
export function plainInstance(instanceId: string): Instance {
  return {
    instanceId,
    instanceName: instanceId,
    ensRegionId: "cn-beijing-cmcc",
    status: "Running",
    tags: new Map(),
  };
}

/** `Transferring` while a migration executes, and `Running` after one. */
export function instanceStatus(
  instance: Instance,
  events: readonly EmulatedEvent[],
  time: number,
): InstanceStatus {
  let status = instance.status;
  for (const event of events) {
    const stage = event.eventType === MIGRATE_EVENT_TYPE ? standingAt(event, time)?.stage : undefined;
    if (stage?.status === "Executing") return "Transferring";
    if (stage !== undefined && "migrated" in stage && stage.migrated) status = "Running";
  }
  return status;
}
