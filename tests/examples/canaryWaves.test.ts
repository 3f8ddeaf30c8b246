import assert from "node:assert/strict";
import { assertOnPage, ordersOf, timesOfEach, up, withExample } from "./example";

describe("the example canary-waves", function () {
  this.timeout("600s");

  it("moves one instance in the first night, more in each later one, and never two of a rack at a time", () =>
    withExample("canary-waves", async ({ emulator, stack }) => {
      assertOnPage("canary-waves", await up(stack));

      const orders = ordersOf(emulator);
      assert.deepEqual(timesOfEach(orders.map(({ start }) => start.slice(0, 10))), {
        "2026-12-02": 1,
        "2026-12-03": 3,
        "2026-12-07": 6,
        "2026-12-08": 2,
      });
      const { plannedWaves } = await stack.outputs();
      assert.deepEqual(
        (plannedWaves as { events: number }[]).map(({ events }) => events),
        [1, 3, 6, 2],
      );

      const racks = new Map(
        emulator.state().instances.map(({ instanceId, tags }) => [instanceId, tags["rack"]]),
      );
      assert.deepEqual([...new Set(racks.values())].sort(), ["r1", "r2", "r3"]);
      for (const rack of new Set(racks.values())) {
        const starts = orders
          .filter(({ order }) => racks.get(order.resourceId) === rack)
          .map(({ start }) => Date.parse(`${start}Z`));
        assert.equal(starts.length, 4);
        starts.slice(1).forEach((start, before) => {
          assert.ok(start - (starts[before] ?? 0) >= 20 * 60_000, `two of ${rack} within 20 minutes`);
        });
      }
    }));
});
