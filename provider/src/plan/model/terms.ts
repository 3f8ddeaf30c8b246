import { hash } from "node:crypto";
import { DATA_POLICIES, type DataPolicy } from "../../api/ens";

/** What an order says besides which event and instance it is for. */
export type Terms = Immediate | Scheduled;

interface Immediate {
  /** Moves the instance at once. */
  opsType: "immediate";
  /** What happens to local data. */
  dataPolicy: DataPolicy;
}

interface Scheduled {
  /** Moves the instance at `planTime`. */
  opsType: "scheduled";
  /** What happens to local data. */
  dataPolicy: DataPolicy;
  /** When the instance moves, in Unix milliseconds. */
  planTime: number;
}

/** The terms of an order, without the event, the instance and the password. */
export function termsOf(order: Terms): Terms {
  const { dataPolicy } = order;
  return order.opsType === "immediate"
    ? { opsType: order.opsType, dataPolicy }
    : { opsType: order.opsType, dataPolicy, planTime: order.planTime };
}

export function sameTerms(a: Terms, b: Terms): boolean {
  if (a.dataPolicy !== b.dataPolicy) return false;
  if (a.opsType === "immediate" || b.opsType === "immediate") return a.opsType === b.opsType;
  return a.planTime === b.planTime;
}

/** How many fingerprints there are: one of them and a data policy make a mark of 1 to 999. */
const FINGERPRINTS = 333;

/** Of a stack, an event and a second. */
function fingerprint(stack: string, eventId: string, second: number): number {
  const digest = hash("sha256", `${stack}\n${eventId}\n${second}`, "hex");
  return Number.parseInt(digest.slice(0, 8), 16) % FINGERPRINTS;
}

/**
 * The API takes no client token, so a whole-second time carries one in its milliseconds: found later, the order can
 * be recognised as placed by this stack, together with the data policy that nobody can read back. Never 0, which is a time
 * that nobody marked; and no two data policies share a mark. A time with milliseconds of its own is sent as it is.
 *
 * `stack` is `project/stack`.
 */
export function markPlanTime(
  stack: string,
  eventId: string,
  planTime: number,
  dataPolicy: DataPolicy,
): number {
  if (planTime % 1_000 !== 0) return planTime;
  const policies = DATA_POLICIES.length;
  return (
    planTime +
    1 +
    policies * fingerprint(stack, eventId, planTime / 1_000) +
    DATA_POLICIES.indexOf(dataPolicy)
  );
}

/** A time without the mark that {@link markPlanTime} gave it. */
export function withoutMark(planTime: number): number {
  return Math.floor(planTime / 1_000) * 1_000;
}

/** The terms of an order that this stack placed, by the time ENS gives for it; `undefined` if it bears no mark of this stack. */
export function recognise(
  stack: string,
  eventId: string,
  notBefore: number | undefined,
): (Terms & { opsType: "scheduled" }) | undefined {
  if (notBefore === undefined || notBefore % 1_000 === 0) return undefined;
  const first = markPlanTime(stack, eventId, withoutMark(notBefore), DATA_POLICIES[0]);
  const dataPolicy = DATA_POLICIES[notBefore - first];
  return dataPolicy && { opsType: "scheduled", dataPolicy, planTime: notBefore };
}

/**
 * Whether a time that ENS gives may be that of this order after a move by the platform. Milliseconds that are neither none
 * nor the order's own are the mark of another order.
 */
export function mayBeMoved(terms: Terms, notBefore: number): boolean {
  if (notBefore % 1_000 === 0) return true;
  return terms.opsType === "scheduled" && notBefore % 1_000 === terms.planTime % 1_000;
}

/**
 * What an event is ordered for, as eight characters: equal means that nothing the user wrote about the order has changed.
 * Never the clock, never a password. `when` is a time, `immediate`, or what a schedule's times depend on.
 */
export function basisOf(resourceId: string, dataPolicy: DataPolicy, when: number | string): string {
  return hash("sha256", `${resourceId}\n${dataPolicy}\n${JSON.stringify(when)}`, "base64url").slice(0, 8);
}
