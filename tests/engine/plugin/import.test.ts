import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { event, planOf, scenario, writes } from "../fixture";
import { fails, succeeds } from "../outcome";
import type { Stack, YamlProgram } from "../stack";
import { yamlOf } from "./yaml";

/** `pulumi import` of the events as a plan `edge`, whose program goes into a file. */
function imports(stack: Stack, ...numbers: number[]) {
  const eventIds = numbers.map((n) => event(n).eventId).join(",");
  const args = ["--yes", "--skip-preview", "--non-interactive", "--out", "program.yaml"];
  return stack.pulumi("import", "ens:index:MigrationPlan", "edge", eventIds, ...args);
}

describe("pulumi import of a plan", function () {
  this.timeout("600s");

  it("takes over the orders that ENS has, and prints a program that changes nothing", () =>
    scenario({ events: [1, 2, 3].map(event), yaml: yamlOf(planOf(1, 2)) }, async ({ emulator, stack }) => {
      await succeeds(stack.up());
      await succeeds(stack.pulumi("state", "delete", (await stack.plan()).urn, "--yes"));

      await fails(imports(stack, 1, 3), new RegExp(`${event(3).eventId} .*it has no order yet`));
      assert.doesNotMatch(await succeeds(imports(stack, 1, 2)), /warning|bug/);
      const printed = await readFile(path.join(stack.directory, "program.yaml"), "utf8");
      await stack.yaml(parse(printed) as YamlProgram);
      await succeeds(stack.up("--expect-no-changes"));
      assert.match(await succeeds(stack.refresh()), /edge: 2 events: 2 Scheduled/);
      assert.equal(writes(emulator), 1);
    }));
});
