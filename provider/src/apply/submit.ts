import { meaningOf } from "../api/codes";
import type { EventInfo, MigrateResult } from "../api/ens";
import { EnsError, messageOf } from "../api/errors";
import { chunk } from "../api/request";
import type { PlanOptions } from "../plan/input/options";
import { type Advice, because, type Cause } from "../plan/model/advice";
import { counted } from "../plan/model/words";
import type { Order, Submitted } from "../plan/orders/remember";
import { type Context, type Limits, limitsOf, reasonToEnd } from "./context";

/** The next `up` reads what ENS has before it sends anything. */
const RUN_AGAIN: readonly Advice[] = [{ do: "up" }];
/** Something about the order itself may be at fault, and then the next `up` fares no better. */
const RUN_AGAIN_OR_REMOVE: readonly Advice[] = [{ do: "up" }, { do: "remove" }];

/** How long sending may take altogether. */
export const SENDING_TIME = 15 * 60_000;

/**
 * Sends orders in calls of a bounded size, one after another, and judges every answer: yields what became of each order as
 * soon as its call is over. Nothing is sent twice here: an order whose answer was lost is `unknown`. Past `maxErrors`
 * (`failedBefore` counts towards it), after a refusal that would meet every call, or once the operation has to end, later orders
 * are not sent.
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
  let stopped: Cause | undefined;
  for (const call of chunk(eventInfos, eventsPerCall)) {
    const ordersOfCall = left.splice(0, call.length);
    const end = reasonToEnd(context);
    if (end !== undefined) {
      stopped ??= { what: `order not sent: ${end}` };
    } else if (failed > maxFailed) {
      stopped ??= {
        what: `order not sent: ${counted(failed, "event")} failed, and maxErrors is ${String(maxErrors)}`,
      };
    } else if (now() >= limits.deadline) {
      stopped ??= { what: `order not sent: the ${SENDING_TIME / 60_000} minutes for sending orders ran out` };
    }
    let submitted: (order: Order) => Submitted;
    if (stopped !== undefined) {
      const unsent = notSent(stopped);
      submitted = () => unsent;
    } else {
      try {
        const { requestId, results } = await client.batchEventMigrateInstance(call, limits);
        submitted = ({ eventInfo }) => answered(results, eventInfo, requestId);
      } catch (error) {
        const outcome = outcomeOf(error);
        submitted = () => outcome;
        if (meetsEveryCall(error)) {
          stopped = {
            what: `order not sent after an earlier call failed: ${summaryOf(error)}`,
            ...idOf(error),
          };
        }
      }
    }
    for (const order of ordersOfCall) {
      const outcome = submitted(order);
      if (outcome.outcome !== "accepted") failed += 1;
      yield [order, outcome];
    }
  }
}

function notSent(cause: Cause): Submitted {
  return { outcome: "unsent", ...because(cause, RUN_AGAIN) };
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
  const details = `request id ${requestId}`;
  const unclear = (how: string): Submitted => ({
    outcome: "unknown",
    ...because(
      { what: `answer lost: ENS's answer ${how}`, details, consequence: "The order may have been taken" },
      RUN_AGAIN,
    ),
  });
  if (!first) return unclear(answers.length > 0 ? "names another instance for it" : "does not mention it");
  if (others.some((other) => (other.code === 200) !== (first.code === 200)))
    return unclear("contradicts itself");
  if (first.code === 200) return { outcome: "accepted", requestId };
  const { code, message } = first;
  // Whoever shows the reason names the event and its instance, and all that were refused alike have one text.
  const words = message.replaceAll(eventId, "…").replaceAll(resourceId, "…");
  return {
    outcome: "rejected",
    code: String(code),
    message,
    requestId,
    ...because({ what: `refused by ENS: code ${code}, ${words}`, details }, RUN_AGAIN_OR_REMOVE),
  };
}

function outcomeOf(error: unknown): Submitted {
  const { requestId, advice } = error instanceof EnsError ? error : {};
  const details = idOf(error);
  // What is no error of the client's is a defect, and says nothing about what ENS has.
  if (!(error instanceof EnsError) || error.kind === "unknownOutcome") {
    const what = `answer lost: ${summaryOf(error)}`;
    return { outcome: "unknown", ...because({ what, ...details }, RUN_AGAIN) };
  }
  const consequence = advice === undefined ? {} : { consequence: advice };
  if (error.kind !== "service")
    return notSent({ what: `order not sent: ${error.summary}`, ...details, ...consequence });
  return {
    outcome: "rejected",
    code: error.code ?? "unknown",
    message: error.message,
    ...(requestId && { requestId }),
    ...because({ what: `refused by ENS: ${error.summary}`, ...details, ...consequence }, RUN_AGAIN_OR_REMOVE),
  };
}

function idOf(error: unknown): Pick<Cause, "details"> {
  const { requestId } = error instanceof EnsError ? error : {};
  return requestId === undefined ? {} : { details: `request id ${requestId}` };
}

function summaryOf(error: unknown): string {
  return error instanceof EnsError ? error.summary : messageOf(error);
}

/** A field of one order may be at fault; a missing permission or network is there for all of them. */
function meetsEveryCall(error: unknown): boolean {
  return !(error instanceof EnsError && error.kind === "service" && meaningOf(error).about === "order");
}

function errorLimit(maxErrors: PlanOptions["maxErrors"], orders: number): number {
  if (maxErrors === undefined) return Number.POSITIVE_INFINITY;
  return typeof maxErrors === "number" ? maxErrors : Math.floor((parseFloat(maxErrors) / 100) * orders);
}
