import assert from "node:assert/strict";
import { succeeds } from "../engine/outcome";
import { assertOnPage, ordersOf, up, withExample } from "./example";

const PASSWORD = "Chosen4Build";

describe("the example yaml-windows", function () {
  this.timeout("600s");

  it("fills its windows wave by wave, and moves the build machine immediately, with its password", () =>
    withExample("yaml-windows", async ({ emulator, stack }) => {
      await succeeds(stack.pulumi("config", "set", "--secret", "password", PASSWORD));
      const output = await up(stack);
      assertOnPage("yaml-windows", output);

      const [build, ...web] = ordersOf(emulator);
      assert.deepEqual(
        [build?.instance, build?.start, build?.order.password],
        ["beijing-build-1", "at once", true],
      );
      assert.deepEqual(
        web.map(({ start }) => start),
        [
          // Thursday the 3rd is excluded.
          "2026-12-08 02:00:00",
          ...Array<string>(3).fill("2026-12-08 03:00:00"),
          // A third wave at 04:00 would begin as the window closes.
          ...Array<string>(2).fill("2026-12-10 02:00:00"),
        ],
      );
      const { buildMachine } = await stack.outputs();
      assert.equal(buildMachine, "Executing");

      assert.ok(!output.includes(PASSWORD));
      for (const { file, content } of await stack.files()) assert.ok(!content.includes(PASSWORD), file);
    }));
});
