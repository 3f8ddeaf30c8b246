import assert from "node:assert/strict";
import { event, inDays, scenario } from "../../engine/fixture";
import { fails, succeeds } from "../../engine/outcome";
import { begin } from "../../engine/running";
import { assertOnPage, withExample } from "../../examples/example";
import { canaries, moved, rest } from "./dependentWaves";

describe("the example dependent-waves, after a bad end", function () {
  this.timeout("900s");

  it("orders the second by no up while the first has gone badly, until somebody has dealt with it", () =>
    withExample("dependent-waves", async ({ emulator, stack }) => {
      emulator.behaviour({ endStatus: "Failed" });
      const up = begin(stack, "up");
      await up.until(() => emulator.ledger().length > 0);
      emulator.clock({ advance: "1h" });
      const failed = await fails(up.outcome);
      const [first, second] = emulator.state().events.map(({ eventId }) => eventId);
      for (const eventId of [first, second])
        assert.match(failed, new RegExp(`canary: .*${eventId} .*: its migration failed`));

      const next = await stack.up();
      assertOnPage("dependent-waves", failed, next.output);
      for (const again of [next, await stack.preview()]) {
        await fails(
          again,
          /2 of 2 migrations of the first wave did not succeed \(\{"Failed":2\}\), so the second wave is not ordered/,
        );
      }
      assert.deepEqual(moved(emulator), canaries);

      await stack.configure({ "dependent-waves:dealtWith": [first, second] });
      await succeeds(stack.up());
      assert.deepEqual(moved(emulator), [...canaries, ...rest]);
      await succeeds(stack.up("--expect-no-changes"));
    }));
});

describe("dependsOn without a look at the outcome", function () {
  this.timeout("900s");

  it("holds the second plan back in the up that fails over a bad end, and not in the next", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      emulator.behaviour({ endStatus: "Failed" });
      await stack.write(
        "index.js",
        `const ens = require("@pulumi-ens/sdk");
         const common = { dataPolicy: "force_transfer" };
         const first = new ens.MigrationPlan("first", {
           ...common,
           events: [{ ...${JSON.stringify(event(1))}, opsType: "immediate" }],
           waitFor: "executed",
           pollInterval: "1s",
         });
         new ens.MigrationPlan(
           "second",
           { ...common, events: [{ ...${JSON.stringify(event(2))}, planTime: ${inDays(3)} }] },
           { dependsOn: first },
         );`,
      );
      const up = begin(stack, "up");
      await up.until(() => emulator.ledger().length === 1);
      emulator.clock({ advance: "1h" });
      await fails(up.outcome);
      assert.equal(emulator.ledger().length, 1);

      await succeeds(stack.up());
      assert.equal(emulator.ledger().length, 2);
    }));
});
