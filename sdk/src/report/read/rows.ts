import {
  hasEnded,
  isLine,
  isPending,
  type Migration,
  notesOf,
  parsePlanned,
  type PlannedMigration,
  readState,
} from "@pulumi-ens/provider/plan";
import type { ReportRow } from "../model/report";
import { toneOf } from "../model/tones";
import { localReading } from "../model/zone";
import type { PlanSource } from "./sources";

/** What a plan wants and what it remembers, by event id. */
export interface PlanLines {
  /** `undefined` for an event of which a preview cannot tell more than that it is there. */
  planned: Map<string, PlannedMigration | undefined>;
  migrations: ReadonlyMap<string, Migration>;
  /** The plan itself was read, not only its outputs: what it does not name has left it. */
  complete: boolean;
}

export function readLines({ inputs, outputs, op }: PlanSource): PlanLines {
  const lines = inputs["planned"];
  const known = typeof lines === "object" && lines !== null;
  const planned = new Map<string, PlannedMigration | undefined>(
    Object.entries(known ? lines : {}).map(([eventId, line]) => [
      eventId,
      isLine(line) ? parsePlanned(eventId, line) : undefined,
    ]),
  );
  const remembered = outputs["migrations"];
  const migrations =
    typeof remembered === "object" && remembered !== null
      ? readState(outputs).migrations
      : new Map<string, Migration>();
  return { planned, migrations, complete: known || op === "delete" };
}

/** What a line of the report says, before anybody decided in which time zone. */
type Draft = Omit<ReportRow, "local" | "utc" | "detail"> & { detail?: (reading: Reading) => string };
/** `2026-12-05 01:30`, in the plan's zone. */
type Reading = (at: number) => string;

export function rowsOf(
  { planned, migrations, complete }: PlanLines,
  timeZone: string,
  plannedAnywhere: ReadonlySet<string>,
): ReportRow[] {
  const reading: Reading = (at) => localReading(timeZone, at);
  const drafts = [...planned].map(([eventId, plan]) => draftOf(eventId, plan, migrations.get(eventId)));
  for (const [eventId, migration] of migrations) {
    if (plannedAnywhere.has(eventId)) continue;
    const released = migration.released === true || (complete && isPending(migration));
    drafts.push({ ...rememberedDraft(eventId, undefined, migration), released });
  }
  return drafts.sort(byTime).map(({ detail, ...draft }) => ({
    ...draft,
    ...(typeof draft.at === "number" && {
      local: reading(draft.at),
      utc: new Date(draft.at).toISOString(),
    }),
    ...(detail && { detail: detail(reading) }),
  }));
}

function draftOf(
  eventId: string,
  plan: PlannedMigration | undefined,
  migration: Migration | undefined,
): Draft {
  if (!plan) return migration ? rememberedDraft(eventId, plan, migration) : unknownDraft(eventId);
  if (!migration) return plannedDraft(plan, undefined);
  const { ordered, status } = migration;
  const changed = ordered.basis !== plan.basis && !hasEnded(status) && status !== "Executing";
  return changed ? plannedDraft(plan, migration) : rememberedDraft(eventId, plan, migration);
}

function unknownDraft(eventId: string): Draft {
  return {
    // A preview names an event whose id it does not know by its place: events[3].
    eventId,
    resourceId: "not known yet",
    at: "unknown",
    notes: [],
    status: "Planned",
    tone: "planned",
    detail: () => "known once up has made what it depends on",
    released: false,
  };
}

/** What `up` is going to order. */
function plannedDraft(plan: PlannedMigration, migration: Migration | undefined): Draft {
  const { eventId, resourceId, terms } = plan;
  const was = migration && timeOf(migration);
  return {
    eventId,
    resourceId,
    ...placeOf(plan),
    at: terms.opsType === "immediate" ? "immediate" : terms.planTime,
    dataPolicy: terms.dataPolicy,
    notes: notesOf(plan),
    status: "Planned",
    tone: "planned",
    ...(migration && {
      detail: (reading: Reading) =>
        `${migration.status} ${typeof was === "number" ? `for ${reading(was)} ` : ""}until up changes it`,
    }),
    released: false,
  };
}

/** What has become of an order. */
function rememberedDraft(eventId: string, plan: PlannedMigration | undefined, migration: Migration): Draft {
  const { resourceId, ordered } = migration;
  const at = timeOf(migration) ?? (plan && timeOfPlan(plan)) ?? "unknown";
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
    ...(plan && placeOf(plan)),
    at,
    ...(dataPolicy !== undefined && { dataPolicy }),
    notes: ordered.state === "observed" ? [] : plan ? notesOf(plan) : [],
    ...statusOf(migration),
    ...(detail && { detail }),
    released: migration.released === true,
  };
}

function statusOf({ status, ordered }: Migration): Pick<ReportRow, "status" | "tone"> {
  if (!hasEnded(status)) {
    if (ordered.state === "rejected") return { status: "Rejected", tone: "attention" };
    if (ordered.state === "unsent") return { status: "Not sent", tone: "attention" };
    if (ordered.state === "unknown") return { status: "Outcome unknown", tone: "attention" };
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
        `sent${ordered.since === undefined ? "" : ` at ${reading(ordered.since)}`}, and the answer was lost`;
    case "observed":
      return () => "no order of this plan";
    case "accepted": {
      const from = notBefore ?? (ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : undefined);
      if (movedTo === undefined) return undefined;
      if (ofAnother)
        return () => "another order, not the one of this plan; the next `up` decides which of them stands";
      return (reading) =>
        `moved${from === undefined ? "" : ` from ${reading(from)}`} by the platform, or ordered by somebody else; write that time as planTime to accept it, or another one`;
    }
  }
}

/** When a remembered event moves, or moved. */
function timeOf({ ordered, movedTo, notBefore }: Migration): number | "immediate" | undefined {
  if (movedTo !== undefined) return movedTo;
  if (!("terms" in ordered)) return notBefore;
  if (ordered.terms.opsType === "immediate") return "immediate";
  return notBefore ?? ordered.terms.planTime;
}

function timeOfPlan({ terms }: PlannedMigration): number | "immediate" {
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
