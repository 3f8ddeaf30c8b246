import { nameEvent } from "../lines/instance";
import { formatUtc } from "../lines/planned";
import { formatTerms } from "../lines/terms";
import { type Cause, factsOf, type Failure } from "../model/advice";
import { formatInstant } from "../model/instant";
import { endedBadly, isNotTaken, isOver, type Migration, timeInForce } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { recognise, withoutMark } from "../model/terms";
import { counted, firstOf } from "../model/words";
import type { Fitted } from "../schedule/fit";
import type * as Zone from "../schedule/zone";
import type { PlanState } from "../state/state";
import { badEndOf } from "./badEnds";
import { reasonsOf } from "./reasons";

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
    const what = unreported ? "`pulumi up` fails once to report it" : "not ordered again automatically";
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

/**
 * That orders stay in force although their events, or the whole plan, are removed. Of a secret plan it only counts them. Times
 * are in the zone of the plan's schedule, where that is known.
 */
export function staysNotice(
  leaving: readonly [string, Migration][],
  { secret = false, zone }: { secret?: boolean; zone?: string | undefined } = {},
): string[] {
  const stay = (number: number): string =>
    `${counted(number, "order")} ${number === 1 ? "stays" : "stay"} in force, since ENS has no call to cancel an order`;
  if (secret) return leaving.length === 0 ? [] : [stay(leaving.length)];
  const named = leaving.map(
    ([eventId, migration]) => `${nameEvent(eventId, migration)}, ${startOf(migration, zone)}`,
  );
  return list(named, stay);
}

/** `2 orders stay in force: e-1 (web-1, i-1), …; e-2 …`. None for none. */
function list(named: readonly string[], what: (number: number) => string): string[] {
  return named.length === 0 ? [] : [`${what(named.length)}: ${firstOf(named, NAMED, "; ")}`];
}

/** `Sat 2026-12-05 01:30 Asia/Shanghai`, or what is known instead. */
function startOf(migration: Migration, zone: string | undefined): string {
  const { status, ordered } = migration;
  if (status === "Executing") return status;
  const at = timeInForce(migration);
  if (at !== undefined)
    return zone === undefined ? formatUtc(at) : `${zones().weekdayReading(zone, at)} ${zone}`;
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

/** Which proposed times give way to orders in force: in the preview, and again by the `up` that orders them. */
export function laterNotices(later: Fitted["later"]): string[] {
  const named = later.map(({ planned, from }) => {
    const { eventId, terms } = planned;
    const at = terms.opsType === "scheduled" ? formatInstant(withoutMark(terms.planTime)) : "";
    return `${nameEvent(eventId, planned)}, ${at} instead of ${formatInstant(withoutMark(from))}`;
  });
  return list(
    named,
    (number) =>
      `${counted(number, "order")} ${number === 1 ? "gets" : "get"} a later time, ` +
      "since the orders in force fill maxUnavailable of the group at the planned time",
  );
}

/** For which events `up` fails again, unless their order is gone by then. */
export function ofOthersNotices(failures: readonly Failure[], nameOf: (eventId: string) => string): string[] {
  return reasonsOf(failures, nameOf).map(
    (reason) => `\`pulumi up\` fails while ENS shows this order. ${reason}`,
  );
}

/** Which orders stand at a time that the schedule no longer allows: a preview's lines have only the planned time. */
export function lapsedNotices(
  planned: readonly PlannedMigration[],
  remembered: Pick<PlanState, "migrations">,
  inForce: Pick<PlanState, "migrations">,
): string[] {
  const named = planned.flatMap((line) => {
    const migration = remembered.migrations.get(line.eventId);
    if (migration === inForce.migrations.get(line.eventId) || migration?.ordered.state !== "accepted")
      return [];
    return [
      `${nameEvent(line.eventId, line)}, ${formatTerms(line.terms)} instead of ${formatTerms(migration.ordered.terms)}`,
    ];
  });
  return list(
    named,
    (number) => `the schedule no longer allows the time of ${counted(number, "order")}; planned now`,
  );
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

export function stuckNotices(stuck: Fitted["stuck"]): string[] {
  return inLines(stuck.map((planned) => ({ event: nameEvent(planned.eventId, planned), text: NO_SLOT })));
}

export const NO_SLOT = "no slot is left for it beside the orders in force of its group (maxUnavailable)";

/** It brings the time zone and cron libraries, and every command starts the provider anew. */
function zones(): typeof Zone {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` cannot load it at once.
  return require("../schedule/zone") as typeof Zone;
}
