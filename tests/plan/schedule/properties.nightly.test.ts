import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../../..");

describe("the properties of a schedule", function () {
  this.timeout("600s");

  it("hold over ten times as many cases as by day, other ones each night", () => {
    const mocha = path.join(ROOT, "node_modules/mocha/bin/mocha.js");
    const files = ["fit", "oracle", "properties", "zone"].map(
      (name) => `tests/plan/schedule/${name}.test.ts`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, [mocha, ...files], {
      cwd: ROOT,
      env: { ...process.env, PROPERTY_RUNS: "1" },
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout + stderr);
  });
});
