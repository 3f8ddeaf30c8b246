import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "./pages";

const typedoc = path.join(ROOT, "node_modules/typedoc/bin/typedoc");

describe("docs/api", function () {
  this.timeout("180s");
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "pulumi-ens-api-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is what typedoc makes of the sources (npx typedoc makes it anew)", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, "--out", folder], {
      cwd: ROOT,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout + stderr);
    const kept = path.join(ROOT, "docs/api");
    const names = readdirSync(folder).sort();
    assert.ok(names.includes("sdk.md"), names.join(", "));
    assert.deepEqual(readdirSync(kept).sort(), names);
    for (const name of names) {
      const [made, there] = [folder, kept].map((each) => readFileSync(path.join(each, name), "utf8"));
      assert.equal(there, made, `docs/api/${name} is out of date`);
    }
  });
});
