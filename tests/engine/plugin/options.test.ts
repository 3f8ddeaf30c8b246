import assert from "node:assert/strict";
import { startEmulator } from "../../../emulator/src/index";
import { accepted, event, inDays, inForce, orderFor, planOf, scenario, writes } from "../fixture";
import { fails, succeeds } from "../outcome";
import { yamlOf } from "./yaml";

describe("resource options of a plugin's plan", function () {
  this.timeout("600s");

  it("provider: two accounts in one program", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const other = await startEmulator({ seed: { events: [event(2)] } });
      try {
        const account = {
          endpoint: other.endpoint,
          accessKey: other.accessKeyId,
          secretKey: other.accessKeySecret,
        };
        const program = yamlOf(
          { here: planOf(1).edge, there: planOf(2).edge },
          { there: { provider: "${account}" } },
        );
        await stack.yaml({
          ...program,
          resources: { account: { type: "pulumi:providers:ens", properties: account }, ...program.resources },
        });
        await succeeds(stack.up());
        assert.deepEqual(
          [accepted(emulator), accepted(other)],
          [{ [event(1).eventId]: 1 }, { [event(2).eventId]: 1 }],
        );
        const files = await stack.files();
        const withKey = files.filter(({ content }) => content.includes(other.accessKeySecret));
        assert.deepEqual(
          withKey.map(({ file }) => file.replace(stack.directory, "")),
          ["/Pulumi.yaml"],
        );
        await succeeds(stack.up("--expect-no-changes"));
        await succeeds(stack.refresh());
        await succeeds(stack.destroy());
      } finally {
        await other.close();
      }
    }));

  it("ignoreChanges and replaceOnChanges", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      await stack.yaml(yamlOf(planOf(1)));
      await succeeds(stack.up());
      const { id } = await stack.plan();
      await stack.yaml(yamlOf(planOf(1, 2), { edge: { ignoreChanges: ["events"] } }));
      await succeeds(stack.preview("--expect-no-changes"));

      const changed = { edge: { ...planOf(1).edge, dataPolicy: "try_transfer" } };
      await stack.yaml(yamlOf(changed, { edge: { replaceOnChanges: ["dataPolicy"] } }));
      await succeeds(stack.up());
      assert.notEqual((await stack.plan()).id, id);
      assert.equal(inForce(emulator, 1), orderFor(inDays(4), "try_transfer"));
      assert.equal(writes(emulator), 2, "the plan that goes orders nothing");
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("one event in two plans", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      await stack.yaml(yamlOf({ first: planOf(1).edge, second: planOf(1).edge }));
      // A YAML program registers resources that do not depend on each other in any order.
      await fails(
        stack.preview(),
        new RegExp(
          `${event(1).eventId} \\(${event(1).resourceId}\\) is in two plans, (?:"second" and "first"|"first" and "second")\\. Remove`,
        ),
      );
      assert.equal(emulator.calls().length, 0);
    }));
});
