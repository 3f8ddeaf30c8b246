import assert from "node:assert/strict";
import { accepted, event, planOf, scenario, upKilled } from "../fixture";
import { succeeds } from "../outcome";
import { begin, comes, endOrphan, isAlive, providerPid, reads } from "../running";
import { yamlOf } from "./yaml";

describe("the plugin's process that is killed, or whose engine is", function () {
  this.timeout("600s");

  it("leaves an order that the next up finds, and sends no second one", () =>
    scenario({ events: [event(1)], yaml: yamlOf(planOf(1)) }, async (fixture) => {
      const { emulator, stack } = fixture;
      await upKilled(fixture);
      emulator.clearFaults();
      assert.match(await succeeds(stack.up()), /found an order that this stack placed earlier/);
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
    }));

  it("ends with the engine", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const waiting = { ...planOf(1).edge, waitFor: "executed", timeout: "20d", pollInterval: "1s" };
      await stack.yaml(yamlOf({ edge: waiting }));
      const up = begin(stack, "up");
      await up.until(() => reads(emulator) > 2);
      const pid = await providerPid(stack);
      try {
        process.kill(up.pid, "SIGKILL");
        await up.outcome;
        assert.ok(await comes(() => !isAlive(pid), 60_000));
      } finally {
        endOrphan(pid);
      }
    }));
});
