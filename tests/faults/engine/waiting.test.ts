import assert from "node:assert/strict";
import { accepted, event, scenario, writes } from "../../engine/fixture";
import { fails, succeeds } from "../../engine/outcome";
import { begin, reads } from "../../engine/running";
import { MINUTE, onceEach, quickly, waited, WAITED_FOR } from "./waiting";

describe("a wait through the engine", function () {
  this.timeout("900s");

  it("gives up at its timeout, and the next up takes up the wait without another order", () =>
    quickly({ executionDuration: "30m" }, async ({ emulator, stack, wait }) => {
      await wait("10m");
      await fails(
        stack.up(),
        new RegExp(
          `${event(1).eventId}.*ordered, and ENS shows Executing: the wait ended after 10m \\(waitFor: "executed"\\)\\. ` +
            "The order stands, and the next `pulumi up` resumes the wait. Run `pulumi up` again",
        ),
      );
      assert.ok(Math.abs(waited(emulator) - 10 * MINUTE) < MINUTE, `waited ${waited(emulator)} ms`);

      await wait("1h");
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), onceEach);
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("goes on after one Ctrl-C to its end, and what came of it is kept", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      await stack.plans(WAITED_FOR);
      const up = begin(stack, "up");
      await up.until(() => reads(emulator) >= 3);
      process.kill(up.pid, "SIGINT");
      const asked = reads(emulator);
      await up.until(() => reads(emulator) >= asked + 3);
      emulator.clock({ advance: "10m" });
      await fails(up.outcome, /cancel/i);
      assert.match((await stack.migrations())[event(1).eventId] ?? "", /\| Executed \|/);

      await succeeds(stack.up());
      assert.equal(writes(emulator), 1);
    }));
});
