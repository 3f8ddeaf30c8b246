import {
  type CallOptions,
  type EnsClient,
  EVENT_STATUSES,
  type HistoryEvent,
  MIGRATE_EVENT_TYPE,
} from "../ens/client";
import { inParallel } from "../ens/inParallel";
import { MAX_IDS_A_CALL } from "../ens/wire";

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
  const filter = { eventTypes: [MIGRATE_EVENT_TYPE], eventStatus: EVENT_STATUSES };
  const events = await inParallel([...new Set(resourceIds)], MAX_IDS_A_CALL, (ids) =>
    client.describeHistoryEvents({ ...filter, resourceIds: ids }, options),
  );
  return new Map(
    events
      .filter(({ eventType }) => eventType === MIGRATE_EVENT_TYPE)
      .map((event) => [event.eventId, event] as const),
  );
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
