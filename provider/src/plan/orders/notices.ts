import { nameEvent } from "../lines/instance";
import { formatUtc } from "../lines/planned";
import { formatTerms } from "../lines/terms";
import { type Cause, factsOf } from "../model/advice";
import { formatInstant } from "../model/instant";
import { endedBadly, isNotTaken, isOver, type Migration, timeInForce } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { recognise, withoutMark } from "../model/terms";
import { counted, firstOf } from "../model/words";
import type { Fitted } from "../schedule/fit";
import type { PlanState } from "../state/state";
import { badEndOf } from "./badEnds";

/** How many events a notice names. */
const NAMED = 20;

/** What there is to say of one event. */
interface Notice {
  /** As messages name it. */
  event: string;
  text: string;
}

/** One line for all events of which the same is to be said. */
function inLines(notices: readonly Notice[]): string[] {
  const byText = new Map<string, string[]>();
  for (const { event, text } of notices) {
    const events = byText.get(text);
    if (events) events.push(event);
    else byText.set(text, [event]);
  }
  return [...byText].map(([text, events]) => `${firstOf(events, NAMED)}: ${text}`);
}

/** What a person should know of a plan whatever is about to happen. */
export function noticesOf(state: Pick<PlanState, "migrations" | "stack">): string[] {
  return [...movesOf(state), ...badEndsOf(state)];
}

/** Which events wait for another time than the one that was ordered. */
export function movesOf({ migrations, stack }: Pick<PlanState, "migrations" | "stack">): string[] {
  const notices: Notice[] = [];
  for (const [eventId, migration] of migrations) {
    const { status, movedTo, ofAnother, released } = migration;
    if (movedTo === undefined || released || isOver(status)) continue;
    const text = shownOtherwise(stack, eventId, movedTo, ofAnother);
    notices.push({ event: nameEvent(eventId, migration), text });
  }
  return inLines(notices);
}

function badEndsOf({ migrations }: Pick<PlanState, "migrations">): string[] {
  const notices: Notice[] = [];
  for (const [eventId, migration] of migrations) {
    const { status, unreported } = migration;
    if (!endedBadly(status)) continue;
    const what = unreported
      ? "the next `pulumi up` fails once to report it"
      : "not ordered again automatically";
    notices.push({ event: nameEvent(eventId, migration), text: `${badEndOf(status)}; ${what}` });
  }
  return inLines(notices);
}

/** Which events ended badly and no `up` has reported it: a plan that goes does it with its last words. */
export function lastWordsOf({ migrations }: Pick<PlanState, "migrations">): string[] {
  return inLines(
    [...migrations].flatMap(([eventId, migration]) =>
      migration.unreported
        ? [
            {
              event: nameEvent(eventId, migration),
              text: `${badEndOf(migration.status)}. Check the instance`,
            },
          ]
        : [],
    ),
  );
}

/** That orders stay in force although their events, or the whole plan, are removed. Of a secret plan it only counts them. */
export function staysNotice(leaving: readonly [string, Migration][], secret = false): string[] {
  if (leaving.length === 0) return [];
  const stay = `${counted(leaving.length, "order")} ${leaving.length === 1 ? "stays" : "stay"} in force, since ENS has no call to cancel an order`;
  if (secret) return [stay];
  const named = leaving.map(
    ([eventId, migration]) => `${nameEvent(eventId, migration)}, ${startOf(migration)}`,
  );
  return [`${stay}: ${firstOf(named, NAMED, "; ")}`];
}

/** `Fri 2026-12-04 17:30 UTC`, or what is known instead. */
function startOf(migration: Migration): string {
  const { status, ordered } = migration;
  if (status === "Executing") return status;
  const at = timeInForce(migration);
  if (at !== undefined) return formatUtc(at);
  return ordered.state === "observed" ? "time unknown" : "immediate";
}

function shownOtherwise(stack: string, eventId: string, movedTo: number, ofAnother = false): string {
  if (recognise(stack, eventId, movedTo))
    return `${factsOf(otherOrder(stack, eventId, movedTo))}; the next \`pulumi up\` decides which of them stands`;
  if (ofAnother)
    return `${factsOf(otherOrder(stack, eventId, movedTo))}; onExistingOrder decides what the next \`pulumi up\` does`;
  return (
    `ENS shows ${formatInstant(movedTo)}: moved by the platform, or by an order that this stack did not place; ` +
    "write that time as planTime to accept it, or another one to order it again"
  );
}

/** Whose order ENS shows in place of the one that the plan remembers. */
export function otherOrder(stack: string, eventId: string, notBefore: number): Cause {
  const order = recognise(stack, eventId, notBefore);
  return order
    ? { what: "ENS shows another order that this stack placed", details: formatTerms(order) }
    : {
        what: "ENS shows an order that this stack did not place",
        details: `NotBefore ${formatInstant(notBefore)}`,
      };
}

/** That a proposed time gives way to orders in force: in the preview, and again by the `up` that orders it. */
export function laterNotice({ planned, from }: Fitted["later"][number]): string {
  const { eventId, terms } = planned;
  const at = terms.opsType === "scheduled" ? formatInstant(withoutMark(terms.planTime)) : "";
  return (
    `${nameEvent(eventId, planned)}: is ordered for ${at} instead of ${formatInstant(withoutMark(from))}: ` +
    "at that time the orders in force fill its group's maxUnavailable"
  );
}

/** That an order stands at a time which the schedule no longer allows: a preview's lines have only the planned time. */
export function lapsedNotice(
  planned: PlannedMigration,
  remembered: Pick<PlanState, "migrations">,
  inForce: Pick<PlanState, "migrations">,
): string[] {
  const { eventId, terms } = planned;
  const migration = remembered.migrations.get(eventId);
  if (migration === inForce.migrations.get(eventId) || migration?.ordered.state !== "accepted") return [];
  return [
    `${nameEvent(eventId, planned)}: the schedule no longer allows the time of its order (${formatTerms(migration.ordered.terms)}): ` +
      `it is ordered for ${formatTerms(terms)}`,
  ];
}

/** Which planned times have passed before anything was ordered for them. */
export function passedNotices(
  planned: readonly PlannedMigration[],
  { migrations }: Pick<PlanState, "migrations">,
  now: number,
): string[] {
  const notices: Notice[] = [];
  for (const line of planned) {
    const { eventId, terms, basis } = line;
    if (terms.opsType !== "scheduled" || terms.planTime > now) continue;
    const migration = migrations.get(eventId);
    const isOrdered =
      migration !== undefined &&
      !isNotTaken(migration.ordered) &&
      (migration.ordered.basis === basis || migration.released === true);
    if (isOrdered) continue;
    const text =
      `the planned time ${formatInstant(withoutMark(terms.planTime))} has passed: ` +
      "`pulumi up` fails here, unless that order is in force already";
    notices.push({ event: nameEvent(eventId, line), text });
  }
  return inLines(notices);
}

export function stuckNotice(planned: PlannedMigration): string {
  return `${nameEvent(planned.eventId, planned)}: ${NO_SLOT}`;
}

export const NO_SLOT = "no slot is left for it beside the orders in force of its group (maxUnavailable)";
