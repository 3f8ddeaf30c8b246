import { setTimeout as sleep } from "node:timers/promises";
import { inWords } from "../plan/model/advice";
import { formatClock } from "../plan/model/instant";
import { counted, sentences } from "../plan/model/words";
import { decideAll, type Decided, instancesToRead, type Reading } from "../plan/orders/decideAll";
import { SETTLE_TIME } from "../plan/orders/timeToShow";
import { type Context, limitsOf, reasonToEnd, type Say } from "./context";
import { observe } from "./observe";
import type { ApplyRequest } from "./request";
import { atTheLatest, type Progress } from "./signsOfLife";

/** How long the readings before a decision may take. */
const READING_TIME = 15 * 60_000;

/**
 * Reads the events and decides about each. Where an order's answer was lost and no clock tells how long ago, it waits for
 * as long as ENS may take to show an order, and reads again.
 */
export async function decide(
  request: ApplyRequest,
  context: Context & Progress,
): Promise<Reading & { decisions: Decided[] }> {
  const { now, say, inherited } = context;
  const { options, schedule } = request;
  const remembered = { ...request, inherited };
  const begin = now();
  const first = await read(request, context, { waited: false });
  // A reading has the time of its begin: one that took long says nothing about the clock.
  if (first.reading.at !== undefined) warnOfClock(begin - first.reading.at, say);
  const start = performance.now();
  const decisions = decideAll(remembered, first, schedule, options);
  if (decisions) return { ...first, decisions };
  say(
    "info",
    `waiting for ${SETTLE_TIME / 60_000} minutes, until ${formatClock(now() + SETTLE_TIME, now())}: ENS does not show an order whose answer was lost. ` +
      "Its answers have no Date, so it is unknown how long ago the order was sent",
  );
  await pause(SETTLE_TIME - (performance.now() - start), context);
  const second = await read(request, context, { waited: true });
  const again = decideAll(remembered, second, schedule, options);
  if (!again) throw new TypeError("nothing is left to wait for");
  return { ...second, decisions: again };
}

async function read(
  request: ApplyRequest,
  context: Context & Progress,
  { waited }: { waited: boolean },
): Promise<Reading> {
  const instances = instancesToRead(request);
  const limits = limitsOf(context, READING_TIME);
  const count = counted(new Set(instances).size, "instance");
  context.doing(
    () => `still reading the events of ${count} from ENS${atTheLatest(limits.deadline, context.now())}`,
  );
  const observations = await observe(context.client, instances, limits);
  const { at } = observations;
  return {
    observations,
    reading: { at, waited },
    absence: { now: at ?? context.now(), lastRead: request.readAt },
  };
}

/** Throws if the operation has to end first: nothing was sent. */
async function pause(milliseconds: number, context: Context & Progress): Promise<void> {
  const { signal, doing, now, deadline = Infinity } = context;
  const until = now() + milliseconds;
  doing(
    () =>
      `still waiting until ${formatClock(until, now())} for ENS to show an order whose answer was lost. Nothing is sent before`,
  );
  const start = performance.now();
  // A timer may wake too early, and the machine's clock may be set back: only this clock tells that time has passed.
  for (let left = milliseconds; left > 0; left = milliseconds - (performance.now() - start)) {
    if (reasonToEnd(context) !== undefined) break;
    await sleep(Math.min(left, deadline - now()), undefined, { signal }).catch(() => undefined);
  }
  const end = reasonToEnd(context);
  if (end === undefined) return;
  throw new Error(
    sentences(
      `nothing was sent: ${end} before ENS showed an order whose answer was lost`,
      inWords([[{ do: "up" }]]),
    ),
  );
}

/** A schedule's times are found by the machine's clock: `check` has no other. */
function warnOfClock(ahead: number, say: Say): void {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  if (minutes < 2) return;
  say(
    "warning",
    `this machine's clock is ${minutes} minutes ${ahead > 0 ? "ahead of" : "behind"} ENS's clock. Correct it: a schedule's times depend on it`,
  );
}
