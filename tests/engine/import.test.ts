import assert from "node:assert/strict";
import { writeState } from "../../provider/src/plan/state/state";
import { markPlanTime } from "../../provider/src/plan/model/terms";
import { MIGRATION_PLAN } from "../../provider/src/plan/typeToken";
import { event, inDays, scenario, writes } from "./fixture";
import { succeeds } from "./outcome";

describe("pulumi import", function () {
  this.timeout("180s");

  it("takes over orders through an import file, and the program's plan then changes nothing", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const args = { dataPolicy: "force_transfer", events: [{ ...event(1), planTime: inDays(3) }] };
      // Another stack has ordered it; its state is what the import file needs.
      await stack.plans({ edge: args });
      await succeeds(stack.up());
      const { inputs, id } = await stack.plan();
      await stack.init("second");

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
      await succeeds(
        stack.pulumi(
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
        ),
      );

      await succeeds(stack.up("--expect-no-changes"));
      emulator.clock({ advance: "10d" });
      await succeeds(stack.refresh());
      assert.match((await stack.migrations())[event(1).eventId] ?? "", /Executed/);
      assert.equal(writes(emulator), 1);
    }));
});
