import { ACTION_NAMES, type ActionName } from "../actions/actions";
import { InputReader, InvalidInput } from "../inputReader";
import { FAULT_KINDS, type FaultKind, type KindInput } from "./kinds";
import type { Fault } from "./waiting";

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
