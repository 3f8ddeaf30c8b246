import assert from "node:assert/strict";
import { migrate } from "./automationApi";
import { ordersOf, withExample } from "./example";

describe("the example automation-api, in part", function () {
  this.timeout("600s");

  it("reports what stands when a part of it failed", () =>
    withExample("automation-api", async ({ emulator, stack }) => {
      const [, , refused] = emulator.state().events;
      assert.ok(refused);
      const busy = { kind: "itemFailure", eventId: refused.eventId, code: 400, message: "busy" } as const;
      emulator.faults([busy]);

      const run = await migrate(stack, emulator, ["--yes"], "");
      assert.equal(run.code, 1);
      assert.doesNotMatch(run.stderr, /\[y\/N\]/);
      assert.match(run.stderr, new RegExp(`${refused.eventId}.*busy`));
      assert.match(run.stdout, /4 Scheduled/);
      assert.equal(ordersOf(emulator).length, 4);
    }));
});
