import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { secondThatTells } from "../marks";
import { accepted, event, inDays, inForce, orderFor, scenario, window, writes } from "./fixture";
import { fails, succeeds } from "./outcome";
import { Stack } from "./stack";

const MINUTE = 60_000;
const ROOT = path.resolve(__dirname, "../..");

const one = (terms: object) => ({ edge: { events: [{ ...event(1), planTime: inDays(3) }], ...terms } });

/** Each of these exited 0 with another order in force than the program says, or never came to rest. */
describe("what is in force, in the real engine", function () {
  this.timeout("600s");

  it("an event moves to a plan with other windows: those count, and the plan that it left is quiet", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      const force = { dataPolicy: "force_transfer" };
      const plans = (alpha: number[], beta: number[]) => ({
        alpha: { ...force, ...window("mon", "12:00"), events: alpha.map(event) },
        beta: { ...force, ...window("sun", "01:00"), events: beta.map(event) },
      });
      await stack.plans(plans([1, 2], []));
      await succeeds(stack.up());
      const monday = inForce(emulator, 2);
      await stack.plans(plans([1], [2]));
      await succeeds(stack.up());
      assert.notEqual(inForce(emulator, 2), monday);
      assert.match(inForce(emulator, 2), /T01:00:00 force_transfer$/);

      const refreshed = await succeeds(stack.refresh("--expect-no-changes"));
      assert.doesNotMatch(refreshed, new RegExp(event(2).eventId));
      assert.doesNotMatch(await succeeds(stack.preview()), /alpha: .*e-0+2/);
      const exported = await succeeds(stack.pulumi("stack", "export"));
      const cli = path.join(ROOT, "sdk/pulumi-ens");
      const { stdout } = spawnSync(process.execPath, [cli, "report"], {
        input: exported,
        encoding: "utf8",
      });
      assert.equal(stdout.match(new RegExp(event(2).resourceId, "g"))?.length, 1, stdout);
    }));

  it('onReschedule: "fail" holds although ENS is late to show the order, already in the preview', () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack, advance }) => {
      await advance(5 * MINUTE);
      emulator.behaviour({ readLag: "2m" });
      const strict = { onReschedule: "fail", waitFor: "submitted" };
      await stack.plans(one({ dataPolicy: "try_transfer", ...strict }));
      await succeeds(stack.up());
      await stack.plans(one({ dataPolicy: "force_transfer", ...strict }));
      const refused = /this stack has ordered it already, .* onReschedule is "fail"/;
      await fails(stack.preview(), refused);
      await fails(stack.up(), refused);
      assert.equal(writes(emulator), 1);
    }));

  it("a discovered event ends badly: one up fails over it, and no more", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      await stack.write(
        "index.js",
        `const ens = require("@pulumi-ens/sdk");
         new ens.MigrationPlan("found", {
           events: ens.getMigrationEventsOutput().events.apply((events) =>
             events.map((event) => ({ ...event, planTime: ${inDays(3)} })),
           ),
           dataPolicy: "force_transfer",
         });`,
      );
      await succeeds(stack.up());
      emulator.platform({ eventId: event(2).eventId, eventStatus: "Failed" });
      await fails(stack.up(), new RegExp(`${event(2).eventId} .*: its migration failed`));
      await succeeds(stack.up());
      await succeeds(stack.up("--expect-no-changes"));
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1, [event(2).eventId]: 1 });
    }));

  it('onRemove: "fail": the old half of a replaced and of a renamed plan goes, and a plan alone does not', () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const strict = { dataPolicy: "force_transfer", onRemove: "fail" };
      await stack.plans(one(strict));
      await succeeds(stack.up());
      const { urn } = await stack.plan();
      await succeeds(stack.up("--replace", urn));
      const { edge } = one(strict);
      await stack.plans({ renamed: edge });
      await succeeds(stack.up());
      assert.equal(writes(emulator), 1);
      await succeeds(stack.up("--expect-no-changes"));

      await fails(stack.destroy(), /onRemove is "fail" and an order is still pending/);
    }));

  it("another stack has the event: its order is never replaced, whatever the data policy", () =>
    scenario({ events: [event(4)] }, async ({ emulator, stack }) => {
      const planTime = secondThatTells(["engine/dev", "other/dev"], event(4).eventId, inDays(3));
      const plan = (terms: object) => ({ edge: { events: [{ ...event(4), planTime }], ...terms } });
      await stack.plans(plan({ dataPolicy: "force_transfer" }));
      await succeeds(stack.up());
      const other = await Stack.create(emulator, { project: "other" });
      try {
        await other.plans(plan({ dataPolicy: "try_transfer" }));
        await fails(other.up(), /it has an order already, without a mark of this stack/);
        await other.plans(plan({ dataPolicy: "try_transfer", onExistingOrder: "keep" }));
        await succeeds(other.up());
        assert.equal(inForce(emulator, 4), orderFor(planTime, "force_transfer"));
        assert.equal(writes(emulator), 1);
      } finally {
        await other.remove();
      }
    }));

  it("two open events of one instance: the rest is ordered, and these two say how to go on", () => {
    const twin = { ...event(2), resourceId: event(1).resourceId };
    return scenario({ events: [event(1), twin, event(3)] }, async ({ emulator, stack }) => {
      const plan = (...events: { eventId: string }[]) => ({
        edge: {
          dataPolicy: "force_transfer",
          events: events.map((each) => ({ ...each, planTime: inDays(3) })),
        },
      });
      await stack.plans(plan(event(1), twin, event(3)));
      const preview = await succeeds(stack.preview());
      assert.match(preview, new RegExp(`${event(1).resourceId} has 2 events in this plan`));
      const output = await fails(stack.up(), /more than one open event/);
      assert.deepEqual(accepted(emulator), { [event(3).eventId]: 1 });

      const [, dropped] = /[Kk]eep one: remove (e-\d+) from the plan/.exec(output) ?? [];
      await stack.plans(plan(...[event(1), twin, event(3)].filter(({ eventId }) => eventId !== dropped)));
      await succeeds(stack.up());
      await succeeds(stack.up("--expect-no-changes"));
    });
  });
});
