import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { event, scenario } from "../fixture";
import { succeeds } from "../outcome";
import type { YamlProgram } from "../stack";

const EXAMPLES = path.resolve(__dirname, "../../../plugin/examples");

/** Those in the schema's descriptions, and so on the pages of the Pulumi Registry. */
describe("the YAML program of the schema's example", function () {
  this.timeout("600s");

  for (const { name } of readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    it(`${name} plans the events that it finds`, () => {
      const file = path.join(EXAMPLES, name, "Pulumi.yaml");
      const {
        name: _name,
        runtime: _runtime,
        ...program
      } = parse(readFileSync(file, "utf8")) as YamlProgram & Record<"name" | "runtime", string>;
      const { eventId, resourceId } = event(1);
      const instances = [{ instanceId: resourceId, ensRegionId: "cn-beijing-telecom" }];
      return scenario({ events: [event(1)], seed: { instances }, yaml: program }, async ({ stack }) => {
        const preview = await succeeds(stack.preview());
        assert.match(
          preview,
          new RegExp(
            `${eventId}: "${resourceId} \\| Sat .* 01:00 Asia/Shanghai \\| wave 1 \\| force_transfer`,
          ),
        );
      });
    });
  }
});
