import assert from "node:assert/strict";
import { accepted, awayFromBoundary, event, type Fixture, scenario, writes } from "./fixture";
import { fails, succeeds } from "./outcome";
import { always, scheduled } from "./schedule";

const HOUR = 3_600_000;

/** What ENS was told last, by event. */
function ordered({ emulator }: Fixture): Record<string, string> {
  const times: Record<string, string> = {};
  for (const { eventId, planTime, accepted: taken } of emulator.ledger())
    if (taken && planTime !== null) times[eventId] = new Date(planTime).toISOString();
  return times;
}

describe("a schedule in the real engine", function () {
  this.timeout("600s");

  it("orders the very times that the preview showed, and never again however the clock goes on", () =>
    scenario({ events: [1, 2, 3].map(event) }, async (fixture) => {
      await awayFromBoundary(fixture);
      const { emulator, stack, advance } = fixture;
      await stack.write(
        "index.js",
        `const ens = require("@pulumi-ens/sdk");
         const plan = new ens.MigrationPlan("edge", ${JSON.stringify(scheduled([1, 2, 3]).edge)});
         exports.sizes = plan.plannedWaves.apply((waves) => waves.map(({ events }) => events).join("+"));`,
      );
      const preview = await succeeds(stack.preview());
      assert.match(preview, /sizes: "1\+1\+1"/);
      await succeeds(stack.up());
      for (const [eventId, time] of Object.entries(ordered(fixture))) {
        assert.match(
          preview,
          new RegExp(
            `${eventId}: ".* \\| ... 20..-..-.. ..:.. Asia/Shanghai \\| wave \\d \\| force_transfer \\| password will change \\| ${time} \\|`,
          ),
        );
      }
      assert.deepEqual(await stack.outputs(), { sizes: "1+1+1" });
      for (const step of [20 * 60_000, 30 * 24 * HOUR]) {
        await advance(step);
        await succeeds(stack.up("--expect-no-changes"));
      }
      assert.equal(writes(emulator), 1);
      await succeeds(stack.refresh());
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("moves only what a changed window must, and shows only that", () =>
    scenario({ events: [1, 2].map(event) }, async (fixture) => {
      await awayFromBoundary(fixture);
      const { emulator, stack } = fixture;
      const weekend = (days: string[]) => ({
        timeZone: "Asia/Shanghai",
        windows: days.map((day) => ({ days: [day], startTime: "01:00", duration: "1h" })),
        waves: [1],
        interval: "20h",
      });
      await stack.plans(scheduled([1, 2], weekend(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])));
      await succeeds(stack.up());
      const before = ordered(fixture);
      // The weekday in China of the second event's time.
      const second = new Date(Date.parse(before[event(2).eventId] ?? "") + 8 * HOUR).getUTCDay();
      const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
      await stack.plans(scheduled([1, 2], weekend(days.filter((_, index) => index !== second))));
      const preview = await succeeds(stack.preview());
      assert.match(preview, new RegExp(`~ ${event(2).eventId}: ".*" => ".*"`));
      assert.doesNotMatch(preview, new RegExp(`${event(1).eventId}`));
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1, [event(2).eventId]: 2 });
      assert.equal(ordered(fixture)[event(1).eventId], before[event(1).eventId]);
    }));

  it("moves everything that has not started when replan changes", () =>
    scenario({ events: [1, 2].map(event) }, async (fixture) => {
      await awayFromBoundary(fixture);
      const { emulator, stack, advance } = fixture;
      await stack.plans(scheduled([1, 2]));
      await succeeds(stack.up());
      await advance(45 * 60_000);
      await stack.plans(scheduled([1, 2], { ...always, replan: "again" }));
      await succeeds(stack.up());
      assert.equal(accepted(emulator)[event(2).eventId], 2);
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("says which rule shut every window out", () =>
    scenario({ events: [event(1)] }, async ({ stack }) => {
      const closed = {
        ...always,
        exclusions: [{ from: "2020-01-01", to: "2099-01-01", reason: "year-end freeze" }],
      };
      await stack.plans(scheduled([1], closed));
      await fails(stack.preview(), /events\[0\].*no slot: window ... 20.* is excluded: year-end freeze/);
    }));
});
