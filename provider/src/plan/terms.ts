import { hash } from "node:crypto";
import { DATA_POLICIES, type DataPolicy } from "../ens/client";

/** What an order says besides which event and instance it is for. `planTime` is Unix milliseconds. */
export type Terms =
  | { opsType: "immediate"; dataPolicy: DataPolicy }
  | { opsType: "scheduled"; dataPolicy: DataPolicy; planTime: number };

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

/** 1 to 999, never 0: a time with zero milliseconds is one that nobody marked. */
function fingerprint(eventId: string, second: number, dataPolicy: DataPolicy): number {
  const digest = hash("sha256", `${eventId}\n${second}\n${dataPolicy}`, "hex");
  return 1 + (Number.parseInt(digest.slice(0, 8), 16) % 999);
}

/**
 * The API takes no client token, so a whole-second time carries one in its milliseconds: found later, the order can
 * be recognised as ours, together with the data policy that nobody can read back. A time with milliseconds of its own
 * is sent as it is.
 */
export function markPlanTime(eventId: string, planTime: number, dataPolicy: DataPolicy): number {
  return planTime % 1_000 === 0 ? planTime + fingerprint(eventId, planTime / 1_000, dataPolicy) : planTime;
}

/** A time without the mark that {@link markPlanTime} gave it. */
export function withoutMark(planTime: number): number {
  return Math.floor(planTime / 1_000) * 1_000;
}

/**
 * The terms of an order of ours, recognised by the time ENS gives for it; `undefined` if it is not (or not readably) ours.
 * Now and then two data policies share a mark, so the orders that it may be come first.
 */
export function recognise(
  eventId: string,
  notBefore: number | undefined,
  candidates: readonly (Terms | undefined)[],
): (Terms & { opsType: "scheduled" }) | undefined {
  if (notBefore === undefined || notBefore % 1_000 === 0) return undefined;
  const second = Math.floor(notBefore / 1_000);
  const policies = [...candidates.flatMap((terms) => terms?.dataPolicy ?? []), ...DATA_POLICIES];
  const dataPolicy = policies.find((policy) => fingerprint(eventId, second, policy) === notBefore % 1_000);
  return dataPolicy && { opsType: "scheduled", dataPolicy, planTime: notBefore };
}

/**
 * What an event is ordered for, as eight characters: equal means that nothing the user wrote about the order has changed.
 * Never the clock, never a password. `when` is a time, `immediate`, or what a schedule's times depend on.
 */
export function basisOf(resourceId: string, dataPolicy: DataPolicy, when: number | string): string {
  return hash("sha256", `${resourceId}\n${dataPolicy}\n${JSON.stringify(when)}`, "base64url").slice(0, 8);
}
