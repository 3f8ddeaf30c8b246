import assert from "node:assert/strict";
import { writeState } from "../../provider/src/plan/state/state";
import { markPlanTime } from "../../provider/src/plan/model/terms";
import { MIGRATION_PLAN } from "../../provider/src/plan/typeToken";
import { event, inDays, scenario, writes } from "./fixture";

describe("pulumi import", function () {
  this.timeout("180s");

  it("takes over orders through an import file, and the program's plan then changes nothing", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const args = { dataPolicy: "force_transfer", events: [{ ...event(1), planTime: inDays(3) }] };
      // Another stack has ordered it; its state is what the import file needs.
      await stack.plans({ edge: args });
      assert.equal((await stack.up()).code, 0);
      const { inputs, id } = await stack.plan();
      await stack.pulumi("stack", "init", "second");

      const planTime = markPlanTime(String(inputs?.["stack"]), event(1).eventId, inDays(3), "force_transfer");
      const line = String((inputs?.["planned"] as Record<string, string>)[event(1).eventId]);
      const outputs = writeState({
        label: "edge",
        stack: "",
        onRemove: "retain",
        unfinished: false,
        plannedWaves: [],
        migrations: new Map([
          [
            event(1).eventId,
            {
              resourceId: event(1).resourceId,
              status: "Scheduled",
              notBefore: planTime,
              ordered: {
                state: "accepted",
                basis: line.slice(line.lastIndexOf("#") + 1),
                terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime },
              },
            },
          ],
        ]),
      });
      const provider = inputs?.["__provider"];
      const resource = {
        type: MIGRATION_PLAN,
        name: "edge",
        id,
        inputs,
        outputs: { ...outputs, __provider: provider },
      };
      await stack.write("import.json", JSON.stringify({ resources: [resource] }));
      const imported = await stack.pulumi(
        ...[
          "import",
          "--file",
          "import.json",
          "--yes",
          "--skip-preview",
          "--protect=false",
          "--generate-code=false",
        ],
        "--non-interactive",
      );
      assert.equal(imported.code, 0, imported.output);

      const up = await stack.up("--expect-no-changes");
      assert.equal(up.code, 0, up.output);
      emulator.clock({ advance: "10d" });
      assert.equal((await stack.refresh()).code, 0);
      assert.match((await stack.migrations())[event(1).eventId] ?? "", /Executed/);
      assert.equal(writes(emulator), 1);
    }));
});
