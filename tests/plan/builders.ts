import fc from "fast-check";
import {
  DATA_POLICIES,
  type DataPolicy,
  EVENT_STATUSES,
  type HistoryEvent,
  MIGRATE_EVENT_TYPE,
} from "../../provider/src/api/ens";
import { type PlanOptions, readOptions } from "../../provider/src/plan/input/options";
import type { Migration, Ordered, OurOrder } from "../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../provider/src/plan/model/planned";
import { basisOf, markPlanTime, type Terms } from "../../provider/src/plan/model/terms";
import type { PlanState } from "../../provider/src/plan/state/state";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const NOW = Date.parse("2026-12-01T00:00:00Z");
/** The time that planned events have unless a test says otherwise. */
export const TIME = Date.parse("2026-12-04T17:30:00Z");
export const OTHER_TIME = Date.parse("2026-12-11T17:30:00Z");

export const EVENT = "e-1";
export const INSTANCE = "i-1";
export const OTHER_BASIS = "otherone";
/** Whose orders they are. */
export const STACK = "shop/prod";
export const OTHER_STACK = "shop/test";

type ScheduledTerms = Terms & { opsType: "scheduled" };

/** As a user writes it: the time is not marked yet. */
export function at(planTime: number = TIME, dataPolicy: DataPolicy = "force_transfer"): ScheduledTerms {
  return { opsType: "scheduled", dataPolicy, planTime };
}

export function atOnce(dataPolicy: DataPolicy = "force_transfer"): Terms {
  return { opsType: "immediate", dataPolicy };
}

export function marked<T extends Terms>(terms: T, eventId: string = EVENT): T {
  return terms.opsType === "scheduled" ? { ...terms, planTime: timeOf(terms, STACK, eventId) } : terms;
}

/** The time that ENS gives for an order with these terms, of this stack or another one. */
export function timeOf(terms: ScheduledTerms, stack = STACK, eventId = EVENT): number {
  return markPlanTime(stack, eventId, terms.planTime, terms.dataPolicy);
}

/** The basis of terms as a user writes them. */
function basis(terms: Terms, resourceId = INSTANCE): string {
  return basisOf(
    resourceId,
    terms.dataPolicy,
    terms.opsType === "immediate" ? terms.opsType : terms.planTime,
  );
}

/** What `check` makes of an event with these terms. */
export function planned(terms: Terms = at(), eventId = EVENT, resourceId = INSTANCE): PlannedMigration {
  return {
    eventId,
    resourceId,
    terms: marked(terms, eventId),
    password: "random",
    basis: basis(terms, resourceId),
  };
}

export function migration(
  ordered: Ordered,
  status = "Scheduled",
  more: Partial<Omit<Migration, "ordered" | "status">> = {},
): Migration {
  return { resourceId: INSTANCE, status, ordered, ...more };
}

type InState<State extends Ordered["state"]> = Ordered & { state: State };

/** An order of ours, as it is remembered while another one is on its way. */
export function ourOrder(terms: Terms = at()): OurOrder {
  return { basis: basis(terms), terms: marked(terms) };
}

/** The order of ours that {@link planned} stands for, as ENS took it. */
export function accepted(terms: Terms = at(), more: Partial<InState<"accepted">> = {}): InState<"accepted"> {
  return { state: "accepted", ...ourOrder(terms), requestId: "request-1", ...more };
}

/** One whose answer was lost; `since` is `null` where no clock told it. */
export function unknown(
  terms: Terms = at(),
  since: number | null = NOW - MINUTE,
  earlier?: OurOrder,
): InState<"unknown"> {
  return {
    state: "unknown",
    ...ourOrder(terms),
    ...(since !== null && { since }),
    ...(earlier && { earlier }),
  };
}

export function unsent(terms: Terms = at(), why = "no time"): Ordered {
  return { state: "unsent", basis: basis(terms), why };
}

export function rejected(terms: Terms = at(), code = "409", message = "busy"): Ordered {
  return { state: "rejected", basis: basis(terms), terms: marked(terms), code, message };
}

export function observed(terms: Terms = at()): Ordered {
  return { state: "observed", basis: basis(terms) };
}

/** What ENS reads for an event. */
export function reading(
  eventStatus: string,
  notBefore?: number,
  more: Partial<HistoryEvent> = {},
): HistoryEvent {
  return {
    eventId: EVENT,
    eventType: MIGRATE_EVENT_TYPE,
    eventStatus,
    resourceId: INSTANCE,
    ...(notBefore !== undefined && { notBefore }),
    ...more,
  };
}

export function options(inputs: Record<string, unknown> = {}): PlanOptions {
  return readOptions({ label: "edge", stack: STACK, waitFor: "submitted", ...inputs });
}

export function planState(
  migrations: Record<string, Migration> = {},
  more: Partial<PlanState> = {},
): PlanState {
  return {
    migrations: new Map(Object.entries(migrations)),
    unfinished: false,
    plannedWaves: [],
    label: "edge",
    stack: STACK,
    onRemove: "retain",
    ...more,
  };
}

// Arbitrary records, for properties.

type Arbitraries<T> = { [K in keyof T]: fc.Arbitrary<T[K]> };

/** A plain object, as code makes them. */
export function record<T>(model: Arbitraries<T>): fc.Arbitrary<T>;
export function record<T, K extends keyof T>(
  model: Arbitraries<T>,
  requiredKeys: readonly K[],
): fc.Arbitrary<Pick<T, K> & Partial<T>>;
export function record<T>(model: Arbitraries<T>, requiredKeys?: readonly (keyof T)[]): fc.Arbitrary<unknown> {
  return fc.record(model, {
    noNullPrototype: true,
    ...(requiredKeys && { requiredKeys: [...requiredKeys] }),
  });
}

export const anyDataPolicy = fc.constantFrom(...DATA_POLICIES);
export const anyEventId = fc.stringMatching(/^e-[0-9A-Za-z]{1,24}$/);
export const anyResourceId = fc.stringMatching(/^i-[0-9A-Za-z]{1,24}$/);
export const anyBasis = fc.stringMatching(/^[\w-]{8}$/);
/** From 1975 to 2200. */
export const anyTime = fc.integer({ min: 157_766_400_000, max: 7_258_118_400_000 });
export const anyWholeSecond = anyTime.map((time) => time - (time % 1_000));
export const anyStatus = fc.constantFrom(...EVENT_STATUSES, "Paused");

export const anyTerms: fc.Arbitrary<Terms> = fc.oneof(
  record({ opsType: fc.constant("immediate" as const), dataPolicy: anyDataPolicy }),
  record({ opsType: fc.constant("scheduled" as const), dataPolicy: anyDataPolicy, planTime: anyTime }),
);

/** Texts of others, with everything that could be taken for a part of a line. */
export const anyMessage = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(
        " | ",
        "|",
        "\n",
        "\r\n",
        "\t",
        "#",
        " | #1.Jx0k_2aQ",
        "\\u007c",
        ": ",
        ":",
        "#abc",
        "call 1",
        "released",
        "unreported",
        "or immediate abandon",
        "earlier immediate abandon #Jx0k_2aQ",
        "  ",
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** How a message of others is kept: on one line, and short. */
export function asKept(message: string): string {
  return message.replace(/\s+/g, " ").trim().slice(0, 400);
}
