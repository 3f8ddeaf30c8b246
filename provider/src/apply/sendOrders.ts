import type { PlanOptions } from "../plan/input/options";
import { counted } from "../plan/model/words";
import { withTimeToShow, withWayBack } from "../plan/orders/failures";
import { type Order, remember } from "../plan/orders/remember";
import { type Context, limitsOf } from "./context";
import type { Ledger } from "./ledger";
import { atTheLatest, type Progress } from "./signsOfLife";
import { SENDING_TIME, submit } from "./submit";

/** Sends the orders, and enters into the ledger what became of each. */
export async function sendOrders(
  orders: readonly Order[],
  options: PlanOptions,
  ledger: Ledger,
  context: Context & Progress,
): Promise<void> {
  if (orders.length === 0) return;
  const { client, now, say, doing } = context;
  say("info", `sending ${counted(orders.length, "order")}`);
  const deadline = limitsOf(context, SENDING_TIME).deadline;
  let answered = 0;
  doing(() => `still sending orders${atTheLatest(deadline, now())}: ${answered} of ${orders.length} done`);
  for await (const [order, submitted] of submit(orders, options, ledger.failures.length, context)) {
    const { eventId } = order.eventInfo;
    answered += 1;
    const migration = remember(order, submitted, client.platformTime());
    ledger.migrations.set(eventId, migration);
    if (submitted.outcome === "accepted") continue;
    if (submitted.outcome === "unknown") ledger.lost.add(eventId);
    ledger.fail({ eventId, ...withWayBack(withTimeToShow(submitted, migration), order) });
  }
}
