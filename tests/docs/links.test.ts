import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { pages, ROOT } from "./pages";

const remark = path.join(ROOT, "node_modules/remark-cli/cli.js");
const ARGUMENTS = ["--use", "remark-validate-links=repository:false", "--frail", "--no-stdout", "--no-color"];

function check(...files: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [remark, ...ARGUMENTS, ...files], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

describe("the links of the pages", function () {
  this.timeout("120s");

  it("lead to files and headings that there are", () => {
    const files = pages().map(({ file }) => file);
    const { status, said } = check(...files, "CONTRIBUTING.md", "docs/adr", "docs/api");
    assert.equal(status, 0, said);
  });

  it("are told from broken ones", () => {
    const { status, said } = check("tests/docs/fixtures/broken.md");
    assert.equal(status, 1);
    assert.match(said, /nowhere\.md/);
    assert.match(said, /#no-such-heading/);
  });
});
