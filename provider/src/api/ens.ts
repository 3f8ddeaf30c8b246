/**
 * What the rest of the provider needs of ENS, in the API's own words (lowerCamelCase). One interface, two transports
 * behind it. Facts and unknowns of the API: the product page of `BatchEventMigrateInstance` (version 2017-11-10).
 */

/** The only event type that `BatchEventMigrateInstance` accepts. */
export const MIGRATE_EVENT_TYPE = "Instance:SystemUpgrade.Migrate";

export const EVENT_STATUSES = [
  "Inquiring",
  "Scheduled",
  "Executing",
  "Executed",
  "Failed",
  "Canceled",
  "Avoided",
] as const;
/** The status of an event, in ENS's words. */
export type EventStatus = (typeof EVENT_STATUSES)[number];

export const EVENT_LEVELS = ["CRITICAL", "WARN", "INFO"] as const;
/** How much an event matters to ENS. */
export type EventLevel = (typeof EVENT_LEVELS)[number];

export const DATA_POLICIES = ["abandon", "force_transfer", "try_transfer"] as const;
/** What happens to an instance's local data. There is no default: ENS's own, `abandon`, loses it. */
export type DataPolicy = (typeof DATA_POLICIES)[number];

/** One order. `planTime` is Unix milliseconds; a password is only legal with `immediate`. */
export type EventInfo =
  | { eventId: string; resourceId: string; dataPolicy: DataPolicy; opsType: "immediate"; password?: string }
  | { eventId: string; resourceId: string; dataPolicy: DataPolicy; opsType: "scheduled"; planTime: number };

/** The API's answer for one order. `code` 200 means accepted; no other value is documented. */
export interface MigrateResult {
  code: number;
  eventId: string;
  message: string;
  resourceId: string;
}

export interface BatchEventMigrateInstanceResponse {
  requestId: string;
  results: MigrateResult[];
}

/** One entry of `DescribeHistoryEvents`. Times are Unix milliseconds. */
export interface HistoryEvent {
  eventId: string;
  eventType: string;
  /** As ENS words it: normally one of {@link EVENT_STATUSES}, but a new word is passed through. */
  eventStatus: string;
  eventLevel?: string;
  resourceId: string;
  publishTime?: number;
  notBefore?: number;
  reason?: string;
}

export interface HistoryEventsFilter {
  /** At least one; the API requires it. */
  eventTypes: readonly string[];
  /** None, or an empty list: any. */
  eventLevels?: readonly EventLevel[];
  /** None, or an empty list: any. */
  eventStatus?: readonly EventStatus[];
  /** Any number: the client cuts them into calls. An empty list asks for nothing and finds nothing. */
  resourceIds?: readonly string[];
}

export interface Instance {
  instanceId: string;
  instanceName?: string;
  ensRegionId?: string;
  status?: string;
}

export interface InstancesFilter {
  /** Any number: the client cuts them into calls. An empty list asks for nothing and finds nothing. */
  instanceIds?: readonly string[];
  /** Any number: the client cuts them into calls. An empty list asks for nothing and finds nothing. */
  ensRegionIds?: readonly string[];
  instanceName?: string;
}

export interface TagResource {
  resourceId: string;
  tagKey: string;
  tagValue: string;
}

/** Which resources carry which tags. At least one of the two filters. */
export interface TagResourcesFilter {
  resourceType: "instance";
  /** Any number: the client cuts them into calls. An empty list asks for nothing and finds nothing. */
  resourceIds?: readonly string[];
  /** 20 at most. All of them must be present; a tag without a value matches any value. */
  tags?: readonly { key: string; value?: string }[];
}

export interface CallOptions {
  /** Like `deadline`, at once. */
  signal?: AbortSignal | undefined;
  /** Absolute, `Date.now()` milliseconds: nothing is sent after it, and only the answer to an order that was sent is waited for. */
  deadline?: number | undefined;
}

export interface EnsClient {
  readonly transport: "sdk" | "builtin";
  /** Where the credentials came from, for a log line: never the credentials. */
  readonly credentialsSource: string;
  /**
   * The platform's time now in Unix milliseconds, by the `Date` of its last answer that had one and the time since;
   * `undefined` before that. The machine's own clock has no part in it.
   */
  platformTime(): number | undefined;
  /**
   * Sends one batch exactly once, or again only after the service provably refused it (throttling) or no connection
   * existed. Throws `UnknownOutcomeError` when the orders may have been taken.
   */
  batchEventMigrateInstance(
    eventInfos: readonly EventInfo[],
    options?: CallOptions,
  ): Promise<BatchEventMigrateInstanceResponse>;
  /** Lists are read whole: in calls of the API's sizes, a few side by side, each entry once. */
  describeHistoryEvents(filter: HistoryEventsFilter, options?: CallOptions): Promise<HistoryEvent[]>;
  describeInstances(filter: InstancesFilter, options?: CallOptions): Promise<Instance[]>;
  listTagResources(filter: TagResourcesFilter, options?: CallOptions): Promise<TagResource[]>;
}
