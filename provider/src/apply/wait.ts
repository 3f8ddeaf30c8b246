import { setTimeout as sleep } from "node:timers/promises";
import type { EnsClient } from "../api/ens";
import { type CodeClass, meaningOf } from "../api/codes";
import { EnsError } from "../api/errors";
import type { Migration } from "../plan/model/migration";
import type { PlanOptions } from "../plan/input/options";
import { isSettled } from "../plan/orders/settled";
import { withReading } from "../plan/orders/reading";
import { observe } from "./observe";

/** The pauses between reads: the first is `pollInterval`, each later one half as long again, up to a minute. */
export function* pollDelays(pollInterval: number): Generator<number, never> {
  const longest = Math.max(pollInterval, 60_000);
  for (let delay = pollInterval; ; delay = Math.min(delay * 1.5, longest)) yield delay;
}

export interface Waiting extends Pick<PlanOptions, "stack" | "waitFor" | "timeout" | "pollInterval"> {
  isWaitedFor: (eventId: string, migration: Migration) => boolean;
}

/**
 * Reads until every order has come as far as the plan waits for, or the timeout ends. Changes `migrations` as it reads.
 * Returns why it gave up, if it did. Reads that fail are tried again until the timeout.
 */
export async function waitUntilSettled(
  client: EnsClient,
  migrations: Map<string, Migration>,
  { stack, waitFor, timeout, pollInterval, isWaitedFor }: Waiting,
  { now, progress }: { now: () => number; progress: (migrations: ReadonlyMap<string, Migration>) => void },
): Promise<string | undefined> {
  const deadline = now() + timeout;
  let trouble: string | undefined;
  for (const delay of pollDelays(pollInterval)) {
    const waiting = [...migrations].filter(
      ([eventId, migration]) => isWaitedFor(eventId, migration) && !isSettled(migration, waitFor),
    );
    if (waiting.length === 0) return undefined;
    if (now() >= deadline) {
      return `still waiting after ${Math.round(timeout / 1_000)} s (waitFor: "${waitFor}")${trouble ? `; the last read failed: ${trouble}` : ""}`;
    }
    try {
      const resourceIds = waiting.map(([, migration]) => migration.resourceId);
      const observations = await observe(client, resourceIds, { deadline });
      trouble = undefined;
      for (const [eventId, migration] of waiting) {
        const observed = observations.of(eventId, migration.resourceId);
        if (observed) migrations.set(eventId, withReading(stack, eventId, migration, observed));
      }
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      if (!mayPass(error)) return `its outcome cannot be read: ${trouble}`;
    }
    progress(migrations);
    if (waiting.every(([eventId]) => isSettled(migrations.get(eventId) as Migration, waitFor)))
      return undefined;
    await sleep(Math.max(0, Math.min(delay, deadline - now())));
  }
  return undefined;
}

/** A refusal stays one; what throttles or fails inside ENS passes, and so may whatever stands on the way to it. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof EnsError)) return false;
  switch (error.kind) {
    case "transport":
    case "unknownOutcome":
      return true;
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
