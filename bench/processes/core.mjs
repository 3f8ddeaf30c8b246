// The core without Pulumi around it: what `check`, `diff` and `create` do, as the host calls them.
import { Memory } from "../../provider/dist/host/memory.js";
import * as order from "../../provider/dist/host/order.js";
import * as plan from "../../provider/dist/plan/check.js";
import * as comparison from "../../provider/dist/plan/diff.js";
import { encodeEvents } from "../../sdk/dist/events.js";
import { groupedEvents, plannedEvents, SCHEDULE } from "./events.mjs";
import { memoryEns } from "./memoryEns.mjs";

/** Tuesday, eight in the morning in China. */
const NOW = Date.parse("2026-12-01T00:00:00Z");

/**
 * @param {Record<string, unknown>} outputs
 * @param {Record<string, unknown>} inputs
 */
export function diff(outputs, inputs) {
  return comparison.diff(outputs, inputs, NOW);
}

/**
 * @param {Record<string, unknown>} olds
 * @param {Record<string, unknown>} news
 */
export function check(olds, news) {
  const { inputs, failures } = plan.check(olds, news, NOW);
  if (failures.length > 0) throw new Error(`${failures[0]?.property} ${failures[0]?.reason}`);
  return inputs;
}

/**
 * Orders what is planned, at an ENS in memory: the outputs of `create`.
 * @param {Record<string, unknown>} inputs
 * @param {readonly { eventId: string; resourceId: string }[]} events
 */
export async function create(inputs, events) {
  const host = {
    memory: new Memory(),
    clientFor: () => Promise.resolve(memoryEns(events)),
    now: () => NOW,
    say: () => undefined,
  };
  const { outputs, failure } = await order.create(host, inputs);
  if (failure) throw new Error(failure.reasons.join("\n"));
  return /** @type {Record<string, unknown>} */ ({ ...outputs });
}

/**
 * The inputs of a plan, as the SDK sends them.
 * @param {"planTime" | "schedule"} timing
 * @param {number} count
 */
export function planOf(timing, count) {
  const events = timing === "planTime" ? plannedEvents(count, NOW + 5 * 86_400_000) : groupedEvents(count);
  const inputs = {
    label: "bench",
    dataPolicy: "force_transfer",
    events: encodeEvents(events).events,
    ...(timing === "schedule" && { schedule: SCHEDULE }),
  };
  return { events, inputs };
}
