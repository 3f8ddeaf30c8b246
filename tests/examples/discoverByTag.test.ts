import assert from "node:assert/strict";
import { assertOnPage, ordersOf, up, withExample } from "./example";

describe("the example discover-by-tag", function () {
  this.timeout("600s");

  it("orders for the instances that its selectors choose, each with its plan's data policy, and for no other", () =>
    withExample("discover-by-tag", async ({ emulator, stack }) => {
      assertOnPage("discover-by-tag", await up(stack));

      assert.deepEqual(
        ordersOf(emulator)
          .map(({ instance, order }) => `${instance}: ${order.dataPolicy}`)
          .sort(),
        [
          "cache-beijing-1: force_transfer",
          "cache-beijing-2: force_transfer",
          "queue-beijing-1: force_transfer",
          "web-beijing-1: try_transfer",
        ],
      );
      const { summaries } = await stack.outputs();
      const { web, stateful } = summaries as Record<"web" | "stateful", { statuses: object }>;
      assert.deepEqual([web.statuses, stateful.statuses], [{ Scheduled: 1 }, { Scheduled: 3 }]);
    }));
});
