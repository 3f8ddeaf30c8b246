import type { HistoryEvent } from "../../api/ens";
import { hasEnded, isOver, type Migration } from "../model/migration";
import { recognise } from "../model/terms";
import { type Absence, withAbsence } from "./absence";
import { lookForLost } from "./lostOrder";
import { withReading } from "./reading";
import type { ReadingTime } from "./timeToShow";

/** What a refresh makes of an event of the plan; one that ended is not read again. */
export function reread(
  stack: string,
  eventId: string,
  migration: Migration,
  observed: HistoryEvent | undefined,
  absence: Absence,
): Migration {
  if (hasEnded(migration.status)) return migration;
  return observed ? withReading(stack, eventId, migration, observed) : withAbsence(migration, absence);
}

/**
 * What becomes of an event that left the plan: its pending order is remembered until it ends, and a bad end until an `up` has
 * failed over it. An order that another one of this stack has replaced is that one's plan's business.
 */
export function leaveBehind(
  stack: string,
  eventId: string,
  migration: Migration,
  observed: HistoryEvent | undefined,
  { reading, absence }: { reading: ReadingTime; absence: Absence },
): Migration | undefined {
  const { ordered } = migration;
  if (ordered.state !== "accepted" && ordered.state !== "unknown") return undefined;
  if (!observed) {
    const absent = withAbsence(migration, absence);
    return isOver(absent.status) && !absent.unreported ? undefined : { ...absent, released: true };
  }
  const lost = lookForLost(stack, eventId, migration, observed, reading);
  if ("migration" in lost && !lost.migration) return undefined; // It was never taken.
  const known = "migration" in lost ? lost.migration : migration; // Else the lost order stays in mind.
  const read = withReading(stack, eventId, known ?? migration, observed);
  if (isOver(read.status) && !read.unreported) return undefined;
  const isReplaced = recognise(stack, eventId, read.movedTo) !== undefined;
  if (isReplaced) return undefined;
  return { ...read, released: true };
}
