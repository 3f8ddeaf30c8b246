import { type CallOptions, type EnsClient, EVENT_STATUSES, MIGRATE_EVENT_TYPE } from "../api/ens";
import { Observations } from "../plan/orders/observations";

/**
 * Reads the migrate events of some instances. All statuses are asked for by name, since nobody documents which of them
 * a query without statuses returns.
 */
export async function observe(
  client: EnsClient,
  resourceIds: readonly string[],
  options: CallOptions,
): Promise<Observations> {
  const filter = { eventTypes: [MIGRATE_EVENT_TYPE], eventStatus: EVENT_STATUSES, resourceIds };
  const start = performance.now();
  const events = await client.describeHistoryEvents(filter, options);
  // What was read first is as old as the whole reading.
  const end = client.platformTime();
  const at = end === undefined ? undefined : end - (performance.now() - start);
  return new Observations(
    events.filter(({ eventType }) => eventType === MIGRATE_EVENT_TYPE),
    at,
  );
}
