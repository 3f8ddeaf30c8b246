import type { EventInfo } from "../ens/client";
import { type Migration, type Ordered } from "../plan/migration";
import { termsOf } from "../plan/terms";
import type { Outcome } from "./submit";

/** An order to send, with what must be remembered of its event whatever becomes of it. */
export interface Order {
  eventInfo: EventInfo;
  basis: string;
  /** As ENS read it before the order. */
  status: string;
  before: Migration | undefined;
}

/** What one order's outcome leaves in memory. */
export function remember(
  { eventInfo, basis, status, before }: Order,
  outcome: Outcome,
  now: number,
): Migration {
  const ordered = orderedBy(outcome, basis, eventInfo, now);
  const refused = ordered.state === "rejected" || ordered.state === "unsent";
  const standing = before?.ordered.state === "accepted" || before?.ordered.state === "unknown";
  // A second order that was not taken leaves the first one standing, and that one must not be forgotten.
  return refused && standing ? { ...before, status } : { resourceId: eventInfo.resourceId, status, ordered };
}

function orderedBy(outcome: Outcome, basis: string, eventInfo: EventInfo, now: number): Ordered {
  const terms = termsOf(eventInfo);
  switch (outcome.outcome) {
    case "accepted":
      return { state: "accepted", basis, terms, requestId: outcome.requestId };
    case "unknown":
      return { state: "unknown", basis, terms, since: now };
    case "rejected": {
      const { code, message, requestId } = outcome;
      return { state: "rejected", basis, terms, code, message, ...(requestId && { requestId }) };
    }
    case "unsent":
      return { state: "unsent", basis, why: outcome.failure };
  }
}
