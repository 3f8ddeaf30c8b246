import assert from "node:assert/strict";
import type { Emulator } from "../../../emulator/src/index";
import { ordersOf, withExample } from "../../examples/example";
import { event, inDays, scenario } from "../../engine/fixture";
import { begin } from "./running";

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
      const preview = await stack.preview();
      assert.equal(preview.code, 0, preview.output);
      for (const { eventId } of emulator.state().events) assert.ok(preview.output.includes(eventId));
      assert.deepEqual(moved(emulator), []);

      const up = begin(stack, "up");
      await up.until(() => emulator.ledger().length > 0);
      assert.deepEqual(moved(emulator), canaries, "the first wave runs, so the second waits");
      emulator.clock({ advance: "1h" });
      const { code, output } = await up.outcome;
      assert.equal(code, 0, output);
      assert.deepEqual(moved(emulator), [...canaries, ...rest]);
      const quiet = await stack.up("--expect-no-changes");
      assert.equal(quiet.code, 0, quiet.output);
    }));

  it("orders the second by no up while the first has gone badly, until somebody has dealt with it", () =>
    withExample("dependent-waves", async ({ emulator, stack }) => {
      emulator.behaviour({ endStatus: "Failed" });
      const up = begin(stack, "up");
      await up.until(() => emulator.ledger().length > 0);
      emulator.clock({ advance: "1h" });
      const failed = await up.outcome;
      assert.notEqual(failed.code, 0);
      const [first, second] = emulator.state().events.map(({ eventId }) => eventId);
      for (const eventId of [first, second])
        assert.match(failed.output, new RegExp(`canary: ${eventId}: Failed on the platform`));

      for (const again of [await stack.up(), await stack.preview()]) {
        assert.notEqual(again.code, 0);
        assert.match(
          again.output,
          /2 of 2 migrations of the first wave have not gone well \(\{"Failed":2\}\), so the second is not ordered/,
        );
      }
      assert.deepEqual(moved(emulator), canaries);

      for (const [index, eventId] of [first, second].entries()) {
        const said = await stack.pulumi("config", "set", "--path", `dealtWith[${index}]`, `${eventId}`);
        assert.equal(said.code, 0, said.output);
      }
      const repaired = await stack.up();
      assert.equal(repaired.code, 0, repaired.output);
      assert.deepEqual(moved(emulator), [...canaries, ...rest]);
      const quiet = await stack.up("--expect-no-changes");
      assert.equal(quiet.code, 0, quiet.output);
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
      assert.notEqual((await up.outcome).code, 0);
      assert.equal(emulator.ledger().length, 1);

      const next = await stack.up();
      assert.equal(next.code, 0, next.output);
      assert.equal(emulator.ledger().length, 2);
    }));
});
