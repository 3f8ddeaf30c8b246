import type { HistoryEvent } from "../../api/ens";
import { formatTerms } from "../lines/terms";
import type { Cause } from "../model/advice";
import { type Migration, type Ordered, type OurOrder, standing } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { recognise, sameTerms, type Terms } from "../model/terms";
import { acceptedMove, acceptsMove } from "./acceptedMoves";
import {
  accepted,
  type Decision,
  fail,
  keep,
  keepReading,
  replace,
  type Rules,
  send,
  type Situation,
  withoutReference,
} from "./decision";
import { notTakenOver, orderOfOthers, tooEarly } from "./failures";
import { onceShown, type Shown, shownOf, showsTerms } from "./reading";
import { hadTimeToShow } from "./timeToShow";

/**
 * An order waits for its time. The first that matches decides, by the letters of docs/adr/0004-what-is-in-force.md; (b) has
 * been decided by now.
 */
export function whenScheduled(situation: Situation, observed: HistoryEvent, rules: Rules): Decision {
  const { stack, planned, before } = situation;
  const { eventStatus: status, notBefore } = observed;
  const ours = standing(before?.ordered);
  const marked = recognise(stack, planned.eventId, notBefore);
  const shows = before && ours && shownOf(stack, planned.eventId, before, accepted(before), notBefore);
  const isPlannedShown = isShownAsPlanned(planned, notBefore, ours, marked);
  if (ours) {
    const decided = whileUnseen(situation, observed, { ours, shows, marked, isPlannedShown }, rules);
    if (decided) return decided;
  }
  // (a)
  if (isPlannedShown) {
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
      return keepReading(
        withoutReference(situation),
        observed,
        found,
        foundNotice(marked, `, planned: ${formatTerms(planned.terms)}`),
      );
    }
    return replace(situation, status, { basis: "", terms: marked }, rules);
  }
  // (e)
  if (ours && shows === "moved") {
    if (acceptsMove(planned.terms, notBefore, accepted(before))) return acceptMove(situation, observed, ours);
    return ours.basis === planned.basis
      ? keepReading(situation, observed, accepted(before))
      : replace(situation, status, asMoved(notBefore, ours), rules);
  }
  // (f)
  return withOrderOfOthers(situation, observed, rules);
}

/** What ENS took and nobody has seen yet: the reading may be from before it. `undefined`: what is shown is what stands. */
function whileUnseen(
  situation: Situation,
  observed: HistoryEvent,
  {
    ours,
    shows,
    marked,
    isPlannedShown,
  }: { ours: OurOrder; shows: Shown | undefined; marked: Terms | undefined; isPlannedShown: boolean },
  rules: Rules,
): Decision | undefined {
  const { planned, before, reading } = situation;
  const { eventStatus: status, notBefore = 0 } = observed;
  const { since } = accepted(before);
  const isStillWanted = isAsPlanned(ours, planned);
  if (shows === "one before it") {
    const isLate = hadTimeToShow(since, reading);
    // Without a clock nobody knows whether the planned terms are read late or are in force again, as after a rollback.
    if (isLate === undefined && (isPlannedShown || isStillWanted)) return { action: "wait" };
    // ENS took it and may only be late to show it; later, what is shown is what stands.
    if (!isStillWanted) return isLate === true ? undefined : replace(situation, status, ours, rules);
    if (!isLate) return keepReading(situation, observed, accepted(before));
    return wasShown(before, ours) ? undefined : whenNotTakenOver(situation, observed, marked, rules);
  }
  if (shows === "another" && (isPlannedShown || isStillWanted) && before?.notBefore === undefined) {
    const isLate = hadTimeToShow(since, reading);
    if (isLate === undefined) return { action: "wait" };
    if (!isLate) return fail(situation, status, tooEarly(ours, since ?? 0, notBefore));
  }
  return undefined;
}

/** (f) */
export function withOrderOfOthers(situation: Situation, observed: HistoryEvent, rules: Rules): Decision {
  const { planned, before } = situation;
  const { eventStatus: status, notBefore } = observed;
  const isKept = before?.ordered.state === "observed" && before.ordered.basis === planned.basis;
  const ours = standing(before?.ordered);
  if (rules.onExistingOrder === "resubmit")
    return ours ? replace(situation, status, ours, rules) : send(situation, status);
  if (rules.onExistingOrder === "keep" || isKept) return keepOrderOfOthers(situation, observed);
  return fail(situation, status, orderOfOthers(planned, notBefore));
}

/** ENS took an order and goes on with the one before it: to send it again would only repeat that. */
function whenNotTakenOver(
  situation: Situation,
  observed: HistoryEvent,
  marked: Terms | undefined,
  { onExistingOrder }: Rules,
): Decision {
  if (!marked && onExistingOrder === "keep") return keepOrderOfOthers(situation, observed);
  return fail(situation, observed.eventStatus, notTakenOver(marked, observed.notBefore));
}

function keepOrderOfOthers(situation: Situation, observed: HistoryEvent): Decision {
  const { basis } = situation.planned;
  return keepReading(withoutReference(situation), observed, { state: "observed", basis });
}

/** Whether ENS has given its time before. */
function wasShown(before: Migration | undefined, { terms }: OurOrder): boolean {
  return showsTerms(terms, before?.notBefore);
}

/** Nothing that the user wrote about the order has changed, or nothing that makes it another order. */
export function isAsPlanned({ basis, terms }: OurOrder, planned: PlannedMigration): boolean {
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

/** What stands is the order as the platform has moved it. */
function asMoved(notBefore: number | undefined, { basis, terms }: OurOrder): OurOrder {
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
  const { terms } = asMoved(notBefore, ours);
  const ordered = { ...onceShown(accepted(situation.before)), basis, terms };
  const { migration } = keep(withoutReference(situation), eventStatus, ordered);
  if (notBefore === undefined) return { action: "keep", migration };
  return { action: "keep", migration: { ...migration, notBefore }, notice: acceptedMove(notBefore) };
}

function foundNotice(terms: Terms, planned = ""): Cause {
  return {
    what: "found an order that this stack placed earlier; keeping it",
    details: `${formatTerms(terms)}${planned}`,
  };
}
