import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../..");
const REPORT = JSON.stringify(path.join(root, "tests/report.ts"));

interface Run {
  code: number;
  lines: string[];
}

/** Runs mocha with the repository's own configuration on files with these texts. */
async function runFiles(texts: readonly string[], ...options: string[]): Promise<Run> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "reporter-"));
  const files = texts.map((text, index) => {
    const file = path.join(directory, `${index}.test.cjs`);
    fs.writeFileSync(file, text);
    return file;
  });
  const mocha = path.join(root, "node_modules/mocha/bin/mocha.js");
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, [mocha, ...options, ...files], { cwd: root }, (error, stdout) => {
        resolve({ code: Number(error?.code ?? 0), lines: stdout.trimEnd().split("\n") });
      });
    });
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

describe("the reporter", function () {
  this.timeout("60s"); // Each test starts a few processes.

  for (const [mode, options] of [
    ["one file after another", []],
    ["files side by side", ["--parallel", "--jobs", "2"]],
  ] as const) {
    describe(mode, () => {
      const run = (...texts: string[]): Promise<Run> => runFiles(texts, ...options);

      it("closes a good run with its counts and exits with 0", async () => {
        const { code, lines } = await run(`it("a", () => {}); it("b", () => {});`, `it("c", () => {});`);
        assert.equal(lines.at(-1), "3 passed, 0 failed");
        assert.equal(code, 0);
      });

      it("counts failed and skipped tests and exits with the number of failures", async () => {
        const { code, lines } = await run(
          `it("a", () => {}); it("b", () => { throw new Error("x"); }); it.skip("c", () => {});`,
          `it("d", () => { throw new Error("x"); });`,
        );
        assert.equal(lines.at(-1), "1 passed, 2 failed, 1 skipped");
        assert.equal(code, 2);
      });

      it("counts a failed hook and the tests that it kept from running", async () => {
        const { code, lines } = await run(
          `describe("s", () => { before(() => { throw new Error("x"); }); it("a", () => {}); });`,
          `before(() => { throw new Error("x"); }); it("b", () => {});`,
        );
        // In one process, the second is a hook of everything.
        assert.equal(lines.at(-1), options.length > 0 ? "0 passed, 4 failed" : "0 passed, 3 failed");
        assert.notEqual(code, 0);
      });

      it("counts a failure after the last test", async () => {
        const { code, lines } = await run(
          `it("a", () => {}); after(() => { throw new Error("x"); });`,
          `it("b", () => {});`,
        );
        assert.equal(lines.at(-1), "2 passed, 1 failed");
        assert.notEqual(code, 0);
      });

      it("counts an error that nobody caught", async () => {
        const { code, lines } = await run(
          `it("a", (done) => { setTimeout(() => { throw new Error("x"); }, 1); });`,
          `it("b", () => {});`,
        );
        assert.equal(lines.at(-1), "1 passed, 1 failed");
        assert.notEqual(code, 0);
      });

      it("prints what tests report just before the closing line, each once", async () => {
        const tells = `require(${REPORT}).report("Pulumi CLI 3.0.0 (PATH)");`;
        const { lines } = await run(`it("a", () => { ${tells} ${tells} });`, `it("b", () => { ${tells} });`);
        assert.deepEqual(lines.slice(-2), ["  Pulumi CLI 3.0.0 (PATH)", "2 passed, 0 failed"]);
      });
    });
  }

  it("counts a file that does not load, and one whose process ends, as failures", async () => {
    const { code, lines } = await runFiles(
      [`throw new Error("x");`, `it("a", () => { process.exit(0); });`, `it("b", () => {});`],
      "--parallel",
      "--jobs",
      "2",
    );
    assert.equal(lines.at(-1), "1 passed, 2 failed");
    assert.notEqual(code, 0);
  });
});
