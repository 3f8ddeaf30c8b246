import assert from "node:assert/strict";
import { accepted, event, inDays, planOf, refusal, scenario, writes } from "../fixture";
import { fails, succeeds } from "../outcome";
import { begin, reads } from "../running";
import { yamlOf } from "./yaml";

const force = { dataPolicy: "force_transfer" };

describe("a plan of a YAML program in the real engine", function () {
  this.timeout("600s");

  it("orders once, repairs what was refused, follows the platform, and does not leave while an order is pending", () =>
    scenario({ events: [1, 2, 3].map(event) }, async ({ emulator, stack }) => {
      const plan = (...numbers: number[]) =>
        yamlOf({ edge: { ...planOf(...numbers).edge, onRemove: "fail" } });
      await stack.yaml(plan(1));
      const preview = await succeeds(stack.preview());
      assert.match(preview, new RegExp(`${event(1).eventId}: "${event(1).resourceId} \\| ... 20`));
      assert.equal(emulator.calls().length, 0, "a preview of a new plan talks to nobody");
      const up = await succeeds(stack.up());
      assert.match(up, /ens:index:MigrationPlan \(edge\):\n(.*\n)*.*edge: 1 event: 1 Scheduled/);
      const calls = emulator.calls().length;
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal(emulator.calls().length, calls);

      await stack.yaml(plan(1, 2, 3));
      emulator.faults([refusal(3)]);
      await fails(
        stack.up(),
        new RegExp(`${event(3).eventId} \\(${event(3).resourceId}\\).*IncorrectInstanceStatus`),
      );
      assert.equal((await stack.plan()).initErrors?.length, 1);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), Object.fromEntries([1, 2, 3].map((n) => [event(n).eventId, 1])));
      await succeeds(stack.up("--expect-no-changes"));

      const moved = new Date(inDays(5) + 3_600_000).toISOString();
      emulator.platform({ eventId: event(2).eventId, notBefore: moved });
      assert.match(await succeeds(stack.refresh("--diff")), /moved to /);
      await fails(stack.preview("--expect-no-changes")); // A drift check notices.

      await fails(stack.destroy(), /ENS has no call to cancel an order/);
      emulator.clock({ advance: "10d" });
      assert.match(await succeeds(stack.refresh("--diff")), /Scheduled .*" => ".*Executed/);
      await succeeds(stack.destroy());
      assert.equal(writes(emulator), 3);
    }));

  it("knows in the first preview what another plan computes, and leaves open what ENS will answer", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      const startDate = new Date(inDays(3)).toISOString().slice(0, 10);
      const schedule = { timeZone: "UTC", startDate, windows: [{ cron: "0 1 * * *", duration: "2h" }] };
      const first = { ...force, events: [event(1)], schedule };
      const second = {
        ...force,
        events: [{ ...event(2), planTime: "${first.plannedWaves[0].last}" }],
        changeTicket: "${first.requestIds[0]}",
      };
      await stack.yaml(yamlOf({ first, second }));
      const preview = await succeeds(stack.preview());
      assert.match(preview, /changeTicket\s*: \[unknown\]/);
      assert.match(
        preview,
        new RegExp(`${event(2).eventId}: "${event(2).resourceId} \\| ... 20..-..-.. 01:00 UTC`),
      );
      await succeeds(stack.up());
      const [one, two] = emulator.ledger();
      // The milliseconds are each order's own mark.
      const seconds = [one, two].map((order) => Math.floor(Number(order?.planTime) / 1_000));
      assert.equal(seconds[0], seconds[1]);
      assert.equal((await stack.plan("second")).inputs?.["changeTicket"], one?.requestId);
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("takes the events that its account has, and reads its own lines as objects", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      const invoke = (name: string, args: object, result: string) => ({
        "fn::invoke": { function: `ens:${name}`, arguments: args, return: result },
      });
      const lines = {
        migrations: "${edge.migrations}",
        requestIds: "${edge.requestIds}",
        schemaVersion: "${edge.schemaVersion}",
      };
      const startDate = new Date(inDays(3)).toISOString().slice(0, 10);
      const schedule = { timeZone: "UTC", startDate, windows: [{ cron: "0 1 * * *", duration: "2h" }] };
      await stack.yaml({
        variables: {
          found: invoke("getMigrationEvents", {}, "events"),
          migrations: invoke("parseMigrations", lines, "migrations"),
          planned: invoke("parsePlanned", { planned: "${edge.planned}" }, "planned"),
        },
        ...yamlOf({ edge: { ...force, events: "${found}", schedule } }),
        outputs: { migrations: "${migrations}", planned: "${planned}" },
      });
      await succeeds(stack.up());
      await succeeds(stack.up("--expect-no-changes"));
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1, [event(2).eventId]: 1 });
      const { migrations, planned } = (await stack.outputs()) as {
        migrations: Record<string, { status: string }>;
        planned: { resourceId: string }[];
      };
      assert.equal(migrations[event(1).eventId]?.status, "Scheduled");
      assert.deepEqual(
        planned.map(({ resourceId }) => resourceId).sort(),
        [1, 2].map((n) => event(n).resourceId),
      );
    }));

  it("ends its wait at the first Ctrl-C, keeps what it knows, and resumes with the next up", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const waiting = { ...planOf(1).edge, waitFor: "executed", timeout: "20d", pollInterval: "1s" };
      await stack.yaml(yamlOf({ edge: waiting }));
      const up = begin(stack, "up");
      await up.until(() => reads(emulator) > 2);
      process.kill(up.pid, "SIGINT");
      await fails(
        up.outcome,
        /cancelled during the wait.*The order stands.*the next `pulumi up` resumes the wait/,
      );
      assert.match((await stack.migrations())[event(1).eventId] ?? "", /Scheduled/);
      emulator.clock({ advance: "10d" });
      await succeeds(stack.up());
      assert.equal((await stack.plan()).outputs?.["ended"], true);
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
    }));

  it("is bounded by a custom timeout", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const waiting = { ...planOf(1).edge, waitFor: "executed", timeout: "20d", pollInterval: "1s" };
      await stack.yaml(yamlOf({ edge: waiting }, { edge: { customTimeouts: { create: "2s" } } }));
      await fails(stack.up(), /time limit ran out during the wait.*The order stands/);
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
    }));
});
