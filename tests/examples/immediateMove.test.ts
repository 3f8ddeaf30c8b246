import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { withExample } from "./example";
import { succeeds } from "../engine/outcome";

describe("the example immediate-move", function () {
  this.timeout("240s");

  it("moves the instance at once with the password of the stack's configuration, and waits until it has moved", () =>
    withExample("immediate-move", async ({ emulator, stack }) => {
      const [event] = emulator.state().events;
      assert.ok(event);
      const password = "Marked4Secrecy";
      await stack.configure({
        "immediate-move:eventId": event.eventId,
        "immediate-move:resourceId": event.resourceId,
      });
      await succeeds(stack.pulumi("config", "set", "--secret", "password", password));

      const { outcome } = stack.start("up", "--yes", "--diff", "--non-interactive");
      while (emulator.ledger().length === 0) await setTimeout(20);
      emulator.clock({ advance: "1h" }); // The move takes no longer.
      const output = await succeeds(outcome);

      const [order, ...more] = emulator.ledger();
      assert.deepEqual(more, []);
      assert.equal(order?.opsType, "immediate");
      assert.equal(order.dataPolicy, "try_transfer");
      assert.equal(order.password, true);
      const { migrations } = await stack.outputs();
      assert.match((migrations as Record<string, string>)[event.eventId] ?? "", / \| Executed \| /);

      assert.match(output, /passwords\s*: \[secret\]/);
      assert.ok(!output.includes(password));
      for (const { file, content } of await stack.files())
        assert.ok(!content.includes(password), `in ${file}`);
    }));
});
