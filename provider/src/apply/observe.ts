import { type CallOptions, type EnsClient, EVENT_STATUSES, MIGRATE_EVENT_TYPE } from "../api/ens";
import { inParallel } from "../ens/client/inParallel";
import { MAX_IDS_A_CALL } from "../api/request";
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
  const filter = { eventTypes: [MIGRATE_EVENT_TYPE], eventStatus: EVENT_STATUSES };
  const start = performance.now();
  const events = await inParallel([...new Set(resourceIds)], MAX_IDS_A_CALL, (ids) =>
    client.describeHistoryEvents({ ...filter, resourceIds: ids }, options),
  );
  // What was read first is as old as the whole reading.
  const end = client.platformTime();
  const at = end === undefined ? undefined : end - (performance.now() - start);
  return new Observations(
    events.filter(({ eventType }) => eventType === MIGRATE_EVENT_TYPE),
    at,
  );
}
