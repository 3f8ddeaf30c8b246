import { DATA_POLICIES, type HistoryEvent, MIGRATE_EVENT_TYPE } from "../api/ens";
import type { PlanOptions } from "./input/options";
import { dataPolicyWords, formatStart } from "./lines/planned";
import type { Failure } from "./model/advice";
import { isOver, type Migration, standing, UNREAD } from "./model/migration";
import type { PlannedMigration } from "./model/planned";
import { counted } from "./model/words";
import { decideAll } from "./orders/decideAll";
import { Observations } from "./orders/observations";

/** In the order in which they are named: an event's first order, one in place of another, one that ENS does not have yet. */
const KINDS = ["new", "changed", "again"] as const;

/** An order that the next `up` may send. */
export interface OrderAhead {
  planned: PlannedMigration;
  kind: (typeof KINDS)[number];
}

export type Inherited = (eventId: string) => Migration | undefined;

interface OutlookRequest {
  /** With the times that `up` orders. */
  planned: readonly PlannedMigration[];
  /** What is remembered of them. */
  before: ReadonlyMap<string, Migration>;
  /** What another plan of the stack remembers of an event, where that is known. */
  inherited?: Inherited;
  schedule: unknown;
  options: PlanOptions;
  now: number;
}

interface WorkAhead {
  orders: OrderAhead[];
  /** Events for which `up` fails, since ENS has an order for them that this stack did not place. */
  ofOthers: Failure[];
}

/**
 * The orders that `up` sends if ENS reads as it did last, and has nothing yet for what was never read: what decides in `up` decides
 * here too. `up` may find orders that stand, so these are the most it sends.
 */
export function workAhead({
  planned,
  before,
  inherited = () => undefined,
  schedule,
  options,
  now,
}: OutlookRequest): WorkAhead {
  if (planned.length === 0) return { orders: [], ofOthers: [] };
  const known = (eventId: string): Migration | undefined => before.get(eventId) ?? inherited(eventId);
  const observations = new Observations(
    planned.flatMap((line) => asLastRead(line, known(line.eventId))),
    undefined,
  );
  const reading = {
    observations,
    reading: { at: undefined, waited: true },
    absence: { now, lastRead: undefined },
  };
  const decisions = decideAll({ planned, before, inherited }, reading, schedule, options) ?? [];
  return {
    orders: decisions.flatMap(({ planned: line, decision }) =>
      decision.action === "send" ? [{ planned: line, kind: kindOf(known(line.eventId)) }] : [],
    ),
    ofOthers: decisions.flatMap(({ decision }) =>
      decision.action === "fail" && isAboutOthers(decision.failure) ? [decision.failure] : [],
    ),
  };
}

function isAboutOthers({ advice }: Failure): boolean {
  return advice.some((each) => each.do === "set" && each.option === "onExistingOrder");
}

/** None for an event that ENS has long ceased to list. */
function asLastRead(
  { eventId, resourceId }: PlannedMigration,
  migration: Migration | undefined,
): HistoryEvent[] {
  const event = { eventId, resourceId, eventType: MIGRATE_EVENT_TYPE };
  if (!migration || migration.status === UNREAD) return [{ ...event, eventStatus: "Inquiring" }];
  const { status, movedTo, outdated, notBefore, ordered } = migration;
  if (isOver(status)) return [];
  const planTime =
    ordered.state === "accepted" && ordered.terms.opsType === "scheduled"
      ? ordered.terms.planTime
      : undefined;
  const shown = movedTo ?? outdated ?? notBefore ?? planTime;
  return [{ ...event, eventStatus: status, ...(shown !== undefined && { notBefore: shown }) }];
}

function kindOf(migration: Migration | undefined): OrderAhead["kind"] {
  if (!migration) return "new";
  if (migration.ordered.state === "observed") return migration.status === "Scheduled" ? "changed" : "new";
  return standing(migration.ordered) ? "changed" : "again";
}

interface Outlook {
  orders: readonly OrderAhead[];
  /** How many pending orders leave the plan. */
  leaving?: number;
  /** How many events a preview does not know. */
  unknown?: number | "all" | undefined;
  /** Then it only counts. */
  secret: boolean;
}

/**
 * One line about all of it: `up to 3 orders (2 new, 1 changed), first Sat 2026-11-28 01:00 Asia/Shanghai, last 02:00; force_transfer`.
 * None where nothing is to be sent and all is known.
 */
export function outlookLine({ orders, leaving = 0, unknown = 0, secret }: Outlook): string[] {
  const parts: string[] = [];
  if (orders.length > 0) {
    parts.push(counts(orders) + (secret ? "" : starts(orders)));
    if (!secret) parts.push(dataPolicies(orders));
    if (leaving > 0) {
      parts.push(
        `${counted(leaving, "order")} ${leaving === 1 ? "stays" : "stay"} in force without the plan`,
      );
    }
  }
  if (unknown === "all") parts.push(`the plan's events are ${unknownUntil("they depend")}`);
  else if (unknown === 1) parts.push(`1 event is ${unknownUntil("it depends")}`);
  else if (unknown > 1) parts.push(`${unknown} events are ${unknownUntil("they depend")}`);
  return parts.length > 0 ? [parts.join("; ")] : [];
}

/** Of an update that sends nothing: it waits for so many orders, or only writes into the state what the outputs keep of the inputs. */
export function quietLine({ waits, changed }: { waits: number; changed: readonly string[] }): string {
  if (waits > 0) return `sends no orders: resumes the wait for ${counted(waits, "event")}`;
  if (changed.length === 0) return "sends no orders";
  return `sends no orders: only ${changed.join(" and ")} ${changed.length === 1 ? "changes" : "change"}`;
}

function unknownUntil(theyDepend: string): string {
  return `unknown until \`pulumi up\` has created the resources that ${theyDepend} on`;
}

function counts(orders: readonly OrderAhead[]): string {
  const kinds = KINDS.map((kind) => ({ kind, number: orders.filter((order) => order.kind === kind).length }));
  const named = kinds.filter(({ number }) => number > 0).map(({ kind, number }) => `${number} ${kind}`);
  return `up to ${counted(orders.length, "order")} (${named.join(", ")})`;
}

/** `, 1 immediate, first Sat 2026-11-28 01:00 Asia/Shanghai, last Sun 2026-11-29 02:00`. */
function starts(orders: readonly OrderAhead[]): string {
  let immediate = 0;
  let first: PlannedMigration | undefined;
  let last: PlannedMigration | undefined;
  for (const { planned } of orders) {
    if (planned.terms.opsType === "immediate") {
      immediate += 1;
    } else {
      if (!first || timeOf(planned) < timeOf(first)) first = planned;
      if (!last || timeOf(planned) > timeOf(last)) last = planned;
    }
  }
  if (!first || !last) return ", immediate";
  const some = immediate > 0 ? `, ${immediate} immediate` : "";
  const [from, to] = [formatStart(first), formatStart(last)];
  if (from === to) return `${some}, ${orders.length - immediate > 1 ? "all " : ""}${from}`;
  return `${some}, first ${from}, last ${withoutCommon(to, from)}`;
}

function timeOf({ terms }: PlannedMigration): number {
  return terms.opsType === "scheduled" ? terms.planTime : 0;
}

/** `02:00` of a start on the same day as another, and the zone only where it is not that one's. */
function withoutCommon(start: string, other: string): string {
  const [weekday, day, time, zone] = start.split(" ");
  const [, otherDay, , otherZone] = other.split(" ");
  if (zone !== otherZone) return start;
  return day === otherDay ? String(time) : `${weekday} ${day} ${time}`;
}

/** `force_transfer`, or `2 force_transfer, 1 abandon: local data is lost`. */
function dataPolicies(orders: readonly OrderAhead[]): string {
  const policies = [...DATA_POLICIES].sort((a, b) => Number(a === "abandon") - Number(b === "abandon"));
  const used = policies
    .map((policy) => ({
      policy,
      number: orders.filter(({ planned }) => planned.terms.dataPolicy === policy).length,
    }))
    .filter(({ number }) => number > 0);
  return used
    .map(({ policy, number }) => (used.length > 1 ? `${number} ` : "") + dataPolicyWords(policy))
    .join(", ");
}
