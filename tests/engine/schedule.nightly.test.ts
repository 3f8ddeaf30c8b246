import assert from "node:assert/strict";
import { accepted, awayFromBoundary, event, scenario, upKilled } from "./fixture";
import { fails, succeeds } from "./outcome";
import { always, scheduled } from "./schedule";

const HOUR = 3_600_000;

describe("a schedule in the real engine, the rest", function () {
  this.timeout("600s");

  it("orders nothing twice after an update that failed in part, though the clock has passed a boundary", () =>
    scenario({ events: [1, 2, 3].map(event) }, async (fixture) => {
      await awayFromBoundary(fixture);
      const { emulator, stack, advance } = fixture;
      await stack.plans(scheduled([1]));
      await succeeds(stack.up());
      emulator.faults([{ kind: "itemFailure", eventId: event(3).eventId, code: 400, message: "busy" }]);
      await stack.plans(scheduled([1, 2, 3]));
      await fails(stack.up());
      await advance(40 * 60_000);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), Object.fromEntries([1, 2, 3].map((n) => [event(n).eventId, 1])));
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("orders nothing twice after the provider was killed, though the clock has passed a boundary", () =>
    scenario({ events: [1, 2].map(event) }, async (fixture) => {
      await awayFromBoundary(fixture);
      const { emulator, stack, advance } = fixture;
      // Far enough ahead that nothing has run when the clock has gone on.
      const later = { ...always, minLeadTime: "3h" };
      await stack.plans(scheduled([1], later));
      await upKilled(fixture);
      await advance(40 * 60_000);
      const created = await succeeds(stack.up());
      assert.match(created, /found an order that/);
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });

      await stack.plans(scheduled([1, 2], later));
      await upKilled(fixture);
      await advance(40 * 60_000);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1, [event(2).eventId]: 1 });
      await advance(10 * HOUR);
      await succeeds(stack.up("--expect-no-changes"));
    }));
});
