import type { EventInfo } from "../../api/ens";
import { factsOf, type Why } from "../model/advice";
import {
  type Accepted,
  isNotTaken,
  type Migration,
  type Ordered,
  type OurOrder,
  UNREAD,
} from "../model/migration";
import { termsOf } from "../model/terms";

/** What became of one order that should have gone out. */
export type Submitted =
  | { outcome: "accepted"; requestId: string }
  | (Why & { outcome: "rejected"; code: string; message: string; requestId?: string })
  | (Why & { outcome: "unknown" | "unsent" });

/** An order to send, with what must be remembered of its event whatever becomes of it. */
export interface Order {
  eventInfo: EventInfo;
  basis: string;
  /** As ENS read it before the order. */
  status: string;
  /** The `NotBefore` that ENS read before it. */
  notBefore: number | undefined;
  /** What is so while nothing is taken. */
  remembered: Migration | undefined;
  /** The order of ours that stands until this one is taken. */
  earlier: OurOrder | undefined;
}

/** What remains in memory of an order that was submitted. `platformTime` is when the answer came, if the platform's clock is known. */
export function remember(order: Order, submitted: Submitted, platformTime: number | undefined): Migration {
  const { eventInfo, status, remembered } = order;
  const ordered = orderedBy(order, submitted, platformTime);
  // A second order that was not taken leaves the first one as it was, and that one must not be forgotten.
  const mayRun = remembered?.ordered.state === "accepted" || remembered?.ordered.state === "unknown";
  if (isNotTaken(ordered) && remembered && mayRun) return { ...remembered, status };
  // What ENS read before an order says nothing about what it makes of it.
  const read = submitted.outcome === "accepted" ? UNREAD : status;
  const reference = ordered.state === "unknown" ? remembered?.notBefore : undefined;
  return {
    resourceId: eventInfo.resourceId,
    ...(remembered?.instanceName !== undefined && { instanceName: remembered.instanceName }),
    status: read,
    ordered,
    ...(reference !== undefined && { notBefore: reference }),
  };
}

/** What ENS showed before it took the order, and may show for a while: only times with milliseconds tell it from others. */
function before({ status, notBefore, remembered, earlier }: Order): Pick<Accepted, "asked" | "replaced"> {
  const telling = (time: number | undefined): time is number => time !== undefined && time % 1_000 !== 0;
  if (status === "Inquiring" && !earlier) return telling(notBefore) ? { asked: notBefore } : {};
  const known = remembered?.ordered.state === "accepted" ? (remembered.ordered.replaced ?? []) : [];
  const replaced = earlier?.terms.opsType === "scheduled" ? earlier.terms.planTime : undefined;
  // Where ENS gives a time of its own for orders, it goes on to give that one.
  const shown = notBefore === remembered?.notBefore ? undefined : notBefore;
  const times = new Set([...known, replaced, shown].filter(telling));
  return times.size > 0 ? { replaced: [...times] } : {};
}

function orderedBy(order: Order, submitted: Submitted, platformTime: number | undefined): Ordered {
  const { eventInfo, basis, earlier } = order;
  const terms = termsOf(eventInfo);
  const since = platformTime === undefined ? {} : { since: Math.ceil(platformTime) };
  switch (submitted.outcome) {
    case "accepted":
      return { state: "accepted", basis, terms, requestId: submitted.requestId, ...since, ...before(order) };
    case "unknown":
      return { state: "unknown", basis, terms, ...since, ...(earlier && { earlier }) };
    case "rejected": {
      const { code, message, requestId } = submitted;
      return { state: "rejected", basis, terms, code, message, ...(requestId && { requestId }) };
    }
    case "unsent":
      return { state: "unsent", basis, why: factsOf(submitted) };
  }
}
