import type { HistoryEvent } from "../ens/client";
import { formatInstant } from "./instant";
import { hasEnded, type Migration, type Ordered, UNREAD } from "./migration";
import type { PlanOptions } from "./options";
import { formatTerms, type PlannedMigration } from "./planned";
import { withReading } from "./reading";
import { recognise, sameTerms, type Terms } from "./terms";

/**
 * What to do about one planned event, given what is remembered of it and what ENS reads now. Rules of the table in
 * docs/concepts.md; whatever is not there is not sent.
 */
export type Decision =
  // Order it.
  | { action: "send"; terms: Terms }
  // Send nothing; remember this. A notice is for the person who watches.
  | { action: "keep"; migration: Migration; notice?: string }
  // It should be ordered and cannot be: remember this, and fail the operation for this reason.
  | { action: "fail"; migration: Migration; failure: string };

/** How long an order whose answer was lost may stay invisible before it counts as never taken. */
export const SETTLE_TIME = 5 * 60_000;

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
  if (before && hasEnded(before.status)) return keep(planned, before.status, before.ordered, before);
  if (
    onUnknownEvent === "send" &&
    !(before?.ordered.state === "accepted" && before.ordered.basis === planned.basis)
  ) {
    return whenInquiring(situation, before?.status ?? UNREAD);
  }
  if (onUnknownEvent === "send" && before) return keep(planned, before.status, before.ordered, before);
  return fail(
    situation,
    before?.status ?? UNREAD,
    `ENS lists no event ${planned.eventId} of type Instance:SystemUpgrade.Migrate for ${planned.resourceId}. ` +
      "Wrong account or connection, a mistyped id, or an event so old that it is no longer listed? " +
      "Correct it or remove the event from the plan",
  );
}

/** ENS waits for an order. */
function whenInquiring(situation: Situation, status: string): Decision {
  const { planned, before, now } = situation;
  const ordered = before?.ordered;
  if (ordered?.state === "accepted" && ordered.basis === planned.basis)
    return keep(planned, status, ordered, before);
  if (ordered?.state === "unknown" && now - ordered.since < SETTLE_TIME) {
    return {
      action: "fail",
      migration: { ...before, resourceId: planned.resourceId, status, ordered },
      failure:
        `an order (${formatTerms(ordered.terms)}) was sent at ${formatInstant(ordered.since)} and its answer was lost; ` +
        `ENS still reads ${status}. It is not sent again before ${formatInstant(ordered.since + SETTLE_TIME)}, ` +
        "lest it be ordered twice: run `pulumi up` again after that",
    };
  }
  return send(situation, status);
}

/** An order is waiting for its time: ours as wanted, ours with other terms, or somebody else's. */
function whenScheduled(situation: Situation, observed: HistoryEvent, rules: Rules): Decision {
  const { planned, before } = situation;
  const status = observed.eventStatus;
  const remembered = before?.ordered;
  if (remembered?.state === "accepted") {
    if (
      remembered.basis === planned.basis ||
      sameTerms(remembered.terms, planned.terms) ||
      acceptsMove(planned, observed, remembered)
    ) {
      return keep(planned, status, remembered, before, observed);
    }
  }
  if (
    remembered?.state === "observed" &&
    remembered.basis === planned.basis &&
    rules.onExistingOrder !== "resubmit"
  ) {
    return keep(planned, status, remembered, before);
  }

  const recognised =
    observed.notBefore === undefined ? undefined : recognise(planned.eventId, observed.notBefore);
  if (recognised && isWanted(recognised, planned, remembered)) {
    const found = keep(
      planned,
      status,
      { state: "accepted", basis: planned.basis, terms: recognised },
      before,
      observed,
    );
    const notice = `an order of this plan was found (${formatTerms(recognised)}), from an interrupted \`up\``;
    return { ...found, notice };
  }

  const current = recognised ?? (remembered?.state === "accepted" ? remembered.terms : undefined);
  if (current) {
    if (rules.onReschedule === "resubmit") return send(situation, status);
    return fail(
      situation,
      status,
      `it is ordered already (${formatTerms(current)}) and onReschedule is "fail". ` +
        'Restore the old terms, or set onReschedule: "resubmit" to send another order for it',
    );
  }
  switch (rules.onExistingOrder) {
    case "keep":
      return keep(planned, status, { state: "observed", basis: planned.basis }, undefined);
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

/**
 * Whether an order that bears our mark is the one to have. A schedule may since have proposed another time, only because
 * the clock went on between the order and now; then the order stands. It does not if it is the very one to be changed.
 */
function isWanted(
  recognised: Terms,
  { terms, wave }: PlannedMigration,
  remembered: Ordered | undefined,
): boolean {
  if (sameTerms(recognised, terms)) return true;
  if (wave === undefined || recognised.dataPolicy !== terms.dataPolicy) return false;
  return !(remembered?.state === "accepted" && sameTerms(remembered.terms, recognised));
}

/** The user wrote down the time to which the platform had moved the order. */
function acceptsMove(planned: PlannedMigration, observed: HistoryEvent, ordered: { terms: Terms }): boolean {
  return (
    observed.notBefore !== undefined &&
    planned.terms.opsType === "scheduled" &&
    planned.terms.dataPolicy === ordered.terms.dataPolicy &&
    Math.floor(planned.terms.planTime / 1_000) === Math.floor(observed.notBefore / 1_000)
  );
}

/** Executing, ended, or a word we do not know: the platform's business, never ordered again. */
function whenUnderWay({ planned, before }: Situation, observed: HistoryEvent): Decision {
  const ordered = before?.ordered;
  const ours = ordered?.state === "accepted" || ordered?.state === "unknown";
  return keep(
    planned,
    before?.status ?? UNREAD,
    ours ? ordered : { state: "observed", basis: planned.basis },
    before,
    observed,
  );
}

function send(situation: Situation, status: string): Decision {
  const { terms } = situation.planned;
  if (terms.opsType === "scheduled" && terms.planTime <= situation.now) {
    return fail(
      situation,
      status,
      `its planned time ${formatInstant(terms.planTime)} has passed and no order for it was taken. ` +
        "Write a new planTime",
    );
  }
  return { action: "send", terms };
}

function fail({ planned, before }: Situation, status: string, failure: string): Decision {
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

function keep(
  planned: PlannedMigration,
  status: string,
  ordered: Ordered,
  before: Migration | undefined,
  observed?: HistoryEvent,
): Decision & { action: "keep" } {
  const migration: Migration = {
    ...carried(before),
    resourceId: planned.resourceId,
    status,
    ordered: { ...ordered, basis: planned.basis },
  };
  return { action: "keep", migration: observed ? held(migration, observed, planned) : migration };
}

/** What outlives a decision: the reference time, and a bad end that nobody was told of. */
function carried(before: Migration | undefined): Pick<Migration, "notBefore" | "unreported"> {
  return {
    ...(before?.notBefore !== undefined && { notBefore: before.notBefore }),
    ...(before?.unreported && { unreported: true }),
  };
}

/** Accepting a move makes the moved time the new reference. */
function held(migration: Migration, observed: HistoryEvent, planned: PlannedMigration): Migration {
  const { ordered } = migration;
  if (
    ordered.state === "accepted" &&
    !sameTerms(ordered.terms, planned.terms) &&
    acceptsMove(planned, observed, ordered)
  ) {
    return { ...migration, notBefore: observed.notBefore as number };
  }
  return withReading(planned.eventId, migration, observed);
}
