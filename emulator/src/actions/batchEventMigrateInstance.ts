import { invalidParameterError } from "../apiError";
import type { BatchResult } from "../faults/tampering";
import type { OrderResult } from "../ledger";
import type { SentOrder } from "../orders";
import type { Action, ActionCall, ActionResult } from "./action";
import { sentOrders } from "./sentOrders";

function resultOf(order: SentOrder, { platform, caller, tampering }: ActionCall): OrderResult {
  const failure = tampering?.failure?.(order.eventId);
  if (failure !== undefined) {
    platform.record(order, caller, failure);
    return failure;
  }
  const { itemFailureCode } = platform.behaviour;
  const refusal = platform.order(order, caller, itemFailureCode);
  return refusal === null
    ? { code: 200, message: "success" }
    : { code: itemFailureCode, message: `${refusal.code}: ${refusal.message}` };
}

function carryOut(call: ActionCall): ActionResult {
  const { parameters, platform, tampering } = call;
  const { behaviour } = platform;
  const orders = sentOrders(parameters);
  if (orders.length === 0 || orders.length > behaviour.maxEventInfos)
    throw invalidParameterError("EventInfos");
  const results = orders.map((order): BatchResult => {
    const { code, message } = resultOf(order, call);
    const resourceId = behaviour.trailingNewline ? `${order.resourceId}\n` : order.resourceId;
    return { Code: code, EventId: order.eventId, Message: message, ResourceId: resourceId };
  });
  const ordered = behaviour.resultOrder === "reversed" ? results.reverse() : results;
  return { body: { Results: tampering?.results?.(ordered) ?? ordered }, items: orders.length };
}

/** Takes each order by itself: a refused one has a code other than 200, and the others still go through. */
export const batchEventMigrateInstance: Action = { parameters: { EventInfos: "textOrRecords" }, carryOut };
