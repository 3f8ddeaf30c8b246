import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { schemaFile } from "../../tools/schema/schemaText.mjs";
import { sdkGenerator } from "../../tools/sdkGenerator.mjs";
import { orSkip } from "../orSkip";

/** Pulumi's own reader of schemas: what it binds, all languages have. */
describe("Pulumi's generators", function () {
  // Only where nobody has built them yet.
  this.timeout("15m");
  let generator: string;

  before(async function () {
    generator = await orSkip(this, () => sdkGenerator(() => undefined), "binding plugin/schema.json");
  });

  it("bind plugin/schema.json without a warning", () => {
    const { status, stderr } = spawnSync(generator, [schemaFile], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.equal(stderr, "");
  });

  it("refuse a type that is not there, by which this test would see one", () => {
    const directory = mkdtempSync(path.join(tmpdir(), "pulumi-ens-bind-"));
    try {
      const file = path.join(directory, "schema.json");
      writeFileSync(
        file,
        readFileSync(schemaFile, "utf8").replace("/types/ens:index:Schedule", "/types/ens:index:Missing"),
      );
      const { status, stderr } = spawnSync(generator, [file], { encoding: "utf8" });
      assert.equal(status, 1);
      assert.match(stderr, /ens:index:Missing/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
