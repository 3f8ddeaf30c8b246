import { setTimeout as sleep } from "node:timers/promises";
import { type CodeClass, meaningOf } from "../api/codes";
import { EnsError, messageOf } from "../api/errors";
import type { PlanOptions } from "../plan/input/options";
import { formatDuration } from "../plan/model/duration";
import { formatClock } from "../plan/model/instant";
import type { Migration } from "../plan/model/migration";
import { counted } from "../plan/model/words";
import { withReading } from "../plan/orders/reading";
import { isSettled } from "../plan/orders/settled";
import { partsOf, statusLine } from "../plan/state/summary";
import { type Context, limitsOf, reasonToEnd, type Say } from "./context";
import { observe } from "./observe";
import type { Progress } from "./signsOfLife";

type Waiting = Pick<PlanOptions, "stack" | "waitFor" | "timeout" | "pollInterval">;

/**
 * Reads these events until every order has come as far as the plan waits for, or the wait has to end. Changes `migrations` as
 * it reads, and shows whenever that changes their counts. Returns why it gave up, if it did. Reads that fail are tried again.
 */
export async function waitUntilSettled(
  eventIds: readonly string[],
  migrations: Map<string, Migration>,
  waiting: Waiting,
  context: Context & Progress,
): Promise<string | undefined> {
  const counts = new Counts(migrations, context.say);
  const gaveUp = await poll(eventIds, migrations, waiting, context, counts);
  counts.show();
  return gaveUp;
}

/** The counts of migrations, shown where they differ from those that were shown last. */
class Counts {
  readonly #migrations: ReadonlyMap<string, Migration>;
  readonly #say: Say;
  #shown = "";

  constructor(migrations: ReadonlyMap<string, Migration>, say: Say) {
    this.#migrations = migrations;
    this.#say = say;
  }

  show(): void {
    const line = statusLine(this.#migrations);
    if (line !== this.#shown) this.#say("info", line);
    this.#shown = line;
  }
}

/** The pauses between reads: the first is `pollInterval`, each later one half as long again, up to a minute. */
export function* pollDelays(pollInterval: number): Generator<number, never> {
  const longest = Math.max(pollInterval, 60_000);
  for (let delay = pollInterval; ; delay = Math.min(delay * 1.5, longest)) yield delay;
}

async function poll(
  eventIds: readonly string[],
  migrations: Map<string, Migration>,
  { stack, waitFor, timeout, pollInterval }: Waiting,
  context: Context & Progress,
  counts: Counts,
): Promise<string | undefined> {
  const { client, now, signal, doing } = context;
  const limits = limitsOf(context, timeout);
  const unsettled = () =>
    eventIds.flatMap((eventId) => {
      const migration = migrations.get(eventId);
      return migration && !isSettled(migration, waitFor) ? [{ eventId, migration }] : [];
    });
  let trouble: string | undefined;
  const readFailed = () => (trouble === undefined ? "" : `. The last read failed: ${trouble}`);
  doing(() => {
    const left = unsettled().map(({ migration }) => migration);
    return (
      `still waiting until ${formatClock(limits.deadline, now())} (waitFor: "${waitFor}", timeout ${formatDuration(timeout)}) ` +
      `for ${left.length} of ${counted(eventIds.length, "event")}: ${partsOf(left)}${readFailed()}`
    );
  });
  for (const delay of pollDelays(pollInterval)) {
    const waiting = unsettled();
    if (waiting.length === 0) return undefined;
    const end = reasonToEnd(context);
    // A read that was cancelled says no more than that.
    const lastRead = signal?.aborted ? "" : readFailed();
    if (end !== undefined) return `${end} during the wait (waitFor: "${waitFor}")${lastRead}`;
    if (now() >= limits.deadline)
      return `the wait ended after ${formatDuration(timeout)} (waitFor: "${waitFor}")${lastRead}`;
    try {
      const resourceIds = waiting.map(({ migration }) => migration.resourceId);
      const observations = await observe(client, resourceIds, limits);
      trouble = undefined;
      for (const { eventId, migration } of waiting) {
        const observed = observations.of(eventId, migration.resourceId);
        if (observed) migrations.set(eventId, withReading(stack, eventId, migration, observed));
      }
    } catch (error) {
      trouble = messageOf(error);
      if (!mayPass(error)) return `ENS cannot be read. ${trouble}`;
    }
    counts.show();
    if (unsettled().length === 0) return undefined;
    // A cancelled pause ends early; whether to go on is decided above.
    await sleep(Math.max(0, Math.min(delay, limits.deadline - now())), undefined, { signal }).catch(
      () => undefined,
    );
  }
  return undefined;
}

/** A refusal stays one, and so does a certificate that is not trusted; what throttles or fails inside ENS passes, and so may whatever else stands on the way to it. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof EnsError)) return false;
  switch (error.kind) {
    case "transport":
    case "unknownOutcome":
      return meaningOf(error).about !== "certificate";
    case "credentials":
      return false;
    case "service":
      return passes(meaningOf(error).class);
  }
}

function passes(why: CodeClass): boolean {
  switch (why) {
    case "throttled":
    case "passing":
      return true;
    case "credentials":
    case "expired":
    case "refusal":
    case "ours":
      return false;
  }
}
