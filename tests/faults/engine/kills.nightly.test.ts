import assert from "node:assert/strict";
import { accepted, event, inDays, scenario } from "../../engine/fixture";
import { begin, endOrphan, providerPid } from "../../engine/running";
import { areRepaired, isWorst, KILLS, ORDER, orphanGoesOn } from "./kills";

describe("SIGKILL, then repair, the rest", function () {
  this.timeout("900s");

  areRepaired(KILLS.filter((kill) => !isWorst(kill)));
});

describe("the provider's process", function () {
  this.timeout("900s");

  it("sends no further order once its engine is gone", () =>
    scenario({ events: [1, 2, 3].map(event) }, async ({ emulator, stack }) => {
      await stack.plans({
        edge: {
          dataPolicy: "force_transfer",
          eventsPerCall: 1,
          events: [1, 2, 3].map((n) => ({ ...event(n), planTime: inDays(3) })),
        },
      });
      emulator.faults([{ kind: "delay", ms: 2_000, when: "after", action: ORDER }]);
      const up = begin(stack, "up");
      await up.until(() => emulator.ledger().length === 1);
      const provider = await providerPid(stack);
      try {
        process.kill(up.pid, "SIGKILL");
        await orphanGoesOn(provider, emulator);
        assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
      } finally {
        endOrphan(provider);
        await up.outcome;
      }
    }));
});
