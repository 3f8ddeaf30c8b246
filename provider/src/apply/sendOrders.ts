import type { PlanOptions } from "../plan/input/options";
import { counted } from "../plan/model/words";
import { withWayBack } from "../plan/orders/failures";
import { type Order, remember } from "../plan/orders/remember";
import type { Context } from "./context";
import type { Ledger } from "./ledger";
import { submit } from "./submit";

/** Sends the orders, and enters into the ledger what became of each. */
export async function sendOrders(
  orders: readonly Order[],
  options: PlanOptions,
  ledger: Ledger,
  context: Context,
): Promise<void> {
  if (orders.length === 0) return;
  context.say("info", `ordering ${counted(orders.length, "migration")}`);
  for await (const [order, submitted] of submit(orders, options, ledger.failures.length, context)) {
    const { eventId } = order.eventInfo;
    ledger.migrations.set(eventId, remember(order, submitted, context.client.platformTime()));
    if (submitted.outcome === "accepted") continue;
    if (submitted.outcome === "unknown") ledger.lost.add(eventId);
    const { reason, advice } = submitted;
    ledger.fail({ eventId, ...withWayBack({ reason, advice }, order) });
  }
}
