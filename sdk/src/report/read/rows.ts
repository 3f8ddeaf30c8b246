import {
  hasEnded,
  isLine,
  isPending,
  type Migration,
  type OrderAhead,
  ordersOf,
  parsePlanned,
  type PlannedMigration,
  readState,
  standing,
  type Terms,
  withoutMark,
} from "@pulumi-ens/provider/plan";
import { isAhead } from "../model/ahead";
import type { Before, ReportRow } from "../model/report";
import { toneOf } from "../model/tones";
import { localReading } from "../model/zone";
import { notesOf } from "./notes";
import type { OpenTimes } from "./openTimes";
import type { PlanSource } from "./sources";

/** What a plan wants and what it remembers, by event id. */
export interface PlanLines {
  /** `undefined` for an event of which a preview knows only that it is there. */
  planned: Map<string, PlannedMigration | undefined>;
  /** What was planned before what a preview is about. */
  last: ReadonlyMap<string, PlannedMigration | undefined>;
  migrations: ReadonlyMap<string, Migration>;
  /** The plan itself was read, not only its outputs. In a preview, what it does not name leaves it. */
  complete: boolean;
  /** What other plans of the program have of this one's events. */
  elsewhere: ReadonlySet<unknown>;
}

export function readLines({ inputs, lastInputs, outputs, op }: PlanSource): PlanLines {
  const { elsewhere } = inputs;
  const remembered = outputs["migrations"];
  return {
    planned: plannedIn(inputs),
    last: plannedIn(lastInputs),
    migrations: isObject(remembered) ? readState(outputs).migrations : new Map<string, Migration>(),
    complete: isObject(inputs["planned"]) || op === "delete",
    elsewhere: new Set<unknown>(Array.isArray(elsewhere) ? elsewhere : []),
  };
}

/** What `up` is to send. */
export interface Ahead {
  /** By event id; none where nobody can say. */
  orders: ReadonlyMap<string, OrderAhead> | undefined;
  /** What the other plans of a preview remember. */
  inherited: (eventId: string) => Migration | undefined;
  /** Why nobody can say. */
  failure?: string;
}

/** The orders that the provider decides on for a preview: there is no second rule for it here. */
export function aheadOf(
  { inputs, outputs }: PlanSource,
  inherited: Ahead["inherited"],
  now: number | undefined,
): Ahead {
  if (!isObject(inputs["planned"])) return { orders: new Map(), inherited };
  // These decide nothing, and what is secret in them is masked.
  const { connection: _, changeTicket: __, passwords: ___, ...known } = inputs;
  try {
    const before = isObject(outputs["migrations"]) ? outputs : undefined;
    // Without a clock no time has passed.
    return { orders: ordersOf(before, known, { now: now ?? 0, inherited }), inherited };
  } catch (error) {
    return { orders: undefined, inherited, failure: error instanceof Error ? error.message : String(error) };
  }
}

function plannedIn({ planned }: PlanSource["inputs"]): Map<string, PlannedMigration | undefined> {
  return new Map(
    Object.entries(isObject(planned) ? planned : {}).map(([eventId, line]) => [
      eventId,
      isLine(line) ? parsePlanned(eventId, line) : undefined,
    ]),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What a line of the report says, whatever the time zone. */
type Draft = Omit<ReportRow, "local" | "utc" | "detail" | "before"> & {
  before?: Omit<Before, "local">;
  detail?: (reading: Reading) => string;
};
/** `2026-12-05 01:30`, in the plan's zone. */
type Reading = (at: number) => string;

export interface RowOptions {
  /** Only of a preview. */
  ahead: Ahead | undefined;
  timeZone: string;
  /** An event that has left this plan for another counts once. */
  plannedAnywhere: ReadonlySet<string>;
  openTimes: OpenTimes | undefined;
  now: number | undefined;
}

export function rowsOf(lines: PlanLines, options: RowOptions): ReportRow[] {
  const { planned, last, migrations, complete, elsewhere } = lines;
  const { timeZone, plannedAnywhere, ahead } = options;
  const drafts = [...planned].map(([eventId, plan]) =>
    draftOf(eventId, { plan, last: last.get(eventId), migration: migrations.get(eventId) }, options),
  );
  for (const [eventId, migration] of migrations) {
    if (plannedAnywhere.has(eventId) || elsewhere.has(eventId)) continue;
    const hasLeft = migration.released === true;
    const isDecided = ahead !== undefined && complete;
    drafts.push({
      ...rememberedDraft(eventId, last.get(eventId), migration),
      ...(isDecided && { change: hasLeft ? ("unchanged" as const) : ("leaves" as const) }),
      // After an `up` that failed, a state has orders that its inputs do not name yet: only a preview knows what leaves.
      released: hasLeft || (isDecided && isPending(migration)),
    });
  }
  const reading: Reading = (at) => localReading(timeZone, at);
  return drafts.sort(byTime).map(({ detail, before, ...draft }) => ({
    ...draft,
    ...(typeof draft.at === "number" && {
      local: reading(draft.at),
      utc: new Date(draft.at).toISOString(),
    }),
    ...(before && {
      before: { ...before, ...(typeof before.at === "number" && { local: reading(before.at) }) },
    }),
    ...(isOutside(draft, options) && { outsideWindows: true as const }),
    ...(detail && { detail: detail(reading) }),
  }));
}

/** What has begun is not to be kept from beginning. */
function isOutside(draft: Draft, { openTimes, now }: RowOptions): boolean {
  if (!openTimes || !isAhead(draft) || draft.tone === "executing") return false;
  const { at, tone } = draft;
  const start = at === "immediate" && tone === "planned" ? now : at;
  return typeof start === "number" && !openTimes.isOpen(start);
}

/** What is known of an event of the plan. */
interface Known {
  plan: PlannedMigration | undefined;
  last: PlannedMigration | undefined;
  migration: Migration | undefined;
}

function draftOf(eventId: string, known: Known, { ahead }: RowOptions): Draft {
  const { plan, last } = known;
  const migration = known.migration ?? ahead?.inherited(eventId);
  const remembered = migration && { ...rememberedDraft(eventId, plan, migration), released: false };
  if (!plan) return remembered ?? unknownDraft(eventId, ahead !== undefined);
  if (!ahead) return remembered ?? plannedDraft(plan, known);
  const { orders } = ahead;
  if (!orders)
    return remembered && migration?.ordered.basis === plan.basis ? remembered : plannedDraft(plan, known);
  const order = orders.get(eventId);
  if (order) return { ...plannedDraft(order.planned, { plan, last, migration }), change: order.kind };
  return { ...(remembered ?? withheldDraft(plan, known)), change: "unchanged" };
}

/** It has no order, and as things stand `up` sends none. */
function withheldDraft(plan: PlannedMigration, known: Known): Draft {
  return { ...plannedDraft(plan, known), moves: false, status: "Order not sent", tone: "attention" };
}

function unknownDraft(eventId: string, isPreview: boolean): Draft {
  return {
    // A preview names an event whose id it does not know by its place: events[3].
    eventId,
    resourceId: "not known yet",
    at: "unknown",
    moves: true,
    notes: [],
    status: "Planned",
    tone: "planned",
    detail: () => "known once `pulumi up` has created what it depends on",
    ...(isPreview && { change: "new" as const }),
    released: false,
  };
}

/** What `up` is going to order. */
function plannedDraft(plan: PlannedMigration, { last, migration }: Known): Draft {
  const { eventId, resourceId, terms } = plan;
  const name = plan.instanceName ?? migration?.instanceName;
  const before =
    (migration && differenceFrom(migration, plan)) ?? (last && differenceOf(termsIn(last.terms), plan));
  const detail = migration && lastDetail(migration);
  return {
    eventId,
    resourceId,
    ...(name !== undefined && { instanceName: name }),
    ...placeOf(plan),
    at: timeOfTerms(terms),
    dataPolicy: terms.dataPolicy,
    ...(before && { before }),
    moves: true,
    notes: notesOf(plan),
    status: "Planned",
    tone: "planned",
    ...(detail && { detail }),
    released: false,
  };
}

/** How what is in force, or was refused, differs from what is planned; `undefined` where it does not. */
function differenceFrom(migration: Migration, plan: PlannedMigration): Omit<Before, "local"> | undefined {
  const { ordered, movedTo, notBefore } = migration;
  // Where an answer was lost, the order before that one is in force, if there is one.
  const terms = standing(ordered)?.terms ?? ("terms" in ordered ? ordered.terms : undefined);
  // As it was ordered, unless the platform has moved it: some accounts' ENS gives a time of its own for every order.
  const at = movedTo ?? (terms ? timeOfTerms(terms) : notBefore);
  if (ordered.state === "unsent" || (ordered.state === "observed" && migration.status === "Inquiring"))
    return undefined;
  return differenceOf(
    {
      ...(at !== undefined && { at }),
      ...(terms && { dataPolicy: terms.dataPolicy }),
    },
    plan,
  );
}

function differenceOf(
  { at, dataPolicy }: Omit<Before, "local">,
  { terms }: PlannedMigration,
): Omit<Before, "local"> | undefined {
  const planned = timeOfTerms(terms);
  const isOtherTime = at !== undefined && second(at) !== second(planned);
  const isOtherPolicy = dataPolicy !== undefined && dataPolicy !== terms.dataPolicy;
  if (!isOtherTime && !isOtherPolicy) return undefined;
  return { ...(isOtherTime && { at }), ...(isOtherPolicy && { dataPolicy }) };
}

function second(at: number | "immediate"): number | "immediate" {
  return at === "immediate" ? at : withoutMark(at);
}

function termsIn(terms: Terms): Omit<Before, "local"> {
  return { at: timeOfTerms(terms), dataPolicy: terms.dataPolicy };
}

/** Why an order is sent although there was one. */
function lastDetail({ ordered }: Migration): Draft["detail"] {
  switch (ordered.state) {
    case "rejected":
      return () => `refused by ENS last time: ${ordered.code}: ${ordered.message}`;
    case "unsent":
      return () => `not sent last time: ${ordered.why}`;
    case "unknown":
      return () => "the answer to the last order was lost";
    case "observed":
      return () => NOT_OURS;
    case "accepted":
      return undefined;
  }
}

const NOT_OURS = "not ordered by this plan";

/** What has become of an order. */
function rememberedDraft(eventId: string, plan: PlannedMigration | undefined, migration: Migration): Draft {
  const { resourceId, ordered } = migration;
  const name = plan?.instanceName ?? migration.instanceName;
  const at = timeOf(migration) ?? (plan && timeOfTerms(plan.terms)) ?? "unknown";
  const dataPolicy =
    "terms" in ordered
      ? ordered.terms.dataPolicy
      : ordered.state === "unsent"
        ? plan?.terms.dataPolicy
        : undefined;
  const detail = detailOf(migration);
  return {
    eventId,
    resourceId,
    ...(name !== undefined && { instanceName: name }),
    ...(plan && placeOf(plan)),
    at,
    ...(dataPolicy !== undefined && { dataPolicy }),
    moves: movesBy(migration),
    notes: ordered.state === "observed" ? [] : plan ? notesOf(plan) : [],
    ...statusOf(migration),
    ...(detail && { detail }),
    released: migration.released === true,
  };
}

/** Nothing moves, or nothing is known to. */
const WITHOUT_MOVE: ReadonlySet<string> = new Set(["Failed", "Canceled", "Avoided", "Unlisted"]);

function movesBy({ status, ordered }: Migration): boolean {
  if (WITHOUT_MOVE.has(status)) return false;
  if (status === "Executing" || hasEnded(status)) return true;
  if (ordered.state === "rejected" || ordered.state === "unsent") return false;
  return ordered.state !== "observed" || status !== "Inquiring";
}

export const LOST = "Answer lost";

function statusOf({ status, ordered }: Migration): Pick<ReportRow, "status" | "tone"> {
  if (status === "Unlisted") return { status: "Not listed by ENS", tone: "other" };
  if (!hasEnded(status)) {
    if (ordered.state === "rejected") return { status: "Refused by ENS", tone: "attention" };
    if (ordered.state === "unsent") return { status: "Order not sent", tone: "attention" };
    if (ordered.state === "unknown") return { status: LOST, tone: "attention" };
    if (status === "Unread") return { status: "Ordered", tone: "inquiring" };
  }
  return { status, tone: toneOf(status) };
}

function detailOf({
  ordered,
  movedTo,
  ofAnother,
  notBefore,
}: Migration): ((reading: Reading) => string) | undefined {
  switch (ordered.state) {
    case "rejected":
      return () =>
        `${ordered.code}: ${ordered.message}${ordered.requestId ? ` (request id ${ordered.requestId})` : ""}`;
    case "unsent":
      return () => ordered.why;
    case "unknown":
      return (reading) =>
        ordered.since === undefined
          ? "it was sent, and the answer was lost"
          : `sent at ${reading(ordered.since)}, and the answer was lost`;
    case "observed":
      return () => NOT_OURS;
    case "accepted": {
      const from = notBefore ?? (ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : undefined);
      if (movedTo === undefined) return undefined;
      if (ofAnother) {
        return () =>
          "ENS shows another order, not the one of this plan; the next `pulumi up` decides which stands";
      }
      return (reading) =>
        `moved${from === undefined ? "" : ` from ${reading(from)}`} by the platform, or ordered by someone else; ` +
        "to accept it, write that time as planTime; to order it again, write another one";
    }
  }
}

/** When a remembered event moves, or moved. */
function timeOf({
  ordered,
  movedTo,
  notBefore,
}: Pick<Migration, "ordered" | "movedTo" | "notBefore">): number | "immediate" | undefined {
  if (movedTo !== undefined) return movedTo;
  if (!("terms" in ordered)) return notBefore;
  if (ordered.terms.opsType === "immediate") return "immediate";
  return notBefore ?? ordered.terms.planTime;
}

function timeOfTerms(terms: Terms): number | "immediate" {
  return terms.opsType === "immediate" ? "immediate" : terms.planTime;
}

function placeOf({ group, wave }: PlannedMigration): Pick<ReportRow, "group" | "wave"> {
  return { ...(group !== undefined && { group }), ...(wave !== undefined && { wave }) };
}

function byTime(a: Draft, b: Draft): number {
  return (
    rankOf(a) - rankOf(b) ||
    (a.wave ?? 0) - (b.wave ?? 0) ||
    compare(a.group ?? "", b.group ?? "") ||
    compare(a.resourceId, b.resourceId) ||
    compare(a.eventId, b.eventId)
  );
}

/** Milliseconds are a mark of ours and no reason to come first. */
function rankOf({ at }: Draft): number {
  if (at === "immediate") return Number.NEGATIVE_INFINITY;
  return at === "unknown" ? Number.MAX_VALUE : Math.floor(at / 1_000);
}

/** By code point, so that the order is the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
