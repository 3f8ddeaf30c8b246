import type { Behaviour } from "./behaviour";
import type { CallRecord } from "./calls";
import { type EmulatedEvent, eventsByResource, type Moment, momentAt, type Order } from "./events";
import type { Effect } from "./faults/kinds";
import { type Fault, readFaults } from "./faults/waiting";
import { InputReader, InvalidInput } from "./inputReader";
import { instanceStatus } from "./instances";
import type { LedgerEntry } from "./ledger";
import { readEvents } from "./seed";
import type { EventLevel, EventStatus, EventType, InstanceStatus } from "./vocabulary";
import type { World } from "./world";

const MOST_PENDING_FAULTS = 10_000;
const MOST_RAISED = 100_000;

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

function eventState(event: EmulatedEvent, moment: Moment): EventState {
  const { eventId, resourceId, eventType, eventLevel, publishTime, reason } = event;
  const { order } = moment;
  return {
    eventId,
    resourceId,
    eventType,
    eventStatus: moment.stage.status,
    eventLevel,
    notBefore: new Date(moment.notBefore).toISOString(),
    publishTime: new Date(publishTime).toISOString(),
    reason,
    order: order === null ? null : { ...order, time: new Date(order.time).toISOString() },
  };
}

/**
 * What the side channel can do, for HTTP and for callers in the same process alike. Inputs are checked here, so
 * that both get the same errors.
 */
export class Control {
  constructor(private readonly world: World) {}

  state(): EmulatorState {
    const { world } = this;
    const now = world.clock.now();
    const events = world.events();
    const eventsOf = eventsByResource(events);
    return {
      clock: this.clockReading(),
      instances: world.instances().map((instance) => ({
        instanceId: instance.instanceId,
        instanceName: instance.instanceName,
        ensRegionId: instance.ensRegionId,
        status: instanceStatus(instance, eventsOf.get(instance.instanceId) ?? [], now),
        tags: Object.fromEntries(instance.tags),
      })),
      events: events.flatMap((event) => {
        const moment = momentAt(event, now);
        return moment === undefined ? [] : [eventState(event, moment)];
      }),
      behaviour: world.behaviour,
      faults: this.pendingFaults(),
    };
  }

  ledger(): readonly LedgerEntry[] {
    return [...this.world.ledger];
  }

  calls(): readonly CallRecord[] {
    return [...this.world.calls];
  }

  clockReading(): ClockReading {
    return { now: new Date(this.world.clock.now()).toISOString() };
  }

  moveClock(input: unknown): ClockReading {
    this.world.moveClock(input);
    return this.clockReading();
  }

  raise(input: unknown): void {
    const events = new InputReader(input, "body", ["events"]).list("events", MOST_RAISED);
    if (events === undefined) throw new InvalidInput("body.events: is required");
    this.world.raise(readEvents(events, "events"));
  }

  platform(input: unknown): void {
    this.world.platform(input);
  }

  pendingFaults(): readonly PendingFault[] {
    return this.world.faults.map(({ effect, ...fault }) => ({ ...fault, ...effect.values }));
  }

  addFaults(input: unknown): void {
    const faults = new InputReader(input, "body", ["faults"]).list("faults", MOST_PENDING_FAULTS);
    if (faults === undefined) throw new InvalidInput("body.faults: is required");
    const added = readFaults(faults, "faults");
    if (this.world.faults.length + added.length > MOST_PENDING_FAULTS)
      throw new InvalidInput(`faults: at most ${MOST_PENDING_FAULTS} wait at a time`);
    this.world.faults = [...this.world.faults, ...added];
  }

  clearFaults(): void {
    this.world.faults = [];
  }

  patchBehaviour(input: unknown): Behaviour {
    this.world.patchBehaviour(input);
    return this.world.behaviour;
  }

  reset(): void {
    this.world.reset();
  }
}
