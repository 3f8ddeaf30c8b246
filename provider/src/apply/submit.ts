import { meaningOf } from "../api/codes";
import type { EventInfo, MigrateResult } from "../api/ens";
import { EnsError, messageOf } from "../api/errors";
import { chunk } from "../api/request";
import type { PlanOptions } from "../plan/input/options";
import type { Advice } from "../plan/model/advice";
import type { Order, Submitted } from "../plan/orders/remember";
import { type Context, type Limits, limitsOf, reasonToEnd } from "./context";

/** The next `up` reads what ENS has before it sends anything. */
const RUN_AGAIN: readonly Advice[] = [{ do: "up" }];
/** Something about the order itself may be at fault, and then the next `up` fares no better. */
const RUN_AGAIN_OR_REMOVE: readonly Advice[] = [{ do: "up" }, { do: "remove" }];

/** How long sending may take altogether. */
const SENDING_TIME = 15 * 60_000;

/**
 * Sends orders in calls of a bounded size, one after another, and judges every answer: yields what became of each order as
 * soon as its call is over. Nothing is sent twice here: an order whose answer was lost is `unknown`. Past `maxErrors`
 * (`failedBefore` counts towards it), after a refusal that would meet every call, or once the operation has to end, later orders
 * stay home as `unsent`.
 */
export async function* submit(
  orders: readonly Order[],
  { eventsPerCall, maxErrors }: Pick<PlanOptions, "eventsPerCall" | "maxErrors">,
  failedBefore: number,
  context: Limits & Pick<Context, "client">,
): AsyncGenerator<[Order, Submitted], void> {
  const { client, now } = context;
  const limits = limitsOf(context, SENDING_TIME);
  const maxFailed = errorLimit(maxErrors, orders.length);
  const eventInfos = orders.map(({ eventInfo }) => eventInfo);
  const left = [...orders];
  let failed = failedBefore;
  let stopped: string | undefined;
  for (const call of chunk(eventInfos, eventsPerCall)) {
    const ordersOfCall = left.splice(0, call.length);
    const end = reasonToEnd(context);
    if (end !== undefined) stopped ??= `not sent: ${end}`;
    else if (failed > maxFailed)
      stopped ??= `not sent: ${failed} ${failed === 1 ? "event has" : "events have"} failed and maxErrors is ${String(maxErrors)}`;
    else if (now() >= limits.deadline) stopped ??= "not sent: the time for sending orders ran out";
    let submitted: (order: Order) => Submitted;
    if (stopped !== undefined) {
      const unsent: Submitted = { outcome: "unsent", reason: stopped, advice: RUN_AGAIN };
      submitted = () => unsent;
    } else {
      try {
        const { requestId, results } = await client.batchEventMigrateInstance(call, limits);
        submitted = ({ eventInfo }) => answered(results, eventInfo, requestId);
      } catch (error) {
        const outcome = outcomeOf(error);
        submitted = () => outcome;
        if (meetsEveryCall(error)) stopped = `not sent after an earlier call failed: ${messageOf(error)}`;
      }
    }
    for (const order of ordersOfCall) {
      const outcome = submitted(order);
      if (outcome.outcome !== "accepted") failed += 1;
      yield [order, outcome];
    }
  }
}

/** The API's answers for one order: it counts only as one that clearly speaks of this event and instance. */
function answered(
  results: readonly MigrateResult[],
  { eventId, resourceId }: EventInfo,
  requestId: string,
): Submitted {
  const answers = results.filter((result) => result.eventId === eventId);
  const mine = answers.filter((answer) => answer.resourceId === resourceId);
  const [first, ...others] = mine;
  const unclear = (what: string): Submitted => ({
    outcome: "unknown",
    reason:
      `the answer ${what}, so nobody knows whether the order was taken (request id ${requestId}). ` +
      "The next `pulumi up` reads what ENS has before anything is sent again",
    advice: RUN_AGAIN,
  });
  if (!first)
    return unclear(answers.length > 0 ? `for ${eventId} names another instance` : "does not mention it");
  if (others.some((other) => (other.code === 200) !== (first.code === 200)))
    return unclear("contradicts itself");
  if (first.code === 200) return { outcome: "accepted", requestId };
  return {
    outcome: "rejected",
    code: String(first.code),
    message: first.message,
    requestId,
    reason:
      `refused by ENS: code ${first.code}, ${first.message} (request id ${requestId}). ` +
      "Correct what it names, or remove the event; the next `pulumi up` orders it again",
    advice: RUN_AGAIN_OR_REMOVE,
  };
}

function outcomeOf(error: unknown): Submitted {
  // What is no error of the client's is a defect, and says nothing about what ENS has.
  if (!(error instanceof EnsError) || error.kind === "unknownOutcome")
    return { outcome: "unknown", reason: messageOf(error), advice: RUN_AGAIN };
  if (error.kind !== "service")
    return { outcome: "unsent", reason: `not sent: ${error.message}`, advice: RUN_AGAIN };
  return {
    outcome: "rejected",
    code: error.code ?? "unknown",
    message: error.message,
    ...(error.requestId && { requestId: error.requestId }),
    reason: error.message,
    advice: RUN_AGAIN_OR_REMOVE,
  };
}

/** A field of one order may be at fault; a missing permission or network is there for all of them. */
function meetsEveryCall(error: unknown): boolean {
  return !(error instanceof EnsError && error.kind === "service" && meaningOf(error).about === "order");
}

function errorLimit(maxErrors: PlanOptions["maxErrors"], orders: number): number {
  if (maxErrors === undefined) return Number.POSITIVE_INFINITY;
  return typeof maxErrors === "number" ? maxErrors : Math.floor((parseFloat(maxErrors) / 100) * orders);
}
