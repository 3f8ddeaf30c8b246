import assert from "node:assert/strict";
import { accepted, event, inDays, scenario } from "./fixture";

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
  this.timeout("180s");

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
      const preview = await stack.preview();
      assert.equal(preview.code, 0, preview.output);
      assert.match(preview.output, new RegExp(`${event(1).eventId}: "20.* ${event(1).resourceId} `));
      assert.match(preview.output, new RegExp(`${event(2).eventId}: \\[unknown\\]`));
      assert.match(preview.output, /events\[2\]"?\s*: \[unknown\]/);
      const up = await stack.up();
      assert.equal(up.code, 0, up.output);
      assert.deepEqual(accepted(emulator), Object.fromEntries([1, 2, 3].map((n) => [event(n).eventId, 1])));
      assert.equal((await stack.up("--expect-no-changes")).code, 0);
    }));

  it("may be all of the events", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      await stack.write(
        "index.js",
        `${LATER}
         const events = new Later("events", ${JSON.stringify([{ ...event(1), planTime: inDays(3) }])}).value;
         new ens.MigrationPlan("edge", { events, dataPolicy: "force_transfer" });`,
      );
      const preview = await stack.preview();
      assert.equal(preview.code, 0, preview.output);
      assert.match(preview.output, /planned\s*: \[unknown\]/);
      assert.equal((await stack.up()).code, 0);
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
    }));

  it("and an event in two plans is an error that names both", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const plan = { dataPolicy: "force_transfer", events: [{ ...event(1), planTime: inDays(3) }] };
      await stack.plans({ first: plan, second: plan });
      const preview = await stack.preview();
      assert.notEqual(preview.code, 0);
      assert.match(
        preview.output,
        new RegExp(`MigrationPlan "second": event ${event(1).eventId} is also in MigrationPlan "first"`),
      );
      assert.equal(emulator.calls().length, 0);
    }));
});
