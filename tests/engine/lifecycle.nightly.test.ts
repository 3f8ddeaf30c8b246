import assert from "node:assert/strict";
import { event, inDays, scenario, writes } from "./fixture";
import { succeeds } from "./outcome";

const force = { dataPolicy: "force_transfer" };

describe("a plan's life in the real engine, the rest", function () {
  this.timeout("600s");

  it("leaves an event alone that has run, however long past its time is", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack, advance }) => {
      const planTime = inDays(3);
      await stack.plans({ edge: { ...force, events: [{ ...event(1), planTime }] } });
      await succeeds(stack.up());
      await advance(30 * 86_400_000);
      await succeeds(stack.refresh());
      await succeeds(stack.up("--expect-no-changes"));
      await stack.plans({
        edge: { ...force, dataPolicy: "try_transfer", events: [{ ...event(1), planTime }] },
      });
      await succeeds(stack.up()); // An edit of what has run is recorded, not ordered.
      assert.equal(writes(emulator), 1);
      await succeeds(stack.up("--expect-no-changes"));
    }));
});
