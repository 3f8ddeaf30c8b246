import assert from "node:assert/strict";
import type { Emulator } from "../../../emulator/src/index";
import { ordersOf, withExample } from "../../examples/example";
import { event, inDays, scenario } from "../../engine/fixture";
import { begin } from "./running";
import { fails, succeeds } from "../../engine/outcome";

const canaries = ["edge-1", "edge-2"];
const rest = ["edge-3", "edge-4", "edge-5", "edge-6"];

const moved = (emulator: Emulator) =>
  ordersOf(emulator)
    .map(({ instance }) => instance)
    .sort();

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

  it("orders the second by no up while the first has gone badly, until somebody has dealt with it", () =>
    withExample("dependent-waves", async ({ emulator, stack }) => {
      emulator.behaviour({ endStatus: "Failed" });
      const up = begin(stack, "up");
      await up.until(() => emulator.ledger().length > 0);
      emulator.clock({ advance: "1h" });
      const failed = await fails(up.outcome);
      const [first, second] = emulator.state().events.map(({ eventId }) => eventId);
      for (const eventId of [first, second])
        assert.match(failed, new RegExp(`canary: ${eventId}: Failed on the platform`));

      for (const again of [await stack.up(), await stack.preview()]) {
        await fails(
          again,
          /2 of 2 migrations of the first wave have not gone well \(\{"Failed":2\}\), so the second is not ordered/,
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
