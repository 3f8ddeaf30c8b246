import type { HistoryEvent } from "../ens/client";
import { endedBadly, isOver, type Migration, type Ordered } from "./migration";
import { recognise, sameTerms, type Terms } from "./terms";

/** How long an order whose answer was lost may stay invisible before it counts as never taken. */
export const SETTLE_TIME = 5 * 60_000;

const DAY = 24 * 3_600_000;

/**
 * Takes a reading of an event into what is remembered of it.
 *
 * An order whose answer was lost counts as taken once ENS shows it. The first `NotBefore` read of a waiting order is the
 * reference, since nobody documents that it becomes the planned time; a later one that differs is a move by the platform,
 * unless it only now shows the time that was ordered.
 */
export function withReading(eventId: string, migration: Migration, observed: HistoryEvent): Migration {
  const { movedTo: _, outdated: __, ...rest } = found(eventId, migration, observed);
  const read: Migration = { ...rest, status: observed.eventStatus };
  const { ordered } = read;
  if (ordered.state !== "accepted") return read;
  if (endedBadly(read.status) && migration.status !== read.status) read.unreported = true;
  const { notBefore } = observed;
  if (read.status !== "Scheduled" || notBefore === undefined) return read;

  if (ordered.terms.opsType === "scheduled" && notBefore === ordered.terms.planTime)
    return { ...read, notBefore };
  if (read.notBefore === undefined) {
    // Reads may lag, and nobody documents that a second order replaces the first.
    return recognise(eventId, notBefore, [ordered.terms])
      ? { ...read, outdated: true }
      : { ...read, notBefore };
  }
  return notBefore === read.notBefore ? read : { ...read, movedTo: notBefore };
}

/** An order whose answer was lost, found to have been taken. */
function found(eventId: string, migration: Migration, observed: HistoryEvent): Migration {
  const { ordered } = migration;
  if (ordered.state !== "unknown" || observed.eventStatus === "Inquiring") return migration;
  const { basis, terms } = ordered;
  if (observed.eventStatus === "Scheduled") {
    const recognised = recognise(eventId, observed.notBefore, [terms]);
    if (!recognised || !sameTerms(recognised, terms)) return migration;
  }
  const { notBefore: _, ...rest } = migration; // The reference of an order before it.
  return { ...rest, ordered: { state: "accepted", basis, terms } };
}

/** Whether an order whose answer was lost has had its time to show. */
export function hadTimeToShow(since: number, now: number): boolean {
  return now - since >= SETTLE_TIME;
}

/** An order that ENS lists no more a day after its time has run, or never will. */
export function isLost({ ordered, status }: Migration, now: number): boolean {
  if (ordered.state !== "accepted" && ordered.state !== "unknown") return false;
  return !isOver(status) && dueOf(ordered) + DAY < now;
}

/** When an order was to run. Of one that was to run at once and was taken nobody knows when, so it is waited for. */
function dueOf(ordered: Ordered & { terms: Terms }): number {
  if (ordered.terms.opsType === "scheduled") return ordered.terms.planTime;
  return ordered.state === "unknown" ? ordered.since : Number.POSITIVE_INFINITY;
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
    const isGone =
      isOver(migration.status) || isLost(migration, now) || ordered.terms.opsType === "immediate";
    return isGone ? undefined : { ...migration, released: true };
  }
  const neverTaken =
    ordered.state === "unknown" && observed.eventStatus === "Inquiring" && hadTimeToShow(ordered.since, now);
  if (isOver(observed.eventStatus) || neverTaken) return undefined;
  return { ...withReading(eventId, migration, observed), released: true };
}
