import assert from "node:assert/strict";
import { EngineLog } from "../../plugin/src/engineLog";
import { providerFor } from "../../plugin/src/server";
import { close } from "../../plugin/src/values";

const urn = "urn:pulumi:dev::edge::ens:index:MigrationPlan::december";

describe("a plan whose outputs somebody has emptied", () => {
  it("is read as what it is, and not imported", async () => {
    const provider = providerFor(new EngineLog());
    const inputs = close({ label: "december", stack: "edge/dev", planned: {} });
    await assert.rejects(
      async () => provider.read({ id: "migration-plan-1", urn, properties: close({}), inputs, timeout: 0 }),
      /^SchemaVersionError: this plan's state has schemaVersion undefined/,
    );
  });
});
