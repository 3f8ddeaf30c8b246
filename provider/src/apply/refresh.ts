import type { HistoryEvent } from "../ens/client";
import { hasEnded, type Migration, UNLISTED } from "../plan/migration";
import { isLost, release, withReading } from "../plan/reading";
import type { PlanState } from "../plan/state";
import type { Surroundings } from "./apply";
import { observationOf, observe } from "./observe";

/** How long reading a plan may take. */
const READING_TIME = 10 * 60_000;

/** Reads what has become of a plan's events. Sends nothing; events that ended are not read again. */
export async function refresh(
  state: PlanState,
  { client, now }: Omit<Surroundings, "log">,
): Promise<PlanState> {
  const open = [...state.migrations.values()].filter(({ status }) => !hasEnded(status));
  const resourceIds = open.map(({ resourceId }) => resourceId);
  const observations = await observe(client, resourceIds, { deadline: now() + READING_TIME });
  const migrations = new Map<string, Migration>();
  for (const [eventId, migration] of state.migrations) {
    const observed = observationOf(observations, eventId, migration.resourceId);
    const read = migration.released
      ? release(eventId, migration, observed, now())
      : reread(eventId, migration, observed, now());
    if (read) migrations.set(eventId, read);
  }
  return { ...state, migrations };
}

function reread(
  eventId: string,
  migration: Migration,
  observed: HistoryEvent | undefined,
  now: number,
): Migration {
  if (hasEnded(migration.status)) return migration;
  if (observed) return withReading(eventId, migration, observed);
  return isLost(migration, now) ? { ...migration, status: UNLISTED } : migration;
}
