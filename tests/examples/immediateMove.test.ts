import assert from "node:assert/strict";
import { succeeds } from "../engine/outcome";
import { begin } from "../engine/running";
import { assertOnPage, withExample } from "./example";

describe("the example immediate-move", function () {
  this.timeout("600s");

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

      const up = begin(stack, "up", "--diff");
      await up.until(() => emulator.ledger().length > 0);
      emulator.clock({ advance: "1h" }); // The move takes no longer.
      const output = await succeeds(up.outcome);
      assertOnPage("immediate-move", output);

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
