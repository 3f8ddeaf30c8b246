import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";
import { event, scenario, writes } from "../engine/fixture";
import { fails, succeeds } from "../engine/outcome";
import { assertOnPage } from "./example";

const EXAMPLE = path.resolve(__dirname, "../../examples/policy");
const FILES = ["Pulumi.yaml", "package.json", "tsconfig.json", "index.ts"];

describe("the example of a policy pack", function () {
  this.timeout("600s");

  it("lets its program through, and stops it once it breaks the rules", () =>
    scenario(
      { events: Array.from({ length: 8 }, (_, index) => event(index + 1)) },
      async ({ emulator, stack }) => {
        await rm(path.join(stack.directory, "index.js"));
        for (const file of FILES) await stack.copyIn(path.join(EXAMPLE, file), file);
        await stack.init("example");
        const preview = () => stack.preview("--policy-pack", path.join(EXAMPLE, "pack/run"));

        await stack.configure({ "policy:changeTicket": "CHG-1042" });
        const kept = await succeeds(preview());
        assert.match(kept, /edge-platform\|local\|\S+\s+1\.0\.0/);

        await stack.configure({ "policy:changeTicket": "later", "policy:startTime": "06:00" });
        const broken = await fails(preview());
        assertOnPage("policy", broken);
        assert.match(broken, /changeTicket "later" does not match \^CHG-/);
        assert.equal(
          broken.match(/outside the allowed hours: sat,sun 01:00 for 4h \(Asia\/Shanghai\)/g)?.length,
          8,
        );
        assert.equal(writes(emulator), 0);
      },
    ));
});
