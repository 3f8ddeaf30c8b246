import { invalidParameterError } from "../apiError";
import type { ResultFault } from "../faults";
import type { Verdict } from "../ledger";
import type { SentOrder } from "../orders";
import type { Caller, World } from "../world";
import type { ActionCall, ActionResult } from "./action";
import { sentOrders } from "./sentOrders";

interface Result {
  readonly Code: number;
  readonly EventId: string;
  readonly Message: string;
  readonly ResourceId: string;
}

function hits(fault: ResultFault, eventId: string): boolean {
  return "eventId" in fault && (fault.eventId === null || fault.eventId === eventId);
}

function verdictOn(order: SentOrder, world: World, caller: Caller, fault: ResultFault | null): Verdict {
  if (fault?.kind === "itemFailure" && hits(fault, order.eventId)) {
    const { code, message } = fault;
    world.record(order, caller, { code, message });
    return { code, message };
  }
  const { itemFailureCode } = world.behaviour;
  const refusal = world.order(order, caller, itemFailureCode);
  return refusal === null
    ? { code: 200, message: "success" }
    : { code: itemFailureCode, message: `${refusal.code}: ${refusal.message}` };
}

const FOREIGN: Result = {
  Code: 200,
  EventId: "e-00000000000000000000000000000000",
  Message: "success",
  ResourceId: "i-0000000000000000000000000",
};

/** The results as the fault leaves them; the orders themselves are taken. */
function tampered(results: readonly Result[], fault: ResultFault | null): readonly Result[] {
  switch (fault?.kind) {
    case undefined:
    case "itemFailure":
      return results;
    case "missingResult":
      return results.filter((result) => !hits(fault, result.EventId));
    case "duplicateResult":
      return results.flatMap((result) => (hits(fault, result.EventId) ? [result, result] : [result]));
    case "foreignResult":
      return [...results, FOREIGN];
  }
}

/** Takes each order by itself: a refused one has a code other than 200, and the others still go through. */
export function batchEventMigrateInstance({ parameters, world, caller, fault }: ActionCall): ActionResult {
  const { behaviour } = world;
  const orders = sentOrders(parameters);
  if (orders.length === 0 || orders.length > behaviour.maxEventInfos)
    throw invalidParameterError("EventInfos");
  const results = orders.map((order): Result => {
    const { code, message } = verdictOn(order, world, caller, fault);
    const resourceId = behaviour.trailingNewline ? `${order.resourceId}\n` : order.resourceId;
    return { Code: code, EventId: order.eventId, Message: message, ResourceId: resourceId };
  });
  const ordered = behaviour.resultOrder === "reversed" ? results.reverse() : results;
  return { body: { Results: tampered(ordered, fault) }, items: orders.length };
}
