import { type Behaviour, type BehaviourPatch, DEFAULT_BEHAVIOUR, patchBehaviour } from "./behaviour";
import { type Credential, type CredentialSeed, DEFAULT_CREDENTIAL, readCredentials } from "./credentials";
import { type EmulatedEvent, type LifeRules, stageOf } from "./events";
import { InputReader, InvalidInput } from "./inputReader";
import type { Instance } from "./instances";
import {
  EVENT_LEVELS,
  EVENT_STATUSES,
  EVENT_TYPES,
  type EventLevel,
  type EventStatus,
  type EventType,
  INSTANCE_STATUSES,
  type InstanceStatus,
  MIGRATE_EVENT_TYPE,
} from "./vocabulary";

/** The most events, and the most instances, that one emulator holds. */
export const MOST_ENTRIES = 100_000;

const NOTICE = 7 * 86_400_000;

/** An instance, as a seed writes it. */
export interface InstanceSeed {
  readonly instanceId: string;
  /** May be empty. Default: the instance id. */
  readonly instanceName?: string;
  /** Default: `cn-beijing-cmcc`. */
  readonly ensRegionId?: string;
  /** Default: `Running`. */
  readonly status?: InstanceStatus;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An event, as a seed or the side channel writes it. Times are ISO 8601 or Unix milliseconds.
 *
 * @example
 * emulator.events([{ eventId: "e-1", resourceId: "i-1", notBefore: "2026-12-20T00:00:00Z" }]);
 */
export interface EventSeed {
  readonly eventId: string;
  readonly resourceId: string;
  /** Default: `Instance:SystemUpgrade.Migrate`. */
  readonly eventType?: EventType;
  /** Default: `Inquiring`. */
  readonly eventStatus?: EventStatus;
  /** Default: `CRITICAL`. */
  readonly eventLevel?: EventLevel;
  /** Default: seven days after `publishTime`. */
  readonly notBefore?: string | number;
  /** Default: the emulator's time when the event is raised. */
  readonly publishTime?: string | number;
  readonly reason?: string;
}

/**
 * What an emulator starts with, and what a reset brings back.
 *
 * @example
 * const seed: Seed = {
 *   now: "2026-12-01T00:00:00Z",
 *   instances: [{ instanceId: "i-1", ensRegionId: "cn-beijing-cmcc", tags: { team: "edge" } }],
 *   events: [{ eventId: "e-1", resourceId: "i-1" }],
 *   behaviour: { executionDuration: "10m" },
 * };
 */
export interface Seed {
  /** Where the emulator's clock starts; default: the machine's time. */
  readonly now?: string | number;
  readonly credentials?: readonly CredentialSeed[];
  readonly instances?: readonly InstanceSeed[];
  readonly events?: readonly EventSeed[];
  readonly behaviour?: BehaviourPatch;
}

/** An event whose words are checked but whose times may still depend on when it is raised. */
export interface RaisedEvent {
  readonly eventId: string;
  readonly resourceId: string;
  readonly eventType: EventType;
  readonly eventStatus: EventStatus;
  readonly eventLevel: EventLevel;
  readonly notBefore: number | null;
  readonly publishTime: number | null;
  readonly reason: string;
}

/** A seed that has been checked. */
export interface CheckedSeed {
  readonly now: number | null;
  readonly credentials: readonly [Credential, ...Credential[]];
  readonly instances: readonly Instance[];
  readonly events: readonly RaisedEvent[];
  readonly behaviour: Behaviour;
}

function readInstance(input: unknown, where: string): Instance {
  const reader = new InputReader(input, where, [
    "instanceId",
    "instanceName",
    "ensRegionId",
    "status",
    "tags",
  ]);
  const instanceId = reader.requiredText("instanceId");
  return {
    instanceId,
    instanceName: reader.anyText("instanceName") ?? instanceId,
    ensRegionId: reader.text("ensRegionId") ?? "cn-beijing-cmcc",
    status: reader.oneOf("status", INSTANCE_STATUSES) ?? "Running",
    tags: reader.texts("tags") ?? new Map(),
  };
}

function readEvent(input: unknown, where: string): RaisedEvent {
  const reader = new InputReader(input, where, [
    "eventId",
    "resourceId",
    "eventType",
    "eventStatus",
    "eventLevel",
    "notBefore",
    "publishTime",
    "reason",
  ]);
  return {
    eventId: reader.requiredText("eventId"),
    resourceId: reader.requiredText("resourceId"),
    eventType: reader.oneOf("eventType", EVENT_TYPES) ?? MIGRATE_EVENT_TYPE,
    eventStatus: reader.oneOf("eventStatus", EVENT_STATUSES) ?? "Inquiring",
    eventLevel: reader.oneOf("eventLevel", EVENT_LEVELS) ?? "CRITICAL",
    notBefore: reader.time("notBefore") ?? null,
    publishTime: reader.time("publishTime") ?? null,
    reason: reader.text("reason") ?? "The underlying system is to be upgraded.",
  };
}

function refuseRepeats(ids: readonly string[], where: string): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new InvalidInput(`${where}: "${id}" occurs twice`);
    seen.add(id);
  }
}

/** Checks a list of events from a seed or the side channel. */
export function readEvents(inputs: readonly unknown[], where: string): RaisedEvent[] {
  const events = inputs.map((input, index) => readEvent(input, `${where}[${index}]`));
  refuseRepeats(
    events.map((event) => event.eventId),
    where,
  );
  return events;
}

/** Checks a whole seed; the first thing wrong is an {@link InvalidInput} that says where. */
export function readSeed(input: unknown): CheckedSeed {
  const reader = new InputReader(input, "seed", ["now", "credentials", "instances", "events", "behaviour"]);
  const credentials = reader.list("credentials", 1_000);
  const instances = (reader.list("instances", MOST_ENTRIES) ?? []).map((instance, index) =>
    readInstance(instance, `seed.instances[${index}]`),
  );
  refuseRepeats(
    instances.map((instance) => instance.instanceId),
    "seed.instances",
  );
  return {
    now: reader.time("now") ?? null,
    credentials:
      credentials === undefined ? [DEFAULT_CREDENTIAL] : readCredentials(credentials, "seed.credentials"),
    instances,
    events: readEvents(reader.list("events", MOST_ENTRIES) ?? [], "seed.events"),
    behaviour: patchBehaviour(DEFAULT_BEHAVIOUR, reader.raw("behaviour") ?? {}, "seed.behaviour"),
  };
}

/** The event as it is when raised. `at` is when readers can first see it. */
export function raisedEvent(raised: RaisedEvent, now: number, at: number, rules: LifeRules): EmulatedEvent {
  const { eventId, resourceId, eventType, eventLevel, eventStatus, reason } = raised;
  const publishTime = raised.publishTime ?? now;
  const notBefore = raised.notBefore ?? publishTime + NOTICE;
  const stage = stageOf(eventStatus, notBefore, now, rules);
  const changes = [{ at, stage, notBefore, order: null, rules }];
  return { eventId, resourceId, eventType, eventLevel, publishTime, reason, changes };
}
