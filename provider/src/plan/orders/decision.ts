import type { HistoryEvent } from "../../api/ens";
import type { PlanOptions } from "../input/options";
import type { Cause, Failure, Why } from "../model/advice";
import {
  type Accepted,
  isNotTaken,
  type Migration,
  type Ordered,
  type OurOrder,
  UNREAD,
} from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import type { Terms } from "../model/terms";
import type { Absence } from "./absence";
import { hasPassed, otherEvents, refusedReplacement } from "./failures";
import { withReading } from "./reading";
import type { Sibling } from "./siblings";
import type { ReadingTime } from "./timeToShow";

/** What to do about one planned event, given what is remembered of it and what ENS reads now. */
export type Decision =
  // Order it. If that is not taken, `remembered` is still so; until it is, `earlier` of ours stands.
  | { action: "send"; terms: Terms; remembered: Migration | undefined; earlier: OurOrder | undefined }
  // Send nothing; remember this. A notice is for the person who watches.
  | { action: "keep"; migration: Migration; notice?: Cause }
  // It should be ordered and cannot be: remember this, and fail the operation for this reason.
  | { action: "fail"; migration: Migration; failure: Failure }
  // No clock tells how old an order is that ENS does not show: read again when it has had its time.
  | { action: "wait" };

export interface Situation {
  /** `project/stack`. */
  stack: string;
  planned: PlannedMigration;
  /** What the state remembers of the event. */
  before: Migration | undefined;
  /** What ENS reads now; `undefined` if it lists no such event for that instance. */
  observed: HistoryEvent | undefined;
  reading: ReadingTime;
  absence: Absence;
  /** Other events for the same instance that are not over. */
  siblings: readonly Sibling[];
  /** Whether a schedule times the event and its rules in force allow that time beside the other orders. */
  allows: (planTime: number) => boolean;
}

export type Rules = Pick<PlanOptions, "onReschedule" | "onExistingOrder" | "onUnknownEvent">;

export function send(situation: Situation, status: string, earlier?: OurOrder): Decision {
  const { planned, before, absence, siblings } = situation;
  const { terms } = planned;
  if (siblings.length > 0) return fail(situation, status, otherEvents(planned.eventId, siblings));
  if (terms.opsType === "scheduled" && !(terms.planTime > absence.now))
    return fail(situation, status, hasPassed(terms.planTime, planned));
  return { action: "send", terms, remembered: before && inPlan({ ...before, status }), earlier };
}

/** An order of ours that is not as planned is in force. */
export function replace(
  situation: Situation,
  status: string,
  ours: OurOrder,
  { onReschedule }: Rules,
): Decision {
  return onReschedule === "resubmit"
    ? send(situation, status, ours)
    : fail(situation, status, refusedReplacement(ours.terms));
}

export function keep(
  { planned, before }: Situation,
  status: string,
  ordered: Ordered,
): Decision & { action: "keep" } {
  const { basis, resourceId } = planned;
  return {
    action: "keep",
    migration: { ...(before && inPlan(before)), resourceId, status, ordered: { ...ordered, basis } },
  };
}

export function keepReading(
  situation: Situation,
  observed: HistoryEvent,
  ordered: Ordered,
  notice?: Cause,
): Decision & { action: "keep" } {
  const { before, planned, stack } = situation;
  const { migration } = keep(situation, before?.status ?? UNREAD, ordered);
  const read = withReading(stack, planned.eventId, migration, observed);
  return { action: "keep", migration: read, ...(notice !== undefined && { notice }) };
}

export function fail(
  { stack, planned, before, observed }: Situation,
  status: string,
  why: Why,
): Decision & { action: "fail" } {
  const { eventId, resourceId, basis } = planned;
  // An order that may still run must not be forgotten over a new one that could not be sent.
  const isForgettable = !before || isNotTaken(before.ordered);
  const ordered: Ordered = isForgettable ? { state: "unsent", basis, why: why.reason } : before.ordered;
  const known: Migration = { ...(before && inPlan(before)), resourceId, status, ordered };
  // What ENS shows instead is to be known at the next preview.
  const migration =
    observed && before?.ordered.state === "accepted" ? withReading(stack, eventId, known, observed) : known;
  return { action: "fail", migration, failure: { eventId, ...why } };
}

/** The order that ENS took. */
export function accepted(before: Migration | undefined): Accepted & { basis: string } {
  if (before?.ordered.state !== "accepted") throw new TypeError("only an accepted order can stand");
  return before.ordered;
}

/** An order of another time has another reference. */
export function withoutReference(situation: Situation): Situation {
  if (!situation.before) return situation;
  const { notBefore: _, movedTo: __, ofAnother: ___, outdated: ____, ...before } = situation.before;
  return { ...situation, before };
}

/** What outlives a decision: all but that the event had left the plan. */
function inPlan({ released: _, ...migration }: Migration): Migration {
  return migration;
}
