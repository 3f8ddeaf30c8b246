import assert from "node:assert/strict";
import { fails } from "../engine/outcome";
import { assertOnPage, ordersOf, up, withExample } from "./example";

describe("the example maintenance-windows", function () {
  this.timeout("600s");

  it("fills its windows one after another, around the days that are excluded, the critical event first", () =>
    withExample("maintenance-windows", async ({ emulator, stack }) => {
      assertOnPage("maintenance-windows", await up(stack));

      const orders = ordersOf(emulator);
      assert.deepEqual(
        orders.map(({ start }) => start),
        [
          // Thursday the 3rd is excluded, and at 04:00 the window of Tuesday the 8th is closed.
          "2026-12-08 02:00:00",
          "2026-12-08 03:00:00",
          "2026-12-10 02:00:00",
          "2026-12-10 03:00:00",
          // The second Saturday of December is the 12th.
          "2026-12-12 23:00:00",
          "2026-12-13 00:00:00",
        ],
      );
      assert.equal(orders[0]?.instance, "beijing-web-2");
      assert.equal(new Set(orders.map(({ instance }) => instance)).size, 6);
    }));

  it("fails in the preview where a critical event has no window within its fortnight", () =>
    withExample("maintenance-windows", async ({ emulator, stack }) => {
      const late = { eventId: "e-late", resourceId: "i-late", publishTime: "2026-11-20T00:00:00Z" };
      emulator.events([{ ...late, eventLevel: "CRITICAL" }]);

      const output = await fails(stack.preview());
      assert.match(output, /no slot/);
      assert.match(output, /product launch/);
      assert.deepEqual(emulator.ledger(), []);
    }));
});
