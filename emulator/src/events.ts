import type { Behaviour } from "./behaviour";
import {
  type DataPolicy,
  type EndStatus,
  type EventLevel,
  type EventStatus,
  type EventType,
  MIGRATE_EVENT_TYPE,
  type OpsType,
} from "./vocabulary";

/** The switches that decide how an event goes on by itself. */
export type LifeRules = Pick<
  Behaviour,
  "executionDuration" | "endStatus" | "doNothing" | "doNothingDeadline"
>;

/** Where an event stands in its life. */
export type Stage =
  | { readonly status: "Inquiring" }
  | { readonly status: "Scheduled"; readonly startsAt: number }
  | { readonly status: "Executing"; readonly endsAt: number; readonly endStatus: EndStatus }
  | { readonly status: EndStatus; readonly endedAt: number; readonly migrated: boolean };

/** The order that an event runs under. The password is never kept. */
export interface Order {
  readonly opsType: OpsType;
  readonly planTime: number | null;
  readonly dataPolicy: DataPolicy | null;
  readonly time: number;
}

/** How an event stands at one time. */
export interface Standing {
  readonly stage: Stage;
  readonly notBefore: number;
  readonly order: Order | null;
}

/**
 * A change that came from outside, and the rules in force from then on. What follows by itself is computed from
 * it, so that a read of any moment, also a past one, gives the same answer however often it is asked.
 */
interface Change extends Standing {
  readonly at: number;
  readonly rules: LifeRules;
}

export interface EmulatedEvent {
  readonly eventId: string;
  readonly resourceId: string;
  readonly eventType: EventType;
  readonly eventLevel: EventLevel;
  readonly publishTime: number;
  readonly reason: string;
  /** In the order of time; never empty. */
  readonly changes: readonly Change[];
}

const RANK: Readonly<Record<EventStatus, number>> = {
  Inquiring: 0,
  Scheduled: 1,
  Executing: 2,
  Executed: 3,
  Failed: 3,
  Canceled: 3,
  Avoided: 3,
};

/** How far a status is on the way from Inquiring to an end; ends rank alike. */
export function rankOf(status: EventStatus): number {
  return RANK[status];
}

export function isOpen(status: EventStatus): boolean {
  return RANK[status] < RANK.Executed;
}

function executing(startsAt: number, rules: LifeRules): Stage {
  return { status: "Executing", endsAt: startsAt + rules.executionDuration, endStatus: rules.endStatus };
}

/** When the platform migrates an event that nobody ordered. */
function unattendedStart(event: EmulatedEvent, change: Change): number {
  if (event.eventType !== MIGRATE_EVENT_TYPE) return Number.POSITIVE_INFINITY;
  switch (change.rules.doNothing) {
    case "stay":
      return Number.POSITIVE_INFINITY;
    case "migrateAtNotBefore":
      return change.notBefore;
    case "migrateAtDeadline":
      return event.publishTime + change.rules.doNothingDeadline;
  }
}

/** What a stage has become by a moment, with nothing done from outside. */
function stageAt(event: EmulatedEvent, change: Change, stage: Stage, time: number): Stage {
  switch (stage.status) {
    case "Inquiring": {
      const start = Math.max(change.at, unattendedStart(event, change));
      return time < start ? stage : stageAt(event, change, executing(start, change.rules), time);
    }
    case "Scheduled": {
      const start = Math.max(change.at, stage.startsAt);
      return time < start ? stage : stageAt(event, change, executing(start, change.rules), time);
    }
    case "Executing":
      return time < stage.endsAt
        ? stage
        : { status: stage.endStatus, endedAt: stage.endsAt, migrated: stage.endStatus === "Executed" };
    case "Executed":
    case "Failed":
    case "Canceled":
    case "Avoided":
      return stage;
  }
}

/** The event as it stood at a moment, or undefined when it had not been raised yet. */
export function standingAt(event: EmulatedEvent, time: number): Standing | undefined {
  const change = event.changes.findLast((candidate) => candidate.at <= time);
  if (change === undefined) return undefined;
  return {
    stage: stageAt(event, change, change.stage, time),
    notBefore: change.notBefore,
    order: change.order,
  };
}

export function eventsByResource(
  events: readonly EmulatedEvent[],
): ReadonlyMap<string, readonly EmulatedEvent[]> {
  const groups = new Map<string, EmulatedEvent[]>();
  for (const event of events) {
    const group = groups.get(event.resourceId);
    if (group === undefined) groups.set(event.resourceId, [event]);
    else group.push(event);
  }
  return groups;
}

/** Whether an ended event has aged out of the history. */
export function hasAgedOut(standing: Standing, time: number, retention: number): boolean {
  const { stage } = standing;
  return "endedAt" in stage && time >= stage.endedAt + retention;
}

/** How an event stands after an order was taken. */
export function afterOrder(standing: Standing, order: Order, behaviour: Behaviour): Standing {
  if (order.opsType === "immediate") {
    const stage: Stage =
      behaviour.immediateOrder === "Executing"
        ? executing(order.time, behaviour)
        : { status: "Scheduled", startsAt: order.time + behaviour.immediateStartDelay };
    return { stage, notBefore: standing.notBefore, order };
  }
  const planTime = order.planTime ?? order.time;
  switch (behaviour.notBeforeAfterOrder) {
    case "planTime":
      return { stage: { status: "Scheduled", startsAt: planTime }, notBefore: planTime, order };
    case "rounded": {
      const rounded = Math.floor(planTime / 1_000) * 1_000;
      return { stage: { status: "Scheduled", startsAt: rounded }, notBefore: rounded, order };
    }
    case "unchanged":
      return { stage: { status: "Scheduled", startsAt: planTime }, notBefore: standing.notBefore, order };
  }
}

/** The stage that a status set from outside means. */
export function stageOf(status: EventStatus, notBefore: number, now: number, rules: LifeRules): Stage {
  switch (status) {
    case "Inquiring":
      return { status };
    case "Scheduled":
      return { status, startsAt: notBefore };
    case "Executing":
      return executing(now, rules);
    case "Executed":
    case "Failed":
    case "Canceled":
    case "Avoided":
      return { status, endedAt: now, migrated: false };
  }
}
