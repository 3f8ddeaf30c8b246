import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

/** Runs mocha with the repository's own configuration on one file with this text. */
async function runSpec(text: string): Promise<{ code: number; lines: string[] }> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "reporter-"));
  const spec = path.join(directory, "a.test.cjs");
  fs.writeFileSync(spec, text);
  const mocha = path.join(root, "node_modules/mocha/bin/mocha.js");
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, [mocha, spec], { cwd: root }, (error, stdout) => {
        resolve({ code: Number(error?.code ?? 0), lines: stdout.trimEnd().split("\n") });
      });
    });
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

describe("the reporter", () => {
  it("closes a good run with its counts and exits with 0", async () => {
    const { code, lines } = await runSpec(`it("a", () => {}); it("b", () => {});`);
    assert.equal(lines.at(-1), "2 passed, 0 failed");
    assert.equal(code, 0);
  });

  it("counts failed and skipped tests and exits with the number of failures", async () => {
    const { code, lines } = await runSpec(
      `it("a", () => {}); it("b", () => { throw new Error("x"); }); it.skip("c", () => {});`,
    );
    assert.equal(lines.at(-1), "1 passed, 1 failed, 1 skipped");
    assert.equal(code, 1);
  });

  it("counts a failed hook and the tests that it kept from running", async () => {
    const { code, lines } = await runSpec(
      `describe("s", () => { before(() => { throw new Error("x"); }); it("a", () => {}); });`,
    );
    assert.equal(lines.at(-1), "0 passed, 2 failed");
    assert.notEqual(code, 0);
  });

  it("counts a failure after the last test", async () => {
    const { code, lines } = await runSpec(`it("a", () => {}); after(() => { throw new Error("x"); });`);
    assert.equal(lines.at(-1), "1 passed, 1 failed");
    assert.notEqual(code, 0);
  });

  it("prints what tests report just before the closing line", async () => {
    const report = path.join(root, "tests/report.ts");
    const { lines } = await runSpec(
      `const { report } = require(${JSON.stringify(report)});` +
        `it("a", () => { report("Pulumi CLI 3.0.0 (PATH)"); report("Pulumi CLI 3.0.0 (PATH)"); });`,
    );
    assert.deepEqual(lines.slice(-2), ["  Pulumi CLI 3.0.0 (PATH)", "1 passed, 0 failed"]);
  });
});
