import assert from "node:assert/strict";
import { event, inDays, scenario, writes } from "../fixture";
import { fails, succeeds } from "../outcome";
import { configured, plan, preview } from "../policyPack";

describe("the policy pack, for plans of the plugin", function () {
  this.timeout("600s");

  const planTime = new Date(inDays(3)).toISOString();
  const properties = plan({ ...event(1), planTime }, { ...event(2), opsType: "immediate" });
  const yaml = { resources: { edge: { type: "ens:MigrationPlan", properties } } };

  it("judges the events, the provider's endpoint, and all moves of the stack", () =>
    scenario({ events: [1, 2].map(event), yaml }, async (fixture) => {
      const { emulator, stack } = fixture;
      await stack.configure({ "ens:endpoint": emulator.endpoint });
      await succeeds(preview(fixture));

      const strict = configured(fixture, {
        "no-immediate-moves": { stacks: ["dev"] },
        "official-endpoint": { endpoints: ["ens.aliyuncs.com"] },
        "moves-in-one-window": { maxMoves: 1, period: "7d" },
      });
      const output = await fails(preview(fixture, strict));
      for (const violation of [
        `edge: ${event(2).eventId} (${event(2).resourceId}): opsType is immediate, which stack dev does not allow`,
        `edge: the endpoint is ${emulator.endpoint}; allowed: ens.aliyuncs.com. Remove the configuration ens:endpoint`,
        "(edge 2); the limit is 1 in any 7d",
      ])
        assert.ok(output.includes(violation), `${violation}\n\n${output}`);
      assert.equal(writes(emulator), 0);
    }));
});
