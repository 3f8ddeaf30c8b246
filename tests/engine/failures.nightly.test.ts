import assert from "node:assert/strict";
import { cli } from "../sdk/cli/io";
import { accepted, event, planOf, refusal, scenario, upKilled, writes } from "./fixture";
import { fails, succeeds } from "./outcome";
import { begin, providerPid } from "./running";

describe("failures in the real engine, the rest", function () {
  this.timeout("600s");

  it("orders nothing twice when an update fails in part and Pulumi keeps the old inputs", () =>
    scenario({ events: [1, 2, 3].map(event) }, async ({ emulator, stack }) => {
      await stack.plans(planOf(1));
      await succeeds(stack.up());
      emulator.faults([refusal(3)]);
      await stack.plans(planOf(1, 2, 3));
      await fails(stack.up());
      assert.deepEqual(Object.keys((await stack.plan()).inputs?.["planned"] as object), [event(1).eventId]);

      // The user gives up on the third: what was ordered for the second must be found, not ordered again.
      await stack.plans(planOf(1, 2));
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1, [event(2).eventId]: 1 });
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("creates nothing when nothing was taken", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      emulator.faults([{ kind: "noPermission", action: "BatchEventMigrateInstance" }]);
      await stack.plans(planOf(1, 2));
      const up = await fails(stack.up());
      assert.match(up, /NoPermission/);
      assert.match(up, /ens:BatchEventMigrateInstance/);
      await assert.rejects(stack.plan());
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1, [event(2).eventId]: 1 });
    }));

  it("fails once over a migration that ended badly, then only notices it", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      await stack.plans(planOf(1));
      await succeeds(stack.up());
      emulator.behaviour({ endStatus: "Failed" });
      emulator.clock({ advance: "10d" });
      const refresh = await succeeds(stack.refresh());
      assert.match(refresh, /its migration failed \(status Failed\)/);
      await fails(
        stack.up(),
        /its migration failed \(status Failed, request id [^)]+\)\. The plan does not order it again/,
      );
      // The engine repeats an operation that failed; after that there is nothing left to do.
      await succeeds(stack.up());
      const quiet = await succeeds(stack.up("--expect-no-changes"));
      assert.match(quiet, /its migration failed \(status Failed\); not ordered again automatically/);
      assert.equal(writes(emulator), 1);
    }));

  it("reports a first up that was killed until the next one, and then only notes it", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const report = async () => {
        const input = await succeeds(stack.pulumi("stack", "export"));
        const { code, out } = await cli(["report"], { input });
        return { code, out };
      };
      await stack.plans(planOf(1));
      emulator.faults([{ kind: "delay", ms: 600_000, when: "after", action: "BatchEventMigrateInstance" }]);
      const up = begin(stack, "up");
      await up.until(() => emulator.ledger().length > 0);
      for (const pid of [up.pid, await providerPid(stack)]) process.kill(pid, "SIGKILL");
      await fails(up.outcome);
      await succeeds(stack.pulumi("cancel", "--yes"));
      const interrupted = await report();
      assert.equal(interrupted.code, 1);
      assert.match(interrupted.out, /interrupted while creating this plan, so ENS may have orders/);

      for (let times = 0; times < 2; times++) {
        await succeeds(stack.up("--refresh"));
        const made = await report();
        assert.equal(made.code, 0);
        assert.match(made.out, /`pulumi refresh --clear-pending-creates`/);
        assert.doesNotMatch(made.out, /may not be complete|ENS may have orders/);
      }
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });

      await succeeds(stack.refresh("--clear-pending-creates"));
      const cleared = await report();
      assert.equal(cleared.code, 0);
      assert.doesNotMatch(cleared.out, /interrupted/);
    }));

  it("orders once at once though the provider is killed between order and answer", () =>
    scenario({ events: [event(1)] }, async (fixture) => {
      const { emulator, stack } = fixture;
      const events = [{ ...event(1), opsType: "immediate" }];
      await stack.plans({ edge: { dataPolicy: "force_transfer", events } });
      await upKilled(fixture);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
      await succeeds(stack.up("--expect-no-changes"));
    }));
});
