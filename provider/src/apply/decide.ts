import { setTimeout as sleep } from "node:timers/promises";
import { decideAll, type Decided, instancesToRead, type Reading } from "../plan/orders/decideAll";
import { SETTLE_TIME } from "../plan/orders/timeToShow";
import { type Context, limitsOf, reasonToEnd, type Say } from "./context";
import { observe } from "./observe";
import type { ApplyRequest } from "./request";
import { withSignsOfLife } from "./signsOfLife";

/** How long the readings before a decision may take. */
const READING_TIME = 15 * 60_000;

/**
 * Reads the events and decides about each. Where an order's answer was lost and no clock tells how long ago, it waits for
 * as long as ENS may take to show an order, and reads again.
 */
export async function decide(
  request: ApplyRequest,
  context: Context,
): Promise<Reading & { decisions: Decided[] }> {
  const { now, say, inherited } = context;
  const { options, schedule } = request;
  const remembered = { ...request, inherited };
  const first = await read(request, context, { waited: false });
  if (first.reading.at !== undefined) warnOfClock(now() - first.reading.at, say);
  const start = performance.now();
  const decisions = decideAll(remembered, first, schedule, options);
  if (decisions) return { ...first, decisions };
  say(
    "info",
    `waiting for ${SETTLE_TIME / 60_000} minutes: ENS does not show an order yet, and its answers have no Date that tells how long ago it was sent`,
  );
  await pause(SETTLE_TIME - (performance.now() - start), context);
  const second = await read(request, context, { waited: true });
  const again = decideAll(remembered, second, schedule, options);
  if (!again) throw new TypeError("nothing is left to wait for");
  return { ...second, decisions: again };
}

async function read(
  request: ApplyRequest,
  context: Context,
  { waited }: { waited: boolean },
): Promise<Reading> {
  const observations = await observe(
    context.client,
    instancesToRead(request),
    limitsOf(context, READING_TIME),
  );
  const { at } = observations;
  return {
    observations,
    reading: { at, waited },
    absence: { now: at ?? context.now(), lastRead: request.readAt },
  };
}

/** Throws if the operation has to end first: nothing was sent. */
async function pause(milliseconds: number, context: Context): Promise<void> {
  const { signal, say, now, deadline = Infinity } = context;
  const start = performance.now();
  const end = await withSignsOfLife(
    say,
    () => "still waiting for ENS to show an order",
    async () => {
      // A timer may wake too early, and the machine's clock may be set back: only this clock tells that time has passed.
      for (let left = milliseconds; left > 0; left = milliseconds - (performance.now() - start)) {
        const why = reasonToEnd(context);
        if (why !== undefined) return why;
        await sleep(Math.min(left, deadline - now()), undefined, { signal }).catch(() => undefined);
      }
      return reasonToEnd(context);
    },
  );
  if (end !== undefined)
    throw new Error(`nothing was sent: ${end} before ENS showed an order whose answer was lost`);
}

/** A schedule's times are found by the machine's clock: `check` has no other. */
function warnOfClock(ahead: number, say: Say): void {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  if (minutes < 2) return;
  say(
    "warning",
    `this machine's clock is ${minutes} minutes ${ahead > 0 ? "ahead of" : "behind"} ENS's: correct it, since it says which times have passed`,
  );
}
