import type { HistoryEvent } from "../../api/ens";
import {
  type Accepted,
  endedBadly,
  hasEnded,
  isNotTaken,
  isOver,
  type Migration,
  timeInForce,
  type Unknown,
  UNLISTED,
} from "../model/migration";
import { mayBeMoved, recognise, sameTerms, type Terms } from "../model/terms";

/** How long ENS may take to show an order that it took. */
export const SETTLE_TIME = 5 * 60_000;

const DAY = 24 * 3_600_000;

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
    return read.status === "Inquiring" ? read : { ...read, ordered: shown(ordered) };

  switch (shownOf(stack, eventId, before, ordered, notBefore)) {
    case "it":
      return { ...read, notBefore, ordered: shown(ordered) };
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
export function shown({
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
  if (isWaiting) {
    return showsUnknown(ordered, observed.notBefore) ? { ...rest, ordered: takenAfter(ordered) } : migration;
  }
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

/** When a reading was made, as far as that tells whether an order has had its time to show. */
export interface ReadingTime {
  /** By the platform's clock, in Unix milliseconds; `undefined` where ENS's answers do not tell it. */
  at: number | undefined;
  /** The operation has waited for the settle time since its first reading. */
  waited: boolean;
}

/** Whether an order sent at `since` has had its time to show; `undefined` where no clock can tell. */
export function hadTimeToShow(since: number | undefined, { at, waited }: ReadingTime): boolean | undefined {
  if (waited) return true;
  return since === undefined || at === undefined ? undefined : at - since >= SETTLE_TIME;
}

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
  if (due !== undefined) return due + DAY < now ? unlisted(migration) : migration;
  const missingSince = migration.missingSince ?? lastRead ?? now;
  return missingSince + DAY <= now ? unlisted(migration) : { ...migration, missingSince };
}

function unlisted({ missingSince: _, ...migration }: Migration): Migration {
  return { ...migration, status: UNLISTED };
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
  const settled = settle(stack, eventId, migration, observed, reading);
  if ("migration" in settled && !settled.migration) return undefined; // It was never taken.
  const known = "migration" in settled ? settled.migration : migration; // Else the lost order stays in mind.
  const read = withReading(stack, eventId, known ?? migration, observed);
  if (isOver(read.status) && !read.unreported) return undefined;
  const isReplaced = recognise(stack, eventId, read.movedTo) !== undefined;
  if (isReplaced) return undefined;
  return { ...read, released: true };
}

/** Whether an order was sent, nobody has seen it at ENS yet, and it may still come to show. */
export function isFresh({ ordered, notBefore, status }: Migration, reading: ReadingTime): boolean {
  if (ordered.state !== "accepted" && ordered.state !== "unknown") return false;
  const isSeen =
    ordered.state === "accepted" &&
    (notBefore !== undefined || !["Inquiring", "Unread", "Scheduled"].includes(status));
  return !isSeen && hadTimeToShow(ordered.since, reading) !== true;
}

/**
 * What a reading makes of an order whose answer was lost. Taken or never taken: the order of ours that the event is known to
 * have. Too early to tell (`isTimed`: a clock says how early). `moved`: the platform has moved an order, and its time no longer
 * tells whether that is the lost one or the one before it.
 */
export type Settled =
  | { migration: Migration | undefined }
  | { tooEarly: Unknown & { basis: string }; isTimed: boolean }
  | { moved: Migration };

export function settle(
  stack: string,
  eventId: string,
  before: Migration | undefined,
  observed: HistoryEvent | undefined,
  reading: ReadingTime,
): Settled {
  if (before?.ordered.state !== "unknown") return { migration: before };
  const read = observed ? withReading(stack, eventId, before, observed) : before;
  if (read.ordered.state !== "unknown") return { migration: read };
  const late = hadTimeToShow(read.ordered.since, reading);
  if (late !== true) return { tooEarly: read.ordered, isTimed: late !== undefined };
  if (isMovedSince(stack, eventId, before, read.ordered, observed)) return { moved: before };
  return { migration: withoutUnknown(before, read.ordered) };
}

/** Whether ENS gives a time that neither the lost order nor the one before it is known by. */
function isMovedSince(
  stack: string,
  eventId: string,
  { notBefore: reference }: Migration,
  { earlier }: Unknown,
  observed: HistoryEvent | undefined,
): boolean {
  const { eventStatus, notBefore } = observed ?? {};
  if (!earlier || eventStatus !== "Scheduled" || notBefore === undefined) return false;
  const isEarlier = showsTerms(earlier.terms, notBefore) || notBefore === reference;
  return !isEarlier && !recognise(stack, eventId, notBefore);
}

/** It was never taken: what stands is the order before it, which was taken no later. */
function withoutUnknown(before: Migration, { earlier, since }: Unknown): Migration | undefined {
  const time = since === undefined ? {} : { since };
  return earlier && { ...before, ordered: { state: "accepted", ...earlier, ...time } };
}

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
