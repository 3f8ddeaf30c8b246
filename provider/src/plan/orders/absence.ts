import { DAY } from "../model/duration";
import { isNotTaken, isOver, type Migration, timeInForce, UNLISTED } from "../model/migration";

/** When something was not listed: `now` by the platform's clock where it is known, `lastRead` the reading before. */
export interface Absence {
  now: number;
  lastRead: number | undefined;
}

/**
 * An event that ENS does not list. A day after its time has run, or where nobody knows a time, a day after it was last
 * listed, nothing more is to come.
 */
export function withAbsence(migration: Migration, { now, lastRead }: Absence): Migration {
  const { ordered, status } = migration;
  if (isOver(status) || isNotTaken(ordered)) return migration;
  const due = ordered.state === "observed" ? undefined : timeInForce(migration);
  if (due !== undefined) return due + DAY < now ? asUnlisted(migration) : migration;
  const missingSince = migration.missingSince ?? lastRead ?? now;
  return missingSince + DAY <= now ? asUnlisted(migration) : { ...migration, missingSince };
}

function asUnlisted({ missingSince: _, ...migration }: Migration): Migration {
  return { ...migration, status: UNLISTED };
}
