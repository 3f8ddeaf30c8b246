// The core of a checkout without Pulumi around it: what `check`, `diff`, `create` and `update` do, as the host calls them.
import { createRequire } from "node:module";
import path from "node:path";
import { memoryEns } from "./memoryEns.mjs";
import { groupedEvents, plannedEvents, SCHEDULE } from "./events.mjs";

/** Tuesday, eight in the morning in China. */
const NOW = Date.parse("2026-12-01T00:00:00Z");

/** @param {string} checkout */
export function coreOf(checkout) {
  const require = createRequire(path.join(checkout, "package.json"));
  /** @param {string} module */
  const load = (module) => require(path.join(checkout, "provider/dist", module));
  /** @type {Pick<typeof import("../../provider/src/plan/check.js"), "check">} */
  const { check } = load("plan/check.js");
  /** @type {Pick<typeof import("../../provider/src/plan/diff.js"), "diff">} */
  const { diff } = load("plan/diff.js");
  /** @type {Pick<typeof import("../../provider/src/plan/input/options.js"), "readOptions">} */
  const { readOptions } = load("plan/input/options.js");
  /** @type {Pick<typeof import("../../provider/src/plan/lines/planned.js"), "parsePlanned">} */
  const { parsePlanned } = load("plan/lines/planned.js");
  /** @type {Pick<typeof import("../../provider/src/plan/state/state.js"), "writeState">} */
  const { writeState } = load("plan/state/state.js");
  /** @type {Pick<typeof import("../../provider/src/apply/apply.js"), "apply">} */
  const { apply } = load("apply/apply.js");
  /** @type {Pick<typeof import("../../sdk/src/events.js"), "encodeEvents">} */
  const { encodeEvents } = require(path.join(checkout, "sdk/dist/events.js"));

  /**
   * Orders what is planned, at an ENS in memory: the outputs of `create`.
   * @param {Record<string, unknown>} inputs
   * @param {readonly { eventId: string; resourceId: string }[]} events
   */
  async function create(inputs, events) {
    const planned = Object.entries(/** @type {Record<string, string>} */ (inputs["planned"])).map(
      ([eventId, line]) => parsePlanned(eventId, line),
    );
    const request = {
      planned,
      schedule: inputs["schedule"],
      passwords: {},
      options: readOptions(inputs),
      before: new Map(),
      readAt: undefined,
    };
    const world = {
      client: memoryEns(events),
      now: () => NOW,
      log: () => undefined,
      isHeld: () => false,
      inherited: () => undefined,
    };
    const { state, failures } = await apply(request, world);
    if (failures.length > 0) throw new Error(`${failures[0]?.eventId}: ${failures[0]?.reason}`);
    return /** @type {Record<string, unknown>} */ ({ ...writeState(state) });
  }

  return { check: checked, diff: compared, create, planOf };

  /**
   * @param {Record<string, unknown>} outputs
   * @param {Record<string, unknown>} inputs
   */
  function compared(outputs, inputs) {
    return diff(outputs, inputs, NOW);
  }

  /**
   * @param {Record<string, unknown>} olds
   * @param {Record<string, unknown>} news
   */
  function checked(olds, news) {
    const { inputs, failures } = check(olds, news, NOW);
    if (failures.length > 0) throw new Error(`${failures[0]?.property} ${failures[0]?.reason}`);
    return inputs;
  }

  /**
   * The inputs of a plan, as that checkout's SDK sends them.
   * @param {"planTime" | "schedule"} timing
   * @param {number} count
   */
  function planOf(timing, count) {
    const planTime = NOW + 5 * 86_400_000;
    const events = timing === "planTime" ? plannedEvents(count, planTime) : groupedEvents(count);
    const inputs = {
      label: "bench",
      dataPolicy: "force_transfer",
      events: encodeEvents(events).events,
      ...(timing === "schedule" && { schedule: SCHEDULE }),
    };
    return { events, inputs };
  }
}
