import assert from "node:assert/strict";
import { accepted, event, planOf, scenario, writes } from "../fixture";
import { succeeds } from "../outcome";
import { yamlOf } from "./yaml";

describe("a stack that goes to the other host", function () {
  this.timeout("600s");

  it("keeps its plan and sends nothing, from the dynamic provider to the plugin and back", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      await stack.plans(planOf(1));
      await succeeds(stack.up());
      const { id } = await stack.plan();

      await stack.yaml(yamlOf(planOf(1)));
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal((await stack.plan()).type, "ens:index:MigrationPlan");
      await stack.yaml(yamlOf(planOf(1, 2)));
      await succeeds(stack.up());
      assert.equal(writes(emulator), 2);
      const state = await stack.plan();
      assert.equal(state.id, id);
      assert.ok(!("__provider" in (state.outputs ?? {})), "the plugin wrote the state");

      await stack.plans(planOf(1, 2));
      await stack.node({ plugin: true });
      assert.match(await succeeds(stack.up()), /1 updated/);
      await stack.node(); // The plugin is not needed any more.
      assert.match(await succeeds(stack.refresh()), /edge: 2 events: 2 Scheduled/);
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal((await stack.plan()).id, id);
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1, [event(2).eventId]: 1 });
    }));
});
