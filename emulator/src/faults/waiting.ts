import { InputReader, InvalidInput } from "../inputReader";
import { ACTION_NAMES, type ActionName } from "../vocabulary";
import { type Effect, FAULT_KINDS, type FaultKind, type KindInput } from "./kinds";

/** A fault that waits for calls. */
export interface Fault {
  readonly kind: FaultKind;
  /** Null: any action. */
  readonly action: ActionName | null;
  /** Calls it still hits. */
  readonly count: number | "always";
  /** Calls that still pass first. */
  readonly skip: number;
  readonly effect: Effect;
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
export type FaultInput = KindInput & {
  /** Only calls of this action; default: any. */
  readonly action?: ActionName;
  /** How many calls it hits; default 1. */
  readonly count?: number | "always";
  /** How many matching calls pass first; default 0. */
  readonly skip?: number;
};

const MOST_COUNT = 1_000_000;
const COMMON_KEYS = ["kind", "action", "count", "skip"];
const KINDS = Object.keys(FAULT_KINDS) as FaultKind[];

/** Checks faults from the side channel. */
export function readFaults(inputs: readonly unknown[], where: string): Fault[] {
  return inputs.map((input, index) => readFault(input, `${where}[${index}]`));
}

function readFault(input: unknown, where: string): Fault {
  const allKeys = Object.values(FAULT_KINDS).flatMap(({ members }) => Object.keys(members));
  const kind = new InputReader(input, where, [...new Set([...COMMON_KEYS, ...allKeys])]).oneOf("kind", KINDS);
  if (kind === undefined) throw new InvalidInput(`${where}.kind: is required`);
  const { members, read, action: only } = FAULT_KINDS[kind];
  const reader = new InputReader(input, where, [...COMMON_KEYS, ...Object.keys(members)]);
  const action = reader.oneOf("action", ACTION_NAMES) ?? null;
  if (only !== undefined && action !== null && action !== only)
    throw new InvalidInput(`${where}.action: ${kind} hits only ${only}`);
  return {
    kind,
    action: only ?? action,
    count: reader.raw("count") === "always" ? "always" : (reader.integer("count", 1, MOST_COUNT) ?? 1),
    skip: reader.integer("skip", 0, MOST_COUNT) ?? 0,
    effect: read(reader),
  };
}

function matches(fault: Fault, action: ActionName, eventIds: readonly string[]): boolean {
  if (fault.action !== null && fault.action !== action) return false;
  const { eventId } = fault.effect.values;
  return typeof eventId !== "string" || eventIds.includes(eventId);
}

/**
 * The fault that a call meets, and those that are left. The first one that matches the call decides alone, so that
 * faults happen in the order in which they were given.
 */
export function takeFault(
  faults: readonly Fault[],
  action: ActionName,
  eventIds: readonly string[],
): { readonly taken?: Fault; readonly left: readonly Fault[] } {
  const index = faults.findIndex((fault) => matches(fault, action, eventIds));
  const fault = faults[index];
  if (fault === undefined) return { left: faults };
  if (fault.skip > 0) return { left: faults.with(index, { ...fault, skip: fault.skip - 1 }) };
  if (fault.count === "always") return { taken: fault, left: faults };
  const left =
    fault.count > 1 ? faults.with(index, { ...fault, count: fault.count - 1 }) : faults.toSpliced(index, 1);
  return { taken: fault, left };
}
