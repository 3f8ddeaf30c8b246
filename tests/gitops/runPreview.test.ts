import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { withFirstOnPath } from "../../tools/searchPath.mjs";
import { script } from "./bash";

const GREY_FRAME = "\u001b[90m    at Module._compile (node:internal/modules/cjs/loader:1521:14)\u001b[39m";
const PLAIN_FRAME = "    at Module._compile (node:internal/modules/cjs/loader:1521:14)";

describe("run-preview.sh", () => {
  let directory: string;
  before(function () {
    if (process.platform === "win32") this.skip(); // The runners are Linux, and so are the scripts.
  });
  beforeEach(async () => (directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-run-preview-"))));
  afterEach(() => rm(directory, { recursive: true }));

  /** What the script leaves as messages where Pulumi prints these: with `--json`, and for people. */
  async function messages(json: object, text: string, before = ""): Promise<string> {
    await writeFile(path.join(directory, "json"), JSON.stringify(json));
    await writeFile(path.join(directory, "text"), text);
    const pulumi = path.join(directory, "pulumi");
    const answer = `${before} case " $* " in *" --json "*) cat "${directory}/json" ;; *) cat "${directory}/text" ;; esac`;
    await writeFile(pulumi, `#!/usr/bin/env bash\n${answer}\nexit 1\n`);
    await chmod(pulumi, 0o755);
    const env = { ...withFirstOnPath(process.env, directory), PULUMI_STACK: "dev" };
    const { code } = await script("run-preview.sh", directory, { cwd: directory, env });
    assert.equal(code, 1);
    return readFile(path.join(directory, "messages.txt"), "utf8");
  }

  it("leaves no colours of a program that crashed", async () => {
    const message = `error: Running program 'index.js' failed\n${GREY_FRAME}\n`;
    assert.equal(
      await messages({ diagnostics: [{ severity: "error", message }] }, ""),
      `error: Running program 'index.js' failed\n${PLAIN_FRAME}\n`,
    );
  });

  it("leaves none in the errors that Pulumi prints beside its JSON", async () => {
    await writeFile(path.join(directory, "errors"), `error: it crashed\n${GREY_FRAME}\n`);
    await messages({ diagnostics: [] }, "", `cat "${directory}/errors" >&2;`);
    assert.equal(
      await readFile(path.join(directory, "errors.txt"), "utf8"),
      `error: it crashed\n${PLAIN_FRAME}\n`,
    );
  });

  it("leaves none either of what Pulumi prints for people, where the JSON has no reason", async () => {
    assert.equal(
      await messages({ diagnostics: [] }, `error: a policy refuses\n${GREY_FRAME}\n`),
      `error: a policy refuses\n${PLAIN_FRAME}\n`,
    );
  });
});
