import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Emulator } from "../../emulator/src/index";
import { secondThatTells } from "../marks";
import { accepted, event, inDays, scenario, upKilled, writes } from "./fixture";
import { Stack } from "./stack";
import { fails, succeeds } from "./outcome";

const MINUTE = 60_000;
const ROOT = path.resolve(__dirname, "../..");

const LOST = { kind: "reset", when: "after", action: "BatchEventMigrateInstance" } as const;
const UNREADABLE = {
  kind: "reset",
  when: "before",
  action: "DescribeHistoryEvents",
  count: "always",
} as const;

/** What is in force at ENS for an event: nobody but the emulator can tell. */
function inForce(emulator: Emulator, n: number): string {
  const { order } = emulator.state().events.find(({ eventId }) => eventId === event(n).eventId) ?? {};
  if (!order) return "nothing";
  const at = order.planTime === null ? order.opsType : new Date(order.planTime).toISOString().slice(0, 19);
  return `${at} ${order.dataPolicy}`;
}

const at = (planTime: number, dataPolicy: string) =>
  `${new Date(planTime).toISOString().slice(0, 19)} ${dataPolicy}`;

const abandon = { dataPolicy: "abandon", acknowledgeDataLoss: true };
const one = (terms: object) => ({ edge: { events: [{ ...event(1), planTime: inDays(3) }], ...terms } });

/** A window of one day in the week, from an hour on. */
const window = (day: string, startTime: string) => ({
  schedule: { timeZone: "UTC", windows: [{ days: [day], startTime, duration: "2h" }] },
});

/** Each of these exited 0 with another order in force than the program says, or never came to rest. */
describe("what is in force, in the real engine", function () {
  this.timeout("300s");

  it("an answer is lost, nobody can read, and the program goes on: the last word counts", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack, advance }) => {
      await stack.plans(one({ dataPolicy: "try_transfer" }));
      await succeeds(stack.up());
      await stack.plans(one(abandon));
      emulator.faults([LOST, { ...UNREADABLE, skip: 1 }]);
      await fails(stack.up(), /the answer was lost|cannot be read|connection/i);
      emulator.clearFaults();
      assert.equal(inForce(emulator, 1), at(inDays(3), "abandon"));

      await stack.plans(one({ dataPolicy: "force_transfer" }));
      await succeeds(stack.up());
      assert.equal(inForce(emulator, 1), at(inDays(3), "force_transfer"));
      await succeeds(stack.up("--expect-no-changes"));
      await advance(MINUTE);
      await succeeds(stack.refresh("--expect-no-changes"));
    }));

  it("an edit is taken back before ENS shows what was lost: nothing is believed for five minutes", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack, advance }) => {
      const before = one({ dataPolicy: "force_transfer" });
      await stack.plans(before);
      await succeeds(stack.up());
      await advance(5 * MINUTE);
      emulator.behaviour({ readLag: "4m" });
      await stack.plans(one(abandon));
      emulator.faults([LOST]);
      await fails(stack.up(), /the answer was lost|connection/i);

      await stack.plans(before);
      await fails(
        stack.up(),
        /its answer was lost; ENS does not show it yet and may still show the one before/,
      );
      assert.equal(inForce(emulator, 1), at(inDays(3), "abandon"));
      emulator.behaviour({ readLag: 0 });
      await advance(5 * MINUTE);
      await succeeds(stack.up());
      assert.equal(inForce(emulator, 1), at(inDays(3), "force_transfer"));
      await succeeds(stack.up("--expect-no-changes"));
    }));

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
      assert.doesNotMatch((await succeeds(stack.preview())) ?? "", /alpha: .*e-0+2/);
      const exported = await succeeds(stack.pulumi("stack", "export"));
      const cli = path.join(ROOT, "sdk/pulumi-ens");
      const { stdout } = spawnSync(process.execPath, [cli, "report"], {
        input: exported,
        encoding: "utf8",
      });
      assert.equal(stdout.match(new RegExp(event(2).resourceId, "g"))?.length, 1, stdout);
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
        await fails(other.up(), /it has an order already .* without a mark of this stack/);
        await other.plans(plan({ dataPolicy: "try_transfer", onExistingOrder: "keep" }));
        await succeeds(other.up());
        assert.equal(inForce(emulator, 4), at(planTime, "force_transfer"));
        assert.equal(writes(emulator), 1);
      } finally {
        await other.remove();
      }
    }));

  it('onReschedule: "fail" holds although ENS is late to show the order, already in the preview', () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack, advance }) => {
      await advance(5 * MINUTE);
      emulator.behaviour({ readLag: "2m" });
      const strict = { onReschedule: "fail", waitFor: "submitted" };
      await stack.plans(one({ dataPolicy: "try_transfer", ...strict }));
      await succeeds(stack.up());
      await stack.plans(one({ dataPolicy: "force_transfer", ...strict }));
      const refused = /this stack has ordered it already .* onReschedule is "fail"/;
      await fails(stack.preview(), refused);
      await fails(stack.up(), refused);
      assert.equal(writes(emulator), 1);
    }));

  it("a group's limit holds over what is in force, after an update that failed in part", () =>
    scenario({ events: [1, 2, 3, 7].map(event) }, async ({ emulator, stack }) => {
      const schedule = {
        timeZone: "UTC",
        windows: [{ days: ["sun"], startTime: "01:00", duration: "8h" }],
        maxUnavailable: 1,
        assumedDowntime: "1h",
      };
      const plan = (...numbers: number[]) => ({
        edge: { dataPolicy: "force_transfer", schedule, events: numbers.map(event) },
      });
      await stack.plans(plan(7));
      await succeeds(stack.up());
      emulator.faults([{ kind: "itemFailure", eventId: event(2).eventId, code: 400, message: "busy" }]);
      await stack.plans(plan(1, 2, 7));
      await fails(stack.up(), /refused by ENS: code 400, busy/);

      await stack.plans(plan(3, 1, 2, 7));
      const preview = await succeeds(stack.preview());
      const said = new RegExp(`${event(3).eventId} .*: is ordered for (\\S+) instead of`).exec(preview)?.[1];
      await succeeds(stack.up());
      assert.equal(`${inForce(emulator, 3).slice(0, 19)}Z`, said, preview);
      const starts = [1, 2, 3, 7].map((n) => inForce(emulator, n).slice(0, 16));
      assert.equal(new Set(starts).size, 4, starts.join(" "));
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("a killed up and other windows: the windows count", () =>
    scenario({ events: [event(1)] }, async (world) => {
      const { emulator, stack } = world;
      const plan = (day: string) => ({
        edge: { dataPolicy: "force_transfer", ...window(day, "12:00"), events: [event(1)] },
      });
      await stack.plans(plan("mon"));
      await upKilled(world);
      assert.equal(new Date(inForce(emulator, 1).slice(0, 10)).getUTCDay(), 1);
      await stack.plans(plan("thu"));
      await succeeds(stack.up());
      assert.equal(new Date(inForce(emulator, 1).slice(0, 10)).getUTCDay(), 4);
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
      await fails(stack.up(), new RegExp(`${event(2).eventId}: Failed on the platform`));
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

  it("what ignoreChanges or an undefined input would drop in silence is an error, already in the preview", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const program = (args: string, ignoreChanges: string[]) =>
        stack.write(
          "index.js",
          `const { MigrationPlan } = require("@pulumi-ens/sdk");
           const events = [${JSON.stringify({ ...event(1), planTime: inDays(3) })}];
           new MigrationPlan("edge", { ${args} }, { ignoreChanges: ${JSON.stringify(ignoreChanges)} });`,
        );
      await program('events, dataPolicy: "try_transfer"', ["events"]);
      await succeeds(stack.up());
      const refusals: [string, string[], RegExp][] = [
        ['events, dataPolicy: "force_transfer"', ["events"], /dataPolicy .*has changed, but ignoreChanges/],
        ['events, dataPolicy: "force_transfer"', ["events", "planned"], /dataPolicy .*has changed/],
        ['events: [], dataPolicy: "try_transfer"', ["planned"], /take "planned" out of ignoreChanges/],
        ['events: events.typo, dataPolicy: "try_transfer"', [], /events .*is required/],
        ['events: JSON.stringify(events), dataPolicy: "try_transfer"', [], /events .*must be an array/],
      ];
      for (const [args, ignoreChanges, message] of refusals) {
        await program(args, ignoreChanges);
        await fails(stack.preview(), message);
      }
      await program('events: [], dataPolicy: "try_transfer"', ["events"]);
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal(writes(emulator), 1);
    }));

  it("two copies of the SDK in one program: one event in two plans is an error", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const copy = path.join(stack.directory, "component/node_modules/@pulumi-ens/sdk");
      await cp(path.join(ROOT, "sdk/dist"), path.join(copy, "dist"), { recursive: true });
      await cp(path.join(ROOT, "sdk/package.json"), path.join(copy, "package.json"));
      await writeFile(
        path.join(stack.directory, "component/index.js"),
        `module.exports = require("@pulumi-ens/sdk").MigrationPlan;`,
      );
      const args = JSON.stringify({
        events: [{ ...event(1), planTime: inDays(3) }],
        dataPolicy: "force_transfer",
      });
      await stack.write(
        "index.js",
        `const { MigrationPlan } = require("@pulumi-ens/sdk");
         const Other = require("./component");
         if (Other === MigrationPlan) throw new Error("one copy only");
         new MigrationPlan("north", ${args});
         new Other("south", ${args});`,
      );
      await fails(stack.preview(), /MigrationPlan "south": event e-0+1 is also in MigrationPlan "north"/);
      assert.deepEqual(accepted(emulator), {});
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
      const output = await fails(stack.up(), /has 2 open events/);
      assert.deepEqual(accepted(emulator), { [event(3).eventId]: 1 });

      const [, dropped] = /eventId !== "(e-\d+)"/.exec(output) ?? [];
      await stack.plans(plan(...[event(1), twin, event(3)].filter(({ eventId }) => eventId !== dropped)));
      await succeeds(stack.up());
      await succeeds(stack.up("--expect-no-changes"));
    });
  });
});
