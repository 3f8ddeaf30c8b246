import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { accepted, event, inDays, inForce, orderFor, scenario, upKilled, window, writes } from "./fixture";
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

const abandon = { dataPolicy: "abandon", acknowledgeDataLoss: true };
const one = (terms: object) => ({ edge: { events: [{ ...event(1), planTime: inDays(3) }], ...terms } });

/** Each of these exited 0 with another order in force than the program says, or never came to rest. */
describe("what is in force, in the real engine, the rest", function () {
  this.timeout("600s");

  it("an answer is lost, nobody can read, and the program goes on: the last word counts", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack, advance }) => {
      await stack.plans(one({ dataPolicy: "try_transfer" }));
      await succeeds(stack.up());
      await stack.plans(one(abandon));
      emulator.faults([LOST, { ...UNREADABLE, skip: 1 }]);
      await fails(stack.up(), /answer lost|cannot be read|connection/i);
      emulator.clearFaults();
      assert.equal(inForce(emulator, 1), orderFor(inDays(3), "abandon"));

      await stack.plans(one({ dataPolicy: "force_transfer" }));
      await succeeds(stack.up());
      assert.equal(inForce(emulator, 1), orderFor(inDays(3), "force_transfer"));
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
      await fails(stack.up(), /answer lost|connection/i);

      await stack.plans(before);
      await fails(stack.up(), /answer lost: ENS does not show the order yet.*the one before it/);
      assert.equal(inForce(emulator, 1), orderFor(inDays(3), "abandon"));
      emulator.behaviour({ readLag: 0 });
      await advance(5 * MINUTE);
      await succeeds(stack.up());
      assert.equal(inForce(emulator, 1), orderFor(inDays(3), "force_transfer"));
      await succeeds(stack.up("--expect-no-changes"));
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
      const said = new RegExp(`gets a later time, .*${event(3).eventId} .*, (\\S+) instead of`).exec(
        preview,
      )?.[1];
      await succeeds(stack.up());
      assert.equal(`${inForce(emulator, 3).slice(0, 19)}Z`, said, preview);
      const starts = [1, 2, 3, 7].map((n) => inForce(emulator, n).slice(0, 16));
      assert.equal(new Set(starts).size, 4, starts.join(" "));
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("a killed up and other windows: the windows count", () =>
    scenario({ events: [event(1)] }, async (fixture) => {
      const { emulator, stack } = fixture;
      const plan = (day: string) => ({
        edge: { dataPolicy: "force_transfer", ...window(day, "12:00"), events: [event(1)] },
      });
      await stack.plans(plan("mon"));
      await upKilled(fixture);
      assert.equal(new Date(inForce(emulator, 1).slice(0, 10)).getUTCDay(), 1);
      await stack.plans(plan("thu"));
      await succeeds(stack.up());
      assert.equal(new Date(inForce(emulator, 1).slice(0, 10)).getUTCDay(), 4);
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
        ['events, dataPolicy: "force_transfer"', ["events"], /dataPolicy.*has changed, but ignoreChanges/],
        ['events, dataPolicy: "force_transfer"', ["events", "planned"], /dataPolicy.*has changed/],
        ['events: [], dataPolicy: "try_transfer"', ["planned"], /remove "planned" from ignoreChanges/],
        ['events: events.typo, dataPolicy: "try_transfer"', [], /events .*is required/],
        [
          'events: JSON.stringify(events), dataPolicy: "try_transfer"',
          [],
          /events .*must be a list of events, not a string/,
        ],
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
      await fails(stack.preview(), /e-0+1 \(.+\) is in two plans, "north" and "south"\. Remove it from one/);
      assert.deepEqual(accepted(emulator), {});
    }));
});
