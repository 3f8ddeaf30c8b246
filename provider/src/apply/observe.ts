import {
  type CallOptions,
  type EnsClient,
  EVENT_STATUSES,
  type HistoryEvent,
  MIGRATE_EVENT_TYPE,
} from "../ens/client";

/** What ENS reads for each event of some instances, by event id. */
export type Observations = ReadonlyMap<string, HistoryEvent>;

/**
 * Reads the migrate events of some instances. All statuses are asked for by name, since nobody documents which of them
 * a query without statuses returns.
 */
export async function observe(
  client: EnsClient,
  resourceIds: readonly string[],
  options: CallOptions,
): Promise<Observations> {
  const observations = new Map<string, HistoryEvent>();
  if (resourceIds.length === 0) return observations;
  const filter = { eventTypes: [MIGRATE_EVENT_TYPE], eventStatus: EVENT_STATUSES, resourceIds };
  for await (const event of client.describeHistoryEvents(filter, options)) {
    if (event.eventType === MIGRATE_EVENT_TYPE) observations.set(event.eventId, event);
  }
  return observations;
}

/** The observation of an event, if it is for the instance it is thought to be for. */
export function observationOf(
  observations: Observations,
  eventId: string,
  resourceId: string,
): HistoryEvent | undefined {
  const observed = observations.get(eventId);
  return observed?.resourceId === resourceId ? observed : undefined;
}
