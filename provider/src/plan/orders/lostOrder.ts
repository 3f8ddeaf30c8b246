import type { HistoryEvent } from "../../api/ens";
import type { Migration, Unknown } from "../model/migration";
import { recognise } from "../model/terms";
import { showsTerms, withReading } from "./reading";
import { hadTimeToShow, type ReadingTime } from "./timeToShow";

/**
 * What a reading makes of an order whose answer was lost. Taken or never taken: the order of ours that the event is known to
 * have. Too early to tell (`isTimed`: a clock says how early). `moved`: the platform has moved an order, and its time no longer
 * tells whether that is the lost one or the one before it.
 */
type LostOrder =
  | { migration: Migration | undefined }
  | { tooEarly: Unknown & { basis: string }; isTimed: boolean }
  | { moved: Migration };

export function lookForLost(
  stack: string,
  eventId: string,
  before: Migration | undefined,
  observed: HistoryEvent | undefined,
  reading: ReadingTime,
): LostOrder {
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
