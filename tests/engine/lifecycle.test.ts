import assert from "node:assert/strict";
import { accepted, event, inDays, scenario, writes } from "./fixture";
import { fails, succeeds } from "./outcome";

const force = { dataPolicy: "force_transfer" };

describe("a plan's life in the real engine", function () {
  this.timeout("600s");

  it("orders on the first up, nothing on the second, and follows additions, changes and removals", () =>
    scenario({ events: [1, 2, 3].map(event) }, async ({ emulator, stack }) => {
      const first = { ...event(1), planTime: inDays(3) };
      const second = { ...event(2), planTime: inDays(4) };
      await stack.plans({ edge: { ...force, events: [first, second] } });

      const preview = await succeeds(stack.preview());
      assert.match(
        preview,
        new RegExp(
          `${first.eventId}: ".*${first.resourceId}.* \\| ... 20..-..-.. ..:.. UTC \\| force_transfer \\|`,
        ),
      );
      assert.equal(emulator.calls().length, 0, "a preview of a new plan talks to nobody");

      const up = await succeeds(stack.up());
      assert.match(up, /edge: 2 events: 2 Scheduled/);
      assert.deepEqual(accepted(emulator), { [first.eventId]: 1, [second.eventId]: 1 });
      const ordered = emulator.ledger().find(({ eventId }) => eventId === first.eventId)?.planTime ?? 0;
      assert.equal(Math.floor(ordered / 1_000) * 1_000, first.planTime);
      assert.ok(preview.includes(new Date(ordered).toISOString()), "the preview showed the very time");

      const callsBefore = emulator.calls().length;
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal(emulator.calls().length, callsBefore);

      const moved = { ...second, planTime: inDays(5) };
      const added = { ...event(3), planTime: inDays(6) };
      await stack.plans({ edge: { ...force, events: [added, moved] } });
      const change = await succeeds(stack.preview());
      assert.match(change, new RegExp(`- ${first.eventId}`));
      assert.match(change, new RegExp(`\\+ ${added.eventId}`));
      assert.match(change, new RegExp(`~ ${second.eventId}: ".*" => ".*"`));
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [first.eventId]: 1, [second.eventId]: 2, [added.eventId]: 1 });
      assert.match(
        (await stack.migrations())[first.eventId] ?? "",
        /released/,
        "a pending order is not forgotten",
      );

      emulator.clock({ advance: "10d" });
      const refresh = await succeeds(stack.refresh("--diff"));
      assert.match(refresh, /Scheduled .*" => ".*Executed/);
      assert.equal((await stack.plan()).outputs?.["ended"], true);
      const last = writes(emulator);
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal(writes(emulator), last);
      await succeeds(stack.destroy());
    }));

  it("shows a move by the platform as drift until the user edits, and sends nothing for it", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const planTime = inDays(3);
      await stack.plans({ edge: { ...force, events: [{ ...event(1), planTime }] } });
      await succeeds(stack.up());
      emulator.platform({
        eventId: event(1).eventId,
        notBefore: new Date(planTime + 3_600_000).toISOString(),
      });

      const refresh = await succeeds(stack.refresh("--diff"));
      assert.match(refresh, /moved to /);
      assert.match(refresh, /write that time as planTime to accept it/);
      await fails(stack.preview("--expect-no-changes")); // A drift check notices.
      await succeeds(stack.up());
      assert.equal(writes(emulator), 1);

      await stack.plans({ edge: { ...force, events: [{ ...event(1), planTime: planTime + 3_600_000 }] } });
      await succeeds(stack.up());
      assert.equal(writes(emulator), 1, "accepting the move orders nothing");
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("recognises an order of its own after losing its state, and refuses one of somebody else", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      const plans = { edge: { ...force, events: [1, 2].map((n) => ({ ...event(n), planTime: inDays(3) })) } };
      emulator.platform({
        eventId: event(2).eventId,
        eventStatus: "Scheduled",
        notBefore: new Date(inDays(2)).toISOString(),
      });
      await stack.plans({ edge: { ...plans.edge, events: plans.edge.events.slice(0, 1) } });
      await succeeds(stack.up());
      await succeeds(stack.pulumi("state", "delete", (await stack.plan()).urn, "--yes"));

      await stack.plans(plans);
      const refused = await fails(stack.up());
      assert.match(refused, new RegExp(`${event(2).eventId} .*: it has an order already`));
      assert.match(refused, /onExistingOrder/);
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 }, "ours was found, not ordered again");

      await stack.plans({ edge: { ...plans.edge, onExistingOrder: "keep" } });
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
      await succeeds(stack.up("--expect-no-changes"));

      await stack.plans({ edge: { ...plans.edge, onExistingOrder: "resubmit" } });
      await succeeds(stack.up());
      assert.equal(accepted(emulator)[event(2).eventId], 1, "the user has changed their mind");
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("keeps its pending orders when discovery feeds it", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      const planTime = inDays(3);
      await stack.write(
        "index.js",
        `const ens = require("@pulumi-ens/sdk");
         module.exports = async () => {
           const { events } = await ens.getMigrationEvents();
           new ens.MigrationPlan("edge", {
             events: events.map((event) => ({ ...event, planTime: ${planTime} })),
             dataPolicy: "force_transfer",
           });
         };`,
      );
      await succeeds(stack.up());
      assert.equal(writes(emulator), 1);
      await succeeds(stack.up("--expect-no-changes"));
      emulator.clock({ advance: "5d" });
      await succeeds(stack.up());
      assert.equal(writes(emulator), 1);
      assert.deepEqual(await stack.migrations(), {});
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("orders nothing when only a password changes", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const plan = (password: string) =>
        stack.plans({
          edge: { ...force, events: [{ ...event(1), opsType: "immediate", password }] },
        });
      await plan("FirstPassword1");
      await succeeds(stack.up());
      await plan("SecondPassword2");
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal(emulator.ledger().length, 1);
    }));
});

describe("removal with pending orders", function () {
  this.timeout("600s");

  it("lets orders run with onRemove retain, and says so", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      await stack.plans({ edge: { ...force, events: [{ ...event(1), planTime: inDays(3) }] } });
      await succeeds(stack.up());
      const destroy = await succeeds(stack.destroy());
      assert.match(destroy, /1 order stays? in force/);
      assert.equal(emulator.state().events[0]?.eventStatus, "Scheduled");
    }));

  it("refuses with onRemove fail, in the preview for an event and at destroy for the plan, until they have run", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      const events = [1, 2].map((n) => ({ ...event(n), planTime: inDays(3) }));
      await stack.plans({ edge: { ...force, onRemove: "fail", events } });
      await succeeds(stack.up());

      await stack.plans({ edge: { ...force, onRemove: "fail", events: events.slice(1) } });
      await fails(stack.preview(), new RegExp(`onRemove is "fail".*${event(1).eventId}`));
      await fails(stack.destroy(), /ENS has no call to cancel an order/);

      emulator.clock({ advance: "10d" });
      await succeeds(stack.destroy());
    }));
});
