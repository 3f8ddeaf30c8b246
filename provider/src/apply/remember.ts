import type { EventInfo } from "../ens/client";
import { type Migration, type Ordered, UNREAD } from "../plan/migration";
import { type Terms, termsOf } from "../plan/terms";
import type { Outcome } from "./submit";

/** An order to send, with what must be remembered of its event whatever becomes of it. */
export interface Order {
  eventInfo: EventInfo;
  basis: string;
  /** As ENS read it before the order. */
  status: string;
  before: Migration | undefined;
  /** The order of ours that stands until this one is taken. */
  earlier: Terms | undefined;
}

/** What one order's outcome leaves in memory. */
export function remember(
  { eventInfo, basis, status, before, earlier }: Order,
  outcome: Outcome,
  now: number,
): Migration {
  const ordered = orderedBy(outcome, { basis, eventInfo, earlier, now });
  // A second order that was not taken leaves the first one as it was, and that one must not be forgotten.
  const mayRun = before?.ordered.state === "accepted" || before?.ordered.state === "unknown";
  if (before && mayRun && (ordered.state === "rejected" || ordered.state === "unsent"))
    return { ...before, status };
  // What ENS read before an order says nothing about what it makes of it.
  const read = outcome.outcome === "accepted" ? UNREAD : status;
  const reference = ordered.state === "unknown" ? before?.notBefore : undefined;
  return {
    resourceId: eventInfo.resourceId,
    status: read,
    ordered,
    ...(reference !== undefined && { notBefore: reference }),
  };
}

function orderedBy(
  outcome: Outcome,
  {
    basis,
    eventInfo,
    earlier,
    now,
  }: { basis: string; eventInfo: EventInfo; earlier: Terms | undefined; now: number },
): Ordered {
  const terms = termsOf(eventInfo);
  switch (outcome.outcome) {
    case "accepted":
      return { state: "accepted", basis, terms, requestId: outcome.requestId };
    case "unknown":
      return { state: "unknown", basis, terms, since: now, ...(earlier && { earlier }) };
    case "rejected": {
      const { code, message, requestId } = outcome;
      return { state: "rejected", basis, terms, code, message, ...(requestId && { requestId }) };
    }
    case "unsent":
      return { state: "unsent", basis, why: outcome.failure };
  }
}
