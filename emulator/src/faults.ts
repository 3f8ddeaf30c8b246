import { InputReader, InvalidInput } from "./inputReader";

/** The actions that the emulator knows. */
const ACTIONS = [
  "BatchEventMigrateInstance",
  "EventMigrateInstance",
  "DescribeHistoryEvents",
  "DescribeInstances",
  "ListTagResources",
] as const;
export type ActionName = (typeof ACTIONS)[number];

export function isAction(name: string): name is ActionName {
  return (ACTIONS as readonly string[]).includes(name);
}

/** Before the call is carried out, or after: then its orders are taken although the answer says otherwise. */
export type When = "before" | "after";

/** What goes wrong. */
export type FaultEffect =
  | {
      readonly kind: "throttle";
      readonly status: 400 | 429;
      readonly code: string;
      readonly retryAfterMs: number | null;
    }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly when: When;
    }
  | { readonly kind: "html"; readonly status: number; readonly when: When }
  | { readonly kind: "empty"; readonly status: number; readonly when: When }
  | { readonly kind: "notJson"; readonly status: number; readonly when: When }
  | { readonly kind: "truncate" }
  | { readonly kind: "reset"; readonly when: When | "midBody" }
  | { readonly kind: "delay"; readonly ms: number; readonly when: When }
  | { readonly kind: "drip"; readonly bytes: number; readonly intervalMs: number }
  | { readonly kind: "noPermission" }
  | { readonly kind: "expiredToken" }
  | ResultFault;

/** What goes wrong with single results of a batch that is otherwise answered well. */
export type ResultFault =
  | {
      readonly kind: "itemFailure";
      readonly eventId: string | null;
      readonly code: number;
      readonly message: string;
    }
  | { readonly kind: "missingResult"; readonly eventId: string | null }
  | { readonly kind: "duplicateResult"; readonly eventId: string | null }
  | { readonly kind: "foreignResult" };

export type FaultKind = FaultEffect["kind"];

const FAULT_KINDS = [
  "throttle",
  "status",
  "html",
  "empty",
  "notJson",
  "truncate",
  "reset",
  "delay",
  "drip",
  "noPermission",
  "expiredToken",
  "itemFailure",
  "missingResult",
  "duplicateResult",
  "foreignResult",
] as const satisfies readonly FaultKind[];

/** An effect, and the calls that it waits for. */
export interface Fault {
  /** Null: any action. */
  readonly action: ActionName | null;
  /** Calls it still hits. */
  readonly count: number | "always";
  /** Calls that still pass first. */
  readonly skip: number;
  readonly effect: FaultEffect;
}

interface FaultTarget {
  /** Only calls of this action; default: any. */
  readonly action?: ActionName;
  /** How many calls it hits; default 1. */
  readonly count?: number | "always";
  /** How many matching calls pass first; default 0. */
  readonly skip?: number;
}

/**
 * A fault, as the side channel writes it.
 *
 * @example
 * emulator.faults([
 *   { kind: "throttle", retryAfterMs: 200, count: 2 },
 *   { kind: "reset", when: "after", action: "BatchEventMigrateInstance" },
 * ]);
 */
export type FaultInput = FaultTarget &
  (
    | {
        readonly kind: "throttle";
        readonly status?: 400 | 429;
        readonly code?: string;
        readonly retryAfterMs?: number;
      }
    | {
        readonly kind: "status";
        readonly status?: number;
        readonly code?: string;
        readonly message?: string;
        readonly when?: When;
      }
    | { readonly kind: "html" | "empty" | "notJson"; readonly status?: number; readonly when?: When }
    | { readonly kind: "truncate" | "noPermission" | "expiredToken" | "foreignResult" }
    | { readonly kind: "reset"; readonly when?: When | "midBody" }
    | { readonly kind: "delay"; readonly ms: number; readonly when?: When }
    | { readonly kind: "drip"; readonly bytes?: number; readonly intervalMs?: number }
    | {
        readonly kind: "itemFailure";
        readonly eventId?: string;
        readonly code?: number;
        readonly message?: string;
      }
    | { readonly kind: "missingResult" | "duplicateResult"; readonly eventId?: string }
  );

const MOST_COUNT = 1_000_000;
const MOST_DELAY = 600_000;
const WHEN = ["before", "after"] as const;

/** The keys of each kind beyond the common ones. */
const KEYS: Readonly<Record<FaultKind, readonly string[]>> = {
  throttle: ["status", "code", "retryAfterMs"],
  status: ["status", "code", "message", "when"],
  html: ["status", "when"],
  empty: ["status", "when"],
  notJson: ["status", "when"],
  truncate: [],
  reset: ["when"],
  delay: ["ms", "when"],
  drip: ["bytes", "intervalMs"],
  noPermission: [],
  expiredToken: [],
  itemFailure: ["eventId", "code", "message"],
  missingResult: ["eventId"],
  duplicateResult: ["eventId"],
  foreignResult: [],
};

function serverError(status: number): { code: string; message: string } {
  return status === 502 || status === 503
    ? {
        code: "ServiceUnavailable",
        message: "The request has failed due to a temporary failure of the server.",
      }
    : {
        code: "InternalError",
        message: "The request processing has failed due to some unknown error, exception or failure.",
      };
}

function readEffect(reader: InputReader, kind: FaultKind): FaultEffect {
  const when = (): When => reader.oneOf("when", WHEN) ?? "before";
  const status = (byDefault: number): number => reader.integer("status", 200, 599) ?? byDefault;
  const eventId = (): string | null => reader.text("eventId") ?? null;
  switch (kind) {
    case "throttle": {
      const throttled = status(400);
      if (throttled !== 400 && throttled !== 429)
        throw new InvalidInput(`${reader.where}.status: must be 400 or 429`);
      const code = reader.text("code") ?? "Throttling.Api";
      return {
        kind,
        status: throttled,
        code,
        retryAfterMs: reader.integer("retryAfterMs", 1, MOST_DELAY) ?? null,
      };
    }
    case "status": {
      const failed = reader.integer("status", 400, 599) ?? 500;
      const { code, message } = serverError(failed);
      return {
        kind,
        status: failed,
        code: reader.text("code") ?? code,
        message: reader.text("message") ?? message,
        when: when(),
      };
    }
    case "html":
      return { kind, status: status(502), when: when() };
    case "empty":
      return { kind, status: status(502), when: when() };
    case "notJson":
      return { kind, status: status(200), when: reader.oneOf("when", WHEN) ?? "after" };
    case "truncate":
      return { kind };
    case "reset":
      return { kind, when: reader.oneOf("when", [...WHEN, "midBody"]) ?? "before" };
    case "delay":
      return { kind, ms: reader.requiredInteger("ms", 1, MOST_DELAY), when: when() };
    case "drip":
      return {
        kind,
        bytes: reader.integer("bytes", 1, MOST_COUNT) ?? 1,
        intervalMs: reader.integer("intervalMs", 1, MOST_DELAY) ?? 100,
      };
    case "noPermission":
      return { kind };
    case "expiredToken":
      return { kind };
    case "itemFailure": {
      const code = reader.integer("code", -MOST_COUNT, MOST_COUNT) ?? 500;
      if (code === 200) throw new InvalidInput(`${reader.where}.code: 200 means success`);
      const message = reader.text("message") ?? "ens.interface.error: Failed to call API.";
      return { kind, eventId: eventId(), code, message };
    }
    case "missingResult":
      return { kind, eventId: eventId() };
    case "duplicateResult":
      return { kind, eventId: eventId() };
    case "foreignResult":
      return { kind };
  }
}

const RESULT_FAULTS: readonly FaultKind[] = [
  "itemFailure",
  "missingResult",
  "duplicateResult",
  "foreignResult",
] satisfies ResultFault["kind"][];

export function isResultFault(effect: FaultEffect): effect is ResultFault {
  return RESULT_FAULTS.includes(effect.kind);
}

function readFault(input: unknown, where: string): Fault {
  const known = [...new Set(["kind", "action", "count", "skip", ...Object.values(KEYS).flat()])];
  const kind = new InputReader(input, where, known).oneOf("kind", FAULT_KINDS);
  if (kind === undefined) throw new InvalidInput(`${where}.kind: is required`);
  const reader = new InputReader(input, where, ["kind", "action", "count", "skip", ...KEYS[kind]]);
  const effect = readEffect(reader, kind);
  const action = reader.oneOf("action", ACTIONS) ?? null;
  if (isResultFault(effect) && action !== null && action !== "BatchEventMigrateInstance")
    throw new InvalidInput(`${where}.action: only BatchEventMigrateInstance has results`);
  return {
    action: isResultFault(effect) ? "BatchEventMigrateInstance" : action,
    count: reader.raw("count") === "always" ? "always" : (reader.integer("count", 1, MOST_COUNT) ?? 1),
    skip: reader.integer("skip", 0, MOST_COUNT) ?? 0,
    effect,
  };
}

/** Checks faults from the side channel. */
export function readFaults(inputs: readonly unknown[], where: string): Fault[] {
  return inputs.map((input, index) => readFault(input, `${where}[${index}]`));
}

function matches(fault: Fault, action: ActionName, eventIds: readonly string[]): boolean {
  if (fault.action !== null && fault.action !== action) return false;
  const eventId = "eventId" in fault.effect ? fault.effect.eventId : null;
  return eventId === null || eventIds.includes(eventId);
}

/**
 * What a call meets, and the faults that are left. The first fault that matches the call decides alone, so that
 * faults happen in the order in which they were given.
 */
export function takeFault(
  faults: readonly Fault[],
  action: ActionName,
  eventIds: readonly string[],
): { readonly effect: FaultEffect | null; readonly left: readonly Fault[] } {
  const index = faults.findIndex((fault) => matches(fault, action, eventIds));
  const fault = faults[index];
  if (fault === undefined) return { effect: null, left: faults };
  if (fault.skip > 0) return { effect: null, left: faults.with(index, { ...fault, skip: fault.skip - 1 }) };
  if (fault.count === "always") return { effect: fault.effect, left: faults };
  return {
    effect: fault.effect,
    left:
      fault.count > 1 ? faults.with(index, { ...fault, count: fault.count - 1 }) : faults.toSpliced(index, 1),
  };
}
