import type { HistoryEvent } from "../ens/client";
import { endedBadly, hasEnded, type Migration } from "./migration";
import { recognise, sameTerms } from "./terms";

/**
 * Takes a reading of an event into what is remembered of it.
 *
 * An order whose answer was lost counts as taken once ENS shows it. The first `NotBefore` read of a waiting order is the
 * reference, since nobody documents that it becomes the planned time; a later one that differs is a move by the platform,
 * unless it only now shows the time that was ordered.
 */
export function withReading(eventId: string, migration: Migration, observed: HistoryEvent): Migration {
  const { movedTo: _, ...rest } = found(eventId, migration, observed);
  const read: Migration = { ...rest, status: observed.eventStatus };
  const { ordered } = read;
  const ours = ordered.state === "accepted";
  if (ours && endedBadly(read.status) && migration.status !== read.status) read.unreported = true;
  if (!ours || read.status !== "Scheduled" || observed.notBefore === undefined) return read;

  const wanted = ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : undefined;
  if (read.notBefore === undefined || observed.notBefore === wanted)
    return { ...read, notBefore: observed.notBefore };
  return observed.notBefore === read.notBefore ? read : { ...read, movedTo: observed.notBefore };
}

function found(eventId: string, migration: Migration, observed: HistoryEvent): Migration {
  const { ordered } = migration;
  if (ordered.state !== "unknown" || observed.eventStatus === "Inquiring") return migration;
  if (observed.eventStatus === "Scheduled") {
    const recognised = observed.notBefore === undefined ? undefined : recognise(eventId, observed.notBefore);
    if (!recognised || !sameTerms(recognised, ordered.terms)) return migration;
  }
  return { ...migration, ordered: { state: "accepted", basis: ordered.basis, terms: ordered.terms } };
}

/** What becomes of an event that left the plan: its pending order is remembered until it ends. */
export function release(
  eventId: string,
  migration: Migration,
  observed: HistoryEvent | undefined,
  now: number,
): Migration | undefined {
  const { ordered } = migration;
  if (ordered.state !== "accepted" && ordered.state !== "unknown") return undefined;
  if (!observed) {
    const due = ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : 0;
    return due > now && !hasEnded(migration.status) ? { ...migration, released: true } : undefined;
  }
  if (hasEnded(observed.eventStatus)) return undefined;
  return { ...withReading(eventId, migration, observed), released: true };
}
