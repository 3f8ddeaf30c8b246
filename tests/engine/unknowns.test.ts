import assert from "node:assert/strict";
import { accepted, event, inDays, scenario } from "./fixture";
import { fails, succeeds } from "./outcome";

/** A resource whose one output is known only after it was made. */
const LATER = `
const pulumi = require("@pulumi/pulumi");
const ens = require("@pulumi-ens/sdk");
class Later extends pulumi.dynamic.Resource {
  constructor(name, value) {
    super({ create: async (inputs) => ({ id: "later", outs: { value: inputs.given } }) }, name, { given: value, value: undefined });
  }
}
`;

describe("inputs that are not known in a preview", function () {
  this.timeout("600s");

  it("are shown as unknown, event by event, and are ordered as they turn out", () =>
    scenario({ events: [1, 2, 3].map(event) }, async ({ emulator, stack }) => {
      const at = inDays(3);
      await stack.write(
        "index.js",
        `${LATER}
         const time = new Later("time", ${at}).value;
         const id = new Later("id", ${JSON.stringify(event(3).eventId)}).value;
         new ens.MigrationPlan("edge", {
           events: [
             { ...${JSON.stringify(event(1))}, planTime: ${at} },
             { ...${JSON.stringify(event(2))}, planTime: time },
             { eventId: id, resourceId: ${JSON.stringify(event(3).resourceId)}, planTime: ${at} },
           ],
           dataPolicy: "force_transfer",
         });`,
      );
      const preview = await succeeds(stack.preview());
      assert.match(preview, new RegExp(`${event(1).eventId}: "${event(1).resourceId} \\| ... 20`));
      assert.match(preview, new RegExp(`${event(2).eventId}: \\[unknown\\]`));
      assert.match(preview, /events\[2\]"?\s*: \[unknown\]/);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), Object.fromEntries([1, 2, 3].map((n) => [event(n).eventId, 1])));
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("may be all of the events", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      await stack.write(
        "index.js",
        `${LATER}
         const events = new Later("events", ${JSON.stringify([{ ...event(1), planTime: inDays(3) }])}).value;
         new ens.MigrationPlan("edge", { events, dataPolicy: "force_transfer" });`,
      );
      const preview = await succeeds(stack.preview());
      assert.match(preview, /planned\s*: \[unknown\]/);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
    }));

  it("and an event in two plans is an error that names both", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const plan = { dataPolicy: "force_transfer", events: [{ ...event(1), planTime: inDays(3) }] };
      await stack.plans({ first: plan, second: plan });
      const preview = await fails(
        stack.preview(),
        new RegExp(
          `error: ${event(1).eventId} \\(.+\\) is in two plans, "first" and "second"\\. Remove it from one`,
        ),
      );
      assert.doesNotMatch(preview, /onePlanPerEvent|__pulumiRunError|unhandled exception/);
      assert.equal(emulator.calls().length, 0);
    }));
});
