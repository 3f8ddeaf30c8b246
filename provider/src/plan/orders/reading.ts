import type { HistoryEvent } from "../../api/ens";
import { type Accepted, endedBadly, type Migration, type Unknown } from "../model/migration";
import { mayBeMoved, recognise, sameTerms, type Terms } from "../model/terms";

/**
 * Takes a reading of an event into what is remembered of it.
 *
 * An order whose answer was lost counts as taken once ENS shows it. The first `NotBefore` read of a waiting order is the
 * reference, since nobody documents that it becomes the planned time; a later one that differs is a move by the platform or
 * another order, unless it only now shows the time that was ordered.
 */
export function withReading(
  stack: string,
  eventId: string,
  migration: Migration,
  observed: HistoryEvent,
): Migration {
  const before = taken(stack, eventId, migration, observed);
  const { movedTo: _, ofAnother: __, outdated: ___, missingSince: ____, ...rest } = before;
  const read: Migration = { ...rest, status: observed.eventStatus };
  const { ordered } = read;
  if (ordered.state !== "accepted") return withReference(read, observed);
  if (endedBadly(read.status) && migration.status !== read.status) read.unreported = true;
  const { notBefore } = observed;
  if (read.status !== "Scheduled" || notBefore === undefined)
    return read.status === "Inquiring" ? read : { ...read, ordered: onceShown(ordered) };

  switch (shownOf(stack, eventId, before, ordered, notBefore)) {
    case "it":
      return { ...read, notBefore, ordered: onceShown(ordered) };
    case "one before it":
      return { ...read, outdated: notBefore };
    case "another":
      return { ...read, movedTo: notBefore, ofAnother: true };
    case "moved":
      return { ...read, movedTo: notBefore };
  }
}

/**
 * What a waiting event's time says of an order that ENS took: it is that one's, that of an order which it replaced, another
 * order's, or it was moved. A mark or other milliseconds in a time say whose it is; the first time without them is
 * the order's, since nobody documents that `NotBefore` becomes the planned time.
 */
export type Shown = "it" | "one before it" | "another" | "moved";

export function shownOf(
  stack: string,
  eventId: string,
  { notBefore: reference, ofAnother }: Migration,
  { terms, asked, replaced }: Accepted,
  notBefore: number | undefined,
): Shown {
  if (notBefore === undefined || notBefore === reference || showsTerms(terms, notBefore)) return "it";
  if (replaced?.includes(notBefore)) return "one before it";
  if (reference === undefined && notBefore === asked) return "it";
  if (ofAnother || recognise(stack, eventId, notBefore) || !mayBeMoved(terms, notBefore)) return "another";
  return reference === undefined ? "it" : "moved";
}

/** Somebody else's order has no other time than the one that ENS gives for it. */
function withReference(read: Migration, { eventStatus, notBefore }: HistoryEvent): Migration {
  if (read.ordered.state !== "observed" || eventStatus !== "Scheduled" || notBefore === undefined)
    return read;
  return { ...read, notBefore };
}

/** When it was taken counts only until it is shown; or, where it replaced another one, as long as a reading may show that. */
export function onceShown({
  since,
  asked: _,
  ...ordered
}: Accepted & { basis: string }): Accepted & { basis: string } {
  return ordered.replaced && since !== undefined ? { ...ordered, since } : ordered;
}

/** What is remembered, with the order that the reading proves to be the one in force. */
function taken(stack: string, eventId: string, migration: Migration, observed: HistoryEvent): Migration {
  const { ordered, notBefore: _, ...rest } = migration; // The reference may be that of an order before it.
  const isWaiting = observed.eventStatus === "Scheduled";
  if (observed.eventStatus === "Inquiring") return migration;
  if (ordered.state === "accepted") {
    const other = isWaiting ? undefined : ranInstead(stack, eventId, ordered.terms, observed);
    return other
      ? { ...rest, ordered: { state: "accepted", basis: ordered.basis, terms: other } }
      : migration;
  }
  if (ordered.state !== "unknown") return migration;
  if (isWaiting)
    return showsUnknown(ordered, observed.notBefore) ? { ...rest, ordered: takenAfter(ordered) } : migration;
  return { ...rest, ordered: ranUnder(ordered, observed.notBefore) };
}

/** It was taken, and a late reading may show the order before it again. */
function takenAfter({
  basis,
  terms,
  since,
  earlier,
}: Unknown & { basis: string }): Accepted & { basis: string } {
  const time = earlier?.terms.opsType === "scheduled" ? earlier.terms.planTime : undefined;
  if (time === undefined || since === undefined) return { state: "accepted", basis, terms };
  return { state: "accepted", basis, terms, since, replaced: [time] };
}

/** Under way or over, an event shows the order that it ran under: another one of this stack, where its mark says so. */
function ranInstead(
  stack: string,
  eventId: string,
  terms: Terms,
  { notBefore }: HistoryEvent,
): Terms | undefined {
  if (terms.opsType === "immediate") return undefined; // Its NotBefore is that of an order before it.
  const marked = recognise(stack, eventId, notBefore);
  return marked && !sameTerms(marked, terms) ? marked : undefined;
}

/** It has run or ended: under the order whose answer was lost, or under the earlier one, if the time does not tell. */
function ranUnder(
  { basis, terms, earlier }: Unknown & { basis: string },
  notBefore: number | undefined,
): Accepted & { basis: string } {
  if (!earlier || (showsTerms(terms, notBefore) && !showsTerms(earlier.terms, notBefore)))
    return { state: "accepted", basis, terms };
  if (showsTerms(earlier.terms, notBefore) && terms.opsType === "scheduled" && !showsTerms(terms, notBefore))
    return { state: "accepted", ...earlier };
  return { state: "accepted", basis, terms, or: earlier.terms };
}

/** Whether ENS gives an order's very time. */
export function showsTerms(terms: Terms, notBefore: number | undefined): boolean {
  return terms.opsType === "scheduled" && terms.planTime === notBefore;
}

/** Whether ENS shows an order whose answer was lost. The earlier one may have the same time, if that bears no mark. */
function showsUnknown({ terms, earlier }: Unknown, notBefore: number | undefined): boolean {
  return showsTerms(terms, notBefore) && !(earlier && showsTerms(earlier.terms, notBefore));
}
