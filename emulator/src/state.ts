import type { Behaviour } from "./behaviour";
import { type EmulatedEvent, eventsByResource, type Order, type Standing, standingAt } from "./events";
import type { Effect } from "./faults/kinds";
import type { Fault } from "./faults/waiting";
import { instanceStatus } from "./instances";
import type { Platform } from "./platform";
import type { EventLevel, EventStatus, EventType, InstanceStatus } from "./vocabulary";

/** An event as it truly stands, also when reads lag or hide it. */
export interface EventState {
  readonly eventId: string;
  readonly resourceId: string;
  readonly eventType: EventType;
  readonly eventStatus: EventStatus;
  readonly eventLevel: EventLevel;
  /** ISO 8601. */
  readonly notBefore: string;
  /** ISO 8601. */
  readonly publishTime: string;
  readonly reason: string;
  /** The order in force; its time is ISO 8601, its planTime Unix milliseconds. */
  readonly order: (Omit<Order, "time"> & { readonly time: string }) | null;
}

export interface InstanceState {
  readonly instanceId: string;
  readonly instanceName: string;
  readonly ensRegionId: string;
  readonly status: InstanceStatus;
  readonly tags: Readonly<Record<string, string>>;
}

/** A fault that waits, with what is left of it. */
export type PendingFault = Omit<Fault, "effect"> & Effect["values"];

/** The whole of an emulator but its credentials. */
export interface EmulatorState {
  readonly clock: ClockReading;
  readonly instances: readonly InstanceState[];
  readonly events: readonly EventState[];
  readonly behaviour: Behaviour;
  readonly faults: readonly PendingFault[];
}

export interface ClockReading {
  /** ISO 8601. */
  readonly now: string;
}

function eventState(event: EmulatedEvent, standing: Standing): EventState {
  const { eventId, resourceId, eventType, eventLevel, publishTime, reason } = event;
  const { order } = standing;
  return {
    eventId,
    resourceId,
    eventType,
    eventStatus: standing.stage.status,
    eventLevel,
    notBefore: new Date(standing.notBefore).toISOString(),
    publishTime: new Date(publishTime).toISOString(),
    reason,
    order: order === null ? null : { ...order, time: new Date(order.time).toISOString() },
  };
}

export function clockReading(platform: Platform): ClockReading {
  return { now: new Date(platform.clock.now()).toISOString() };
}

export function pendingFaults(platform: Platform): readonly PendingFault[] {
  return platform.faults.map(({ effect, ...fault }) => ({ ...fault, ...effect.values }));
}

export function stateOf(platform: Platform): EmulatorState {
  const now = platform.clock.now();
  const events = platform.events();
  const eventsOf = eventsByResource(events);
  return {
    clock: clockReading(platform),
    instances: platform.instances().map((instance) => ({
      instanceId: instance.instanceId,
      instanceName: instance.instanceName,
      ensRegionId: instance.ensRegionId,
      status: instanceStatus(instance, eventsOf.get(instance.instanceId) ?? [], now),
      tags: Object.fromEntries(instance.tags),
    })),
    events: events.flatMap((event) => {
      const standing = standingAt(event, now);
      return standing === undefined ? [] : [eventState(event, standing)];
    }),
    behaviour: platform.behaviour,
    faults: pendingFaults(platform),
  };
}
