import type { Outcome } from "../plan/orders/remember";
import type { CallOptions, EnsClient, EventInfo, MigrateResult } from "../api/ens";
import { meaningOf } from "../api/codes";
import { EnsError } from "../api/errors";
import type { Advice } from "../plan/model/advice";
import { chunk } from "../api/request";
import type { PlanOptions } from "../plan/input/options";

/** The next `up` reads what ENS has before it sends anything. */
const RUN_AGAIN: readonly Advice[] = [{ do: "up" }];
/** Something about the order itself may be at fault, and then the next `up` fares no better. */
const RUN_AGAIN_OR_REMOVE: readonly Advice[] = [{ do: "up" }, { do: "remove" }];

/**
 * Sends orders in calls of a bounded size, one after another, and judges every answer. Nothing is sent twice here: an
 * order whose answer was lost is `unknown`. Past `maxErrors`, or after a refusal that would meet every call, later orders
 * stay home as `unsent`.
 *
 * `settled` hears of every call's outcomes as soon as they are known.
 */
export async function submit(
  client: EnsClient,
  eventInfos: readonly EventInfo[],
  { eventsPerCall, maxErrors }: Pick<PlanOptions, "eventsPerCall" | "maxErrors">,
  { failedBefore, now, ...callOptions }: CallOptions & { failedBefore: number; now: () => number },
  settled: (eventInfo: EventInfo, outcome: Outcome) => void,
): Promise<void> {
  const limit = errorLimit(maxErrors, eventInfos.length);
  let failed = failedBefore;
  let stopped: string | undefined;
  for (const eventInfosOfCall of chunk(eventInfos, eventsPerCall)) {
    if (stopped === undefined && failed > limit) {
      stopped = `not sent: ${failed} ${failed === 1 ? "event has" : "events have"} failed and maxErrors is ${String(maxErrors)}`;
    }
    if (stopped === undefined && callOptions.deadline !== undefined && now() >= callOptions.deadline) {
      stopped = "not sent: the time for sending orders ran out";
    }
    if (stopped !== undefined) {
      for (const eventInfo of eventInfosOfCall)
        settled(eventInfo, { outcome: "unsent", failure: stopped, advice: RUN_AGAIN });
      continue;
    }
    try {
      const { requestId, results } = await client.batchEventMigrateInstance(eventInfosOfCall, callOptions);
      for (const eventInfo of eventInfosOfCall) {
        const answers = results.filter((result) => result.eventId === eventInfo.eventId);
        const outcome = answered(answers, eventInfo, requestId);
        if (outcome.outcome !== "accepted") failed += 1;
        settled(eventInfo, outcome);
      }
    } catch (error) {
      failed += eventInfosOfCall.length;
      const outcome = outcomeOf(error);
      for (const eventInfo of eventInfosOfCall) settled(eventInfo, outcome);
      if (meetsEveryCall(error)) stopped = `not sent after an earlier call failed: ${messageOf(error)}`;
    }
  }
}

/** The API's answers for one order: it counts only as one that clearly speaks of this event and instance. */
function answered(
  answers: readonly MigrateResult[],
  { eventId, resourceId }: EventInfo,
  requestId: string,
): Outcome {
  const mine = answers.filter((answer) => answer.resourceId === resourceId);
  const [first, ...others] = mine;
  const unclear = (what: string): Outcome => ({
    outcome: "unknown",
    failure:
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
    failure:
      `refused by ENS: code ${first.code}, ${first.message} (request id ${requestId}). ` +
      "Correct what it names, or remove the event; the next `pulumi up` orders it again",
    advice: RUN_AGAIN_OR_REMOVE,
  };
}

function outcomeOf(error: unknown): Outcome {
  // What is no error of the client's is a defect, and says nothing about what ENS has.
  if (!(error instanceof EnsError) || error.kind === "unknownOutcome") {
    return { outcome: "unknown", failure: messageOf(error), advice: RUN_AGAIN };
  }
  if (error.kind !== "service")
    return { outcome: "unsent", failure: `not sent: ${error.message}`, advice: RUN_AGAIN };
  return {
    outcome: "rejected",
    code: error.code ?? "unknown",
    message: error.message,
    ...(error.requestId && { requestId: error.requestId }),
    failure: error.message,
    advice: RUN_AGAIN_OR_REMOVE,
  };
}

/** A field of one order may be at fault; a missing permission or network is there for all of them. */
function meetsEveryCall(error: unknown): boolean {
  return !(error instanceof EnsError && error.kind === "service" && meaningOf(error).fault === "order");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function errorLimit(maxErrors: PlanOptions["maxErrors"], orders: number): number {
  if (maxErrors === undefined) return Number.POSITIVE_INFINITY;
  return typeof maxErrors === "number" ? maxErrors : Math.floor((parseFloat(maxErrors) / 100) * orders);
}
