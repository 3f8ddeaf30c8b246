import type { HistoryEvent } from "../../api/ens";
import { type Advice, type Failure, worded } from "../model/advice";
import { formatInstant } from "../model/instant";
import {
  type Accepted,
  isNotTaken,
  isOver,
  type Migration,
  type Ordered,
  type OurOrder,
  standing,
  UNREAD,
} from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import type { PlanOptions } from "../input/options";
import { formatTerms } from "../lines/planned";
import {
  type Absence,
  hadTimeToShow,
  type ReadingTime,
  SETTLE_TIME,
  settle,
  shown,
  shownOf,
  showsTerms,
  withAbsence,
  withReading,
} from "./reading";
import { recognise, sameTerms, type Terms, withoutMark } from "../model/terms";

/** What to do about one planned event, given what is remembered of it and what ENS reads now. */
export type Decision =
  // Order it. If that is not taken, `remembered` is still so; until it is, `earlier` of ours stands.
  | { action: "send"; terms: Terms; remembered: Migration | undefined; earlier: OurOrder | undefined }
  // Send nothing; remember this. A notice is for the person who watches.
  | { action: "keep"; migration: Migration; notice?: string }
  // It should be ordered and cannot be: remember this, and fail the operation for this reason.
  | { action: "fail"; migration: Migration; failure: Failure }
  // No clock tells how old an order is that ENS does not show: read again when it has had its time.
  | { action: "wait" };

/** Another event for the same instance. */
export interface Sibling {
  eventId: string;
  /** Whether it has an order already: then that one counts. */
  hasOrder: boolean;
}

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

type Rules = Pick<PlanOptions, "onReschedule" | "onExistingOrder" | "onUnknownEvent">;

/** Whatever no rule here sends is not sent. */
export function reconcile(situation: Situation, rules: Rules): Decision {
  const { stack, planned, before, observed, reading } = situation;
  // That an event is not listed says nothing about its order, unless the history hides it in any case.
  if (!observed && rules.onUnknownEvent === "fail") return whenUnlisted(situation, rules);
  const settled = settle(stack, planned.eventId, before, observed, reading);
  if ("tooEarly" in settled) {
    return settled.isTimed ? stillUnknown(situation, settled.tooEarly) : { action: "wait" };
  }
  if ("moved" in settled && observed) return withOrderOfOthers(situation, observed, rules);
  const known = { ...situation, before: "migration" in settled ? settled.migration : before };
  if (!observed) return whenUnlisted(known, rules);
  switch (observed.eventStatus) {
    case "Inquiring":
      return withoutOrder(known, observed.eventStatus, rules);
    case "Scheduled":
      return whenScheduled(known, observed, rules);
    default:
      return whenUnderWay(known, observed);
  }
}

/** Not found, on another instance, or of another type: ENS shows one as little as the other. */
function whenUnlisted(situation: Situation, rules: Rules): Decision {
  const { planned, before, absence } = situation;
  const absent = before && withAbsence(before, absence);
  const status = absent?.status ?? UNREAD;
  const here = { ...situation, before: absent };
  if (absent && isOver(status)) return keep(here, status, absent.ordered);
  if (rules.onUnknownEvent === "send") {
    // It was there once: nothing says that it waits for another order.
    const underWay = !["Inquiring", "Scheduled", UNREAD].includes(status);
    const decided = absent?.ordered.state === "observed" && absent.ordered.basis === planned.basis;
    return absent && (underWay || decided)
      ? keep(here, status, absent.ordered)
      : withoutOrder(here, status, rules);
  }
  return fail(
    here,
    status,
    `ENS lists no event ${planned.eventId} of type Instance:SystemUpgrade.Migrate for ${planned.resourceId}: ` +
      "the account or connection is wrong, an id is mistyped, or the event is so old that it is no longer listed",
    [{ do: "remove" }, { do: "set", option: "onUnknownEvent", value: "send" }],
  );
}

/** ENS shows no order: there is none, or one of ours that it took and does not show yet. */
function withoutOrder(situation: Situation, status: string, rules: Rules): Decision {
  const { before, planned, observed } = situation;
  const ours = standing(before?.ordered);
  if (!ours) return send(situation, status);
  if (!isAsPlanned(ours, planned)) return replace(situation, status, ours, rules);
  const ordered = accepted(before);
  return observed ? keepReading(situation, observed, ordered) : keep(situation, status, ordered);
}

/**
 * An order waits for its time. The first that matches decides, by the letters of docs/adr/0004-what-is-in-force.md; (b) has
 * been decided by now.
 */
function whenScheduled(situation: Situation, observed: HistoryEvent, rules: Rules): Decision {
  const { stack, planned, before, reading } = situation;
  const { eventStatus: status, notBefore } = observed;
  const ours = standing(before?.ordered);
  const marked = recognise(stack, planned.eventId, notBefore);
  const shows = before && ours && shownOf(stack, planned.eventId, before, accepted(before), notBefore);
  const isShown = isShownAsPlanned(planned, notBefore, ours, marked);
  const isPlanned = isShown || (ours !== undefined && isAsPlanned(ours, planned));

  // What ENS took and nobody has seen yet: the reading may be from before it.
  if (ours && shows === "one before it") {
    const isLate = hadTimeToShow(accepted(before).since, reading);
    // Without a clock nobody knows whether the planned terms are read late or are in force again, as after a rollback.
    if (isLate === undefined && isPlanned) return { action: "wait" };
    // ENS took it and may only be late to show it; later, what is shown is what stands.
    if (!isAsPlanned(ours, planned)) {
      if (isLate !== true) return replace(situation, status, ours, rules);
    } else if (!isLate) return keepReading(situation, observed, accepted(before));
    else if (!wasShown(before, ours)) return notTakenOver(situation, observed, marked, rules);
  }
  if (before && ours && shows === "another") {
    const isLate =
      isPlanned && before.notBefore === undefined ? hadTimeToShow(accepted(before).since, reading) : true;
    if (isLate === undefined) return { action: "wait" };
    if (!isLate) return tooEarly(situation, observed, ours);
  }
  // (a)
  if (isShown) {
    const { basis, terms } = planned;
    const isOurs = ours !== undefined && sameTerms(ours.terms, terms);
    const found: Ordered = isOurs ? { ...accepted(before), basis } : { state: "accepted", basis, terms };
    return keepReading(situation, observed, found, ours ? undefined : foundNotice(terms));
  }
  // (c)
  if (ours && shows === "it") {
    if (isAsPlanned(ours, planned)) return keepReading(situation, observed, accepted(before));
    return acceptsMove(planned.terms, notBefore, accepted(before))
      ? acceptMove(situation, observed, ours)
      : replace(situation, status, ours, rules);
  }
  // (d)
  if (marked) {
    if (marked.dataPolicy === planned.terms.dataPolicy && situation.allows(marked.planTime)) {
      const found: Ordered = { state: "accepted", basis: planned.basis, terms: marked };
      const notice = `${foundNotice(marked)} (planned: ${formatTerms(planned.terms)})`;
      return keepReading(withoutReference(situation), observed, found, notice);
    }
    return replace(situation, status, { basis: "", terms: marked }, rules);
  }
  // (e)
  if (ours && shows === "moved") {
    if (acceptsMove(planned.terms, notBefore, accepted(before))) return acceptMove(situation, observed, ours);
    return ours.basis === planned.basis
      ? keepReading(situation, observed, accepted(before))
      : replace(situation, status, movedTo(notBefore, ours), rules);
  }
  // (f)
  return withOrderOfOthers(situation, observed, rules);
}

/** Executing, ended, or a word we do not know: the platform's business, never ordered again. */
function whenUnderWay(situation: Situation, observed: HistoryEvent): Decision {
  const { stack, planned, before } = situation;
  const { basis } = planned;
  if (before?.ordered.state === "accepted") return keepReading(situation, observed, before.ordered);
  const terms = recognise(stack, planned.eventId, observed.notBefore);
  return keepReading(
    situation,
    observed,
    terms ? { state: "accepted", basis, terms } : { state: "observed", basis },
  );
}

/** An order of ours that is not as planned is in force. */
function replace(situation: Situation, status: string, ours: OurOrder, { onReschedule }: Rules): Decision {
  if (onReschedule === "resubmit") return send(situation, status, ours);
  return fail(situation, status, refusedReplacement(ours.terms), keepingOrReplacing(ours.terms));
}

/** Why `onReschedule: "fail"` refuses. */
export function refusedReplacement(terms: Terms): string {
  return `this stack has ordered it already (${formatTerms(terms)}), what is planned now is another order, and onReschedule is "fail"`;
}

export function keepingOrReplacing(terms: Terms): Advice[] {
  return [
    { do: "write", ...terms },
    { do: "set", option: "onReschedule", value: "resubmit" },
  ];
}

function withOrderOfOthers(situation: Situation, observed: HistoryEvent, rules: Rules): Decision {
  const { planned, before } = situation;
  const { eventStatus: status, notBefore } = observed;
  const isKept = before?.ordered.state === "observed" && before.ordered.basis === planned.basis;
  const ours = standing(before?.ordered);
  if (rules.onExistingOrder === "resubmit")
    return ours ? replace(situation, status, ours, rules) : send(situation, status);
  if (rules.onExistingOrder === "keep" || isKept) return keepOrderOfOthers(situation, observed);
  return fail(
    situation,
    status,
    `it has an order already${notBefore === undefined ? "" : ` (NotBefore ${formatInstant(notBefore)})`} without a mark of this stack: ` +
      "it was placed by hand, by another tool or by another stack, and ENS does not tell its data policy" +
      (showsTerms(planned.terms, notBefore)
        ? "; its time is the planned one, so an `up` that was killed may have placed it too"
        : ""),
    [
      { do: "set", option: "onExistingOrder", value: "keep" },
      { do: "set", option: "onExistingOrder", value: "resubmit" },
    ],
  );
}

/** Whether ENS has given its time before. */
function wasShown(before: Migration | undefined, { terms }: OurOrder): boolean {
  return showsTerms(terms, before?.notBefore);
}

/** ENS took an order and goes on with the one before it: to send it again would only repeat that. */
function notTakenOver(
  situation: Situation,
  observed: HistoryEvent,
  marked: Terms | undefined,
  { onExistingOrder }: Rules,
): Decision {
  if (!marked && onExistingOrder === "keep") return keepOrderOfOthers(situation, observed);
  const { eventStatus, notBefore } = observed;
  const shown = marked ? formatTerms(marked) : `NotBefore ${formatInstant(notBefore ?? 0)}`;
  const way: Advice = marked
    ? { do: "write", ...marked }
    : { do: "set", option: "onExistingOrder", value: "keep" };
  return fail(situation, eventStatus, `ENS took the order and still shows the one before it (${shown})`, [
    way,
    { do: "up" },
  ]);
}

function keepOrderOfOthers(situation: Situation, observed: HistoryEvent): Decision {
  const { basis } = situation.planned;
  return keepReading(withoutReference(situation), observed, { state: "observed", basis });
}

/** Nothing that the user wrote about the order has changed, or nothing that makes it another order. */
function isAsPlanned({ basis, terms }: OurOrder, planned: PlannedMigration): boolean {
  return basis === planned.basis || sameTerms(terms, planned.terms);
}

/**
 * Whether ENS gives the very time that is planned, of an order whose data policy is known: by its mark, or because the
 * state remembers it. A time with milliseconds of its own alone tells neither who placed the order nor its data policy.
 */
function isShownAsPlanned(
  { terms }: PlannedMigration,
  notBefore: number | undefined,
  ours: OurOrder | undefined,
  marked: Terms | undefined,
): boolean {
  if (!showsTerms(terms, notBefore)) return false;
  const known = marked ?? (ours && showsTerms(ours.terms, notBefore) ? ours.terms : undefined);
  return known?.dataPolicy === terms.dataPolicy;
}

/**
 * The user wrote down the time to which the platform had moved the order. An order with another data policy is no move, and
 * the second of an order that was replaced may be that one's, read late.
 */
export function acceptsMove(
  planned: Terms,
  notBefore: number | undefined,
  { terms, replaced = [] }: Pick<Accepted, "terms" | "replaced">,
): boolean {
  return (
    notBefore !== undefined &&
    !replaced.some((time) => withoutMark(time) === withoutMark(notBefore)) &&
    planned.opsType === "scheduled" &&
    planned.dataPolicy === terms.dataPolicy &&
    withoutMark(planned.planTime) === withoutMark(notBefore)
  );
}

/** What stands is the order as the platform has moved it. */
function movedTo(notBefore: number | undefined, { basis, terms }: OurOrder): OurOrder {
  if (notBefore === undefined) return { basis, terms };
  return { basis, terms: { opsType: "scheduled", dataPolicy: terms.dataPolicy, planTime: notBefore } };
}

/** The moved time is what is ordered from now on. */
function acceptMove(
  situation: Situation,
  { eventStatus, notBefore }: HistoryEvent,
  ours: OurOrder,
): Decision {
  const { basis } = situation.planned;
  const { terms } = movedTo(notBefore, ours);
  const ordered = { ...shown(accepted(situation.before)), basis, terms };
  const { migration } = keep(withoutReference(situation), eventStatus, ordered);
  return { action: "keep", migration: { ...migration, ...(notBefore !== undefined && { notBefore }) } };
}

function foundNotice(terms: Terms): string {
  return `found an order for ${formatTerms(terms)} that this stack placed earlier; keeping it`;
}

function send(situation: Situation, status: string, earlier?: OurOrder): Decision {
  const { planned, before, absence, siblings } = situation;
  const { terms, resourceId, eventId } = planned;
  if (siblings.length > 0) {
    const all = [eventId, ...siblings.map((sibling) => sibling.eventId)].sort();
    const dropped = siblings.some(({ hasOrder }) => hasOrder) ? eventId : (all.at(-1) ?? eventId);
    return fail(
      situation,
      status,
      `${resourceId} has ${all.length} open events, ${all.join(" and ")}. Two orders for one instance would race, so none is sent`,
      [{ do: "remove", eventId: dropped }],
    );
  }
  if (terms.opsType === "scheduled" && !(terms.planTime > absence.now)) {
    return fail(
      situation,
      status,
      `its planned time ${formatInstant(terms.planTime)} has passed and no order for it was taken`,
      [planned.wave === undefined ? { do: "newTime" } : { do: "replan" }],
    );
  }
  return { action: "send", terms, remembered: before && inPlan({ ...before, status }), earlier };
}

function fail(
  { stack, planned, before, observed }: Situation,
  status: string,
  what: string,
  advice: readonly Advice[],
): Decision & { action: "fail" } {
  const { eventId, resourceId, basis } = planned;
  const reason = worded(what, advice);
  // An order that may still run must not be forgotten over a new one that could not be sent.
  const isForgettable = !before || isNotTaken(before.ordered);
  const ordered: Ordered = isForgettable ? { state: "unsent", basis, why: reason } : before.ordered;
  const known: Migration = { ...(before && inPlan(before)), resourceId, status, ordered };
  // What ENS shows instead is to be known at the next preview.
  const migration =
    observed && before?.ordered.state === "accepted" ? withReading(stack, eventId, known, observed) : known;
  return { action: "fail", migration, failure: { eventId, reason, advice } };
}

function stillUnknown(
  situation: Situation,
  { terms, since, earlier }: Ordered & { state: "unknown" },
): Decision {
  const { eventStatus: status = UNREAD } = situation.observed ?? {};
  const sent = since === undefined ? "" : ` at ${formatInstant(since)}`;
  return fail(
    situation,
    status,
    `an order (${formatTerms(terms)}) was sent${sent} and its answer was lost; ENS does not show it yet` +
      `${earlier ? ` and may still show the one before (${formatTerms(earlier.terms)})` : ""}. To avoid ordering twice, nothing is sent`,
    [{ do: "up", ...(since !== undefined && { notBefore: since + SETTLE_TIME }) }],
  );
}

/** It may have stood before the order that ENS took, or have come after it. */
function tooEarly(
  situation: Situation,
  { eventStatus, notBefore = 0 }: HistoryEvent,
  { terms }: OurOrder,
): Decision {
  const { since = 0 } = accepted(situation.before);
  return fail(
    situation,
    eventStatus,
    `ENS took an order (${formatTerms(terms)}) at ${formatInstant(since)} and shows another one (NotBefore ${formatInstant(notBefore)}). ` +
      "Its readings may be late, so nobody can tell yet which of them is in force, and nothing is sent",
    [{ do: "up", notBefore: since + SETTLE_TIME }],
  );
}

function accepted(before: Migration | undefined): Accepted & { basis: string } {
  if (before?.ordered.state !== "accepted") throw new TypeError("only an accepted order can stand");
  return before.ordered;
}

/** An order of another time has another reference. */
function withoutReference(situation: Situation): Situation {
  if (!situation.before) return situation;
  const { notBefore: _, movedTo: __, ofAnother: ___, outdated: ____, ...before } = situation.before;
  return { ...situation, before };
}

function keep(
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

function keepReading(
  situation: Situation,
  observed: HistoryEvent,
  ordered: Ordered,
  notice?: string,
): Decision & { action: "keep" } {
  const { before, planned, stack } = situation;
  const { migration } = keep(situation, before?.status ?? UNREAD, ordered);
  const read = withReading(stack, planned.eventId, migration, observed);
  return { action: "keep", migration: read, ...(notice !== undefined && { notice }) };
}

/** What outlives a decision: all but that the event had left the plan. */
function inPlan({ released: _, ...migration }: Migration): Migration {
  return migration;
}
