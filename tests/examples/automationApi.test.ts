import assert from "node:assert/strict";
import { migrate } from "./automationApi";
import { assertOnPage, ordersOf, withExample } from "./example";

describe("the example automation-api", function () {
  this.timeout("600s");

  it("shows the timeline and orders nothing unless somebody says yes, or --yes does", () =>
    withExample("automation-api", async ({ emulator, stack }) => {
      const unanswered = await migrate(stack, emulator, [], "");
      assert.equal(unanswered.code, 1, unanswered.stderr);
      assert.match(unanswered.stderr, /Order this in dev\? \[y\/N\]/);
      assert.match(unanswered.stderr, /Nothing was ordered/);
      assert.match(unanswered.stdout, /## Migration timeline[^]*5 Planned/);
      assert.deepEqual(emulator.ledger(), []);

      const ordered = await migrate(stack, emulator, [], "y\n");
      assert.equal(ordered.code, 0, ordered.stderr);
      assertOnPage("automation-api", ordered.stdout);
      assert.match(ordered.stdout, /5 Planned[^]*5 Scheduled/);
      assert.deepEqual(
        ordersOf(emulator).map(({ start }) => start),
        [
          "2026-12-05 01:00:00",
          "2026-12-05 01:30:00",
          "2026-12-05 01:30:00",
          "2026-12-05 01:30:00",
          "2026-12-05 02:00:00",
        ],
      );

      const again = await migrate(stack, emulator, ["--yes"], "");
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /Nothing to order/);
      assert.equal(emulator.ledger().length, 5);
    }));
});
