import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { assertOnPage, ordersOf, up, withExample } from "./example";

describe("the example component", function () {
  this.timeout("600s");

  it("gives each service the company's windows and its own exclusions, and keeps its orders when it is renamed", () =>
    withExample("component", async ({ emulator, stack }) => {
      assertOnPage("component", await up(stack));

      const orders = ordersOf(emulator);
      const of = (service: string) => orders.filter(({ instance }) => instance.startsWith(service));
      assert.deepEqual(
        of("search").map(({ start }) => start),
        ["2026-12-02 01:00:00", "2026-12-02 02:00:00", "2026-12-02 03:00:00", "2026-12-02 03:30:00"],
      );
      // The 2nd and the 3rd are excluded for this one.
      assert.deepEqual(
        of("video").map(({ start }) => start),
        ["2026-12-08 01:00:00", "2026-12-08 02:00:00", "2026-12-08 03:00:00"],
      );
      assert.equal(orders.length, 7, "nothing for a service that nobody named");
      const plan = await stack.plan("search");
      assert.equal(plan.inputs?.["changeTicket"], "CHG-1042");
      assert.equal(plan.inputs["onRemove"], "fail");

      const file = path.join(stack.directory, "index.ts");
      const program = await readFile(file, "utf8");
      const renamed = program.replace(
        /new EdgeMaintenance\("search", (.*)\);/,
        'new EdgeMaintenance("find", $1, { aliases: [{ name: "search" }] });',
      );
      assert.notEqual(renamed, program);
      await stack.write("index.ts", renamed);
      await up(stack);
      assert.equal(emulator.ledger().length, 7, "the renamed component has its orders");
      assert.match((await stack.plan("find")).urn, /acme:edge:Maintenance\$.*MigrationPlan::find$/);
    }));
});
