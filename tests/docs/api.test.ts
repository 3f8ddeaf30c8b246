import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { brokenLinks } from "./links";
import { ROOT } from "./pages";

/** The page of each entry point. */
const PAGES = {
  "sdk/src/index.ts": "sdk.md",
  "sdk/src/report/index.ts": "report.md",
  "policy/src/index.ts": "policy.md",
};

describe("npm run docs:api", function () {
  this.timeout("180s");
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "pulumi-ens-api-"));
    const typedoc = path.join(ROOT, "node_modules/typedoc/bin/typedoc");
    const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, "--out", folder], {
      cwd: ROOT,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout + stderr);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("has an entry for each public export", () => {
    const program = ts.createProgram(
      Object.keys(PAGES).map((file) => path.join(ROOT, file)),
      { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, strict: true },
    );
    const checker = program.getTypeChecker();
    for (const [file, page] of Object.entries(PAGES)) {
      const module = checker.getSymbolAtLocation(program.getSourceFile(path.join(ROOT, file))!);
      const names = checker.getExportsOfModule(module!).map(({ name }) => name);
      const text = readFileSync(path.join(folder, page), "utf8");
      const entries = [...text.matchAll(/^### (\w+)/gm)].map(([, name]) => name);
      assert.ok(names.length > 10, `${file}: ${names.length} exports`);
      assert.deepEqual(names.sort(), entries.sort(), page);
    }
  });

  it("makes links that lead to files and headings that there are", () => {
    assert.equal(brokenLinks([folder], folder), "");
  });
});
