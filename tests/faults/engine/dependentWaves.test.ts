import assert from "node:assert/strict";
import { succeeds } from "../../engine/outcome";
import { begin } from "../../engine/running";
import { withExample } from "../../examples/example";
import { canaries, moved, rest } from "./dependentWaves";

describe("the example dependent-waves", function () {
  this.timeout("900s");

  it("shows both waves in the preview, and orders the second once the first has gone well", () =>
    withExample("dependent-waves", async ({ emulator, stack }) => {
      const preview = await succeeds(stack.preview());
      for (const { eventId } of emulator.state().events) assert.ok(preview.includes(eventId));
      assert.deepEqual(moved(emulator), []);

      const up = begin(stack, "up");
      await up.until(() => emulator.ledger().length > 0);
      assert.deepEqual(moved(emulator), canaries, "the first wave runs, so the second waits");
      emulator.clock({ advance: "1h" });
      await succeeds(up.outcome);
      assert.deepEqual(moved(emulator), [...canaries, ...rest]);
      await succeeds(stack.up("--expect-no-changes"));
    }));
});
