import type { Effect, FaultKind } from "./kinds";

/** A fault that waits for calls. */
export interface Fault {
  readonly kind: FaultKind;
  /** Null: any action. */
  readonly action: string | null;
  /** Calls it still hits. */
  readonly count: number | "always";
  /** Calls that still pass first. */
  readonly skip: number;
  readonly effect: Effect;
}

function matches(fault: Fault, action: string, eventIds: readonly string[]): boolean {
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
  action: string,
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
