import type { HistoryEvent } from "../ens/client";
import { formatInstant } from "./instant";
import { isOver, type Migration, type Ordered, standing, UNREAD } from "./migration";
import type { PlanOptions } from "./options";
import { formatTerms, type PlannedMigration } from "./planned";
import { hadTimeToShow, SETTLE_TIME, withReading } from "./reading";
import { recognise, sameTerms, type Terms, withoutMark } from "./terms";

/** What to do about one planned event, given what is remembered of it and what ENS reads now. */
export type Decision =
  // Order it. Until that is taken, `earlier` of ours stands: ENS reads it, or it was remembered.
  | { action: "send"; terms: Terms; earlier?: Terms }
  // Send nothing; remember this. A notice is for the person who watches.
  | { action: "keep"; migration: Migration; notice?: string }
  // It should be ordered and cannot be: remember this, and fail the operation for this reason.
  | { action: "fail"; migration: Migration; failure: string };

export interface Situation {
  planned: PlannedMigration;
  /** What the state remembers of the event. */
  before: Migration | undefined;
  /** What ENS reads now; `undefined` if it lists no such event for that instance. */
  observed: HistoryEvent | undefined;
  /** Unix milliseconds. */
  now: number;
}

type Rules = Pick<PlanOptions, "onReschedule" | "onExistingOrder" | "onUnknownEvent">;

/** Whatever no rule here sends is not sent. */
export function reconcile(situation: Situation, rules: Rules): Decision {
  const { observed } = situation;
  if (!observed) return whenUnlisted(situation, rules);
  switch (observed.eventStatus) {
    case "Inquiring":
      return whenInquiring(situation, observed.eventStatus);
    case "Scheduled":
      return whenScheduled(situation, observed, rules);
    default:
      return whenUnderWay(situation, observed);
  }
}

/** Not found, on another instance, or of another type: ENS shows one as little as the other. */
function whenUnlisted(situation: Situation, { onUnknownEvent }: Rules): Decision {
  const { planned, before } = situation;
  const status = before?.status ?? UNREAD;
  if (before && isOver(status)) return keep(situation, status, before.ordered);
  if (onUnknownEvent === "send") {
    // It was there once: nothing says that it waits for another order.
    const underWay = !["Inquiring", "Scheduled", UNREAD].includes(status);
    const decided = before?.ordered.state === "accepted" || before?.ordered.state === "observed";
    const unchanged = decided && before.ordered.basis === planned.basis;
    return before && (underWay || unchanged)
      ? keep(situation, status, before.ordered)
      : whenInquiring(situation, status);
  }
  return fail(
    situation,
    status,
    `ENS lists no event ${planned.eventId} of type Instance:SystemUpgrade.Migrate for ${planned.resourceId}. ` +
      "Wrong account or connection, a mistyped id, or an event so old that it is no longer listed? " +
      "Correct it or remove the event from the plan",
  );
}

/** ENS waits for an order. */
function whenInquiring(situation: Situation, status: string): Decision {
  const { planned, before, now } = situation;
  const ordered = before?.ordered;
  if (ordered?.state === "accepted" && isAsPlanned(ordered, planned)) return keep(situation, status, ordered);
  if (ordered?.state === "unknown" && !hadTimeToShow(ordered.since, now)) {
    return stillUnknown(situation, status, ordered);
  }
  return send(situation, status);
}

/** An order is waiting for its time: ours as wanted, ours with other terms, or somebody else's. */
function whenScheduled(situation: Situation, observed: HistoryEvent, rules: Rules): Decision {
  const { planned, before } = situation;
  const status = observed.eventStatus;
  const remembered = before?.ordered;
  if (remembered?.state === "accepted") {
    if (isAsPlanned(remembered, planned)) return keepReading(situation, observed, remembered);
    if (acceptsMove(planned, observed, remembered.terms)) return acceptMove(situation, observed, remembered);
  }
  const decided = remembered?.state === "observed" && remembered.basis === planned.basis;
  if (decided && rules.onExistingOrder !== "resubmit") return keep(situation, status, remembered);

  const recognised = recognise(planned.eventId, observed.notBefore, [planned.terms, termsIn(remembered)]);
  if (recognised && isWanted(recognised, planned, remembered)) {
    const found = { state: "accepted" as const, basis: planned.basis, terms: recognised };
    const notice = `an order of this plan was found (${formatTerms(recognised)}), from an interrupted \`up\``;
    return { ...keepReading(situation, observed, found), notice };
  }
  // Readings may lag: what is shown may be what stood before it.
  if (
    remembered?.state === "unknown" &&
    (remembered.earlier || rules.onExistingOrder === "resubmit") &&
    !hadTimeToShow(remembered.since, situation.now)
  )
    return stillUnknown(situation, status, remembered);

  const current = recognised ?? standing(remembered);
  return current
    ? withOrderOfOurs(situation, status, current, rules)
    : withOrderOfOthers(situation, observed, rules);
}

/** Executing, ended, or a word we do not know: the platform's business, never ordered again. */
function whenUnderWay(situation: Situation, observed: HistoryEvent): Decision {
  const { planned, before } = situation;
  const ordered = before?.ordered;
  const ours = ordered?.state === "accepted" || ordered?.state === "unknown";
  return keepReading(situation, observed, ours ? ordered : { state: "observed", basis: planned.basis });
}

function withOrderOfOurs(
  situation: Situation,
  status: string,
  current: Terms,
  { onReschedule }: Rules,
): Decision {
  if (onReschedule === "resubmit") return send(situation, status, current);
  return fail(
    situation,
    status,
    `it is ordered already (${formatTerms(current)}) and onReschedule is "fail". ` +
      'Restore the old terms, or set onReschedule: "resubmit" to send another order for it',
  );
}

function withOrderOfOthers(
  situation: Situation,
  observed: HistoryEvent,
  { onExistingOrder }: Rules,
): Decision {
  const { planned, before } = situation;
  const status = observed.eventStatus;
  switch (onExistingOrder) {
    case "keep": {
      const { basis } = planned;
      // Most probably it is the order whose answer was lost, on a platform that does not show its mark.
      const lost = before?.ordered.state === "unknown" ? before.ordered.terms : undefined;
      return keepReading(
        situation,
        observed,
        lost ? { state: "accepted", basis, terms: lost } : { state: "observed", basis },
      );
    }
    case "resubmit":
      return send(situation, status);
    case "fail":
      return fail(
        situation,
        status,
        `it has an order already${observed.notBefore === undefined ? "" : ` (NotBefore ${formatInstant(observed.notBefore)})`} ` +
          "whose data policy nobody can read: somebody else's, or one of an interrupted `up`. Set onExistingOrder to " +
          '"keep" to leave it, or to "resubmit" to order it as planned',
      );
  }
}

/** Nothing that the user wrote about the order has changed, or nothing that makes it another order. */
function isAsPlanned({ basis, terms }: { basis: string; terms: Terms }, planned: PlannedMigration): boolean {
  return basis === planned.basis || sameTerms(terms, planned.terms);
}

/**
 * Whether an order that bears our mark is the one to have. A schedule may since have proposed another time, only because
 * the clock went on between the order and now; then the order stands. It does not if it is the very one to be changed.
 */
function isWanted(
  recognised: Terms,
  { terms, wave, basis }: PlannedMigration,
  remembered: Ordered | undefined,
): boolean {
  if (sameTerms(recognised, terms)) return true;
  if (wave === undefined || recognised.dataPolicy !== terms.dataPolicy) return false;
  // Of an order whose answer was lost, what it was decided under tells whether only the clock has gone on since.
  const rulesChanged = remembered?.state === "unknown" && remembered.basis !== basis;
  const old = rulesChanged ? remembered.terms : standing(remembered);
  return !(old && sameTerms(old, recognised));
}

function termsIn(ordered: Ordered | undefined): Terms | undefined {
  return ordered && "terms" in ordered ? ordered.terms : undefined;
}

/** The user wrote down the time to which the platform had moved the order. An order with another data policy is no move. */
function acceptsMove(
  { eventId, terms: planned }: PlannedMigration,
  { notBefore }: HistoryEvent,
  terms: Terms,
): boolean {
  const { dataPolicy } = recognise(eventId, notBefore, [terms]) ?? terms;
  return (
    notBefore !== undefined &&
    planned.opsType === "scheduled" &&
    planned.dataPolicy === terms.dataPolicy &&
    planned.dataPolicy === dataPolicy &&
    withoutMark(planned.planTime) === withoutMark(notBefore)
  );
}

/** The moved time is what is ordered from now on. */
function acceptMove(
  situation: Situation,
  { eventStatus, notBefore }: HistoryEvent,
  { terms, ...ordered }: Ordered & { state: "accepted" },
): Decision {
  if (notBefore === undefined) return keep(situation, eventStatus, { ...ordered, terms });
  const moved: Terms = { opsType: "scheduled", dataPolicy: terms.dataPolicy, planTime: notBefore };
  const { migration } = keep(situation, eventStatus, { ...ordered, terms: moved });
  return { action: "keep", migration: { ...migration, notBefore } };
}

function send(situation: Situation, status: string, earlier = standing(situation.before?.ordered)): Decision {
  const { terms } = situation.planned;
  if (terms.opsType === "scheduled" && !(terms.planTime > situation.now)) {
    return fail(
      situation,
      status,
      `its planned time ${formatInstant(terms.planTime)} has passed and no order for it was taken. ` +
        "Write a new planTime, or with a schedule any new text as schedule.replan",
    );
  }
  return { action: "send", terms, ...(earlier && { earlier }) };
}

function fail(situation: Situation, status: string, failure: string): Decision {
  const { planned, before } = situation;
  // An order that may still run must not be forgotten over a new one that could not be sent.
  const ordered: Ordered =
    before?.ordered.state === "accepted" || before?.ordered.state === "unknown"
      ? before.ordered
      : { state: "unsent", basis: planned.basis, why: failure };
  return {
    action: "fail",
    migration: { ...carried(before), resourceId: planned.resourceId, status, ordered },
    failure,
  };
}

function stillUnknown(
  situation: Situation,
  status: string,
  ordered: Ordered & { state: "unknown" },
): Decision {
  return fail(
    situation,
    status,
    `an order (${formatTerms(ordered.terms)}) was sent at ${formatInstant(ordered.since)} and its answer was lost; ` +
      `ENS still reads ${status}${ordered.earlier ? ` as before (${formatTerms(ordered.earlier)})` : ""}. It is not sent ` +
      `again before ${formatInstant(ordered.since + SETTLE_TIME)}, lest it be ordered twice: run \`pulumi up\` again after that`,
  );
}

function keep(
  { planned, before }: Situation,
  status: string,
  ordered: Ordered,
): Decision & { action: "keep" } {
  const { basis, resourceId } = planned;
  return {
    action: "keep",
    migration: { ...carried(before), resourceId, status, ordered: { ...ordered, basis } },
  };
}

function keepReading(
  situation: Situation,
  observed: HistoryEvent,
  ordered: Ordered,
): Decision & { action: "keep" } {
  const { before, planned } = situation;
  const { migration } = keep(situation, before?.status ?? UNREAD, ordered);
  return { action: "keep", migration: withReading(planned.eventId, migration, observed) };
}

/** What outlives a decision: the reference time, and a bad end that nobody was told of. */
function carried(before: Migration | undefined): Pick<Migration, "notBefore" | "unreported"> {
  return {
    ...(before?.notBefore !== undefined && { notBefore: before.notBefore }),
    ...(before?.unreported && { unreported: true }),
  };
}
