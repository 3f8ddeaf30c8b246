import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";

const ROOT = path.resolve(__dirname, "../..");

describe("npm run quickstart", function () {
  this.timeout("600s");

  let started: ChildProcess | undefined;
  // Not in the test: one that has taken too long does not come to its end.
  afterEach(() => started?.kill());

  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const program = path.join(ROOT, "tools/quickstart.mjs");
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    started = child;
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close") as Promise<[number]>,
    ]);
    return { code, out, err };
  }

  const programs = [
    ["TypeScript, where no language is named", [], /examples\/quickstart\/index\.ts/],
    ["YAML", ["--language", "yaml"], /examples\/quickstart\/yaml\/Pulumi\.yaml/],
  ] as const;
  for (const [language, args, program] of programs) {
    it(`shows a plan's life to its end, and orders each event once, in ${language}`, async () => {
      const { code, out, err } = await run(...args);
      assert.equal(code, 0, out + err);
      assert.match(out, /refused by ENS/);
      assert.match(out, /ENS has accepted 12 orders for 12 events; this up sent 0\./);
      assert.match(out, /Executed/);
      assert.match(out, program);

      const page = /Open it in a browser: (.*)/.exec(out)?.[1] ?? "";
      assert.match(await readFile(page, "utf8"), /<html/);
      // Not a name that another user of the machine could have taken.
      assert.match(path.basename(path.dirname(page)), /^pulumi-ens-timeline-\w{6}$/);
      if (process.platform !== "win32") assert.equal((await stat(path.dirname(page))).mode & 0o077, 0);
      await rm(path.dirname(page), { recursive: true });
    });
  }

  it("says which languages there are", async () => {
    assert.deepEqual(await run("--language", "go"), {
      code: 2,
      out: "",
      err: '--language must be typescript or yaml, not "go"\n',
    });
    const { code, err } = await run("yaml");
    assert.equal(code, 2);
    assert.match(err, /^Unexpected argument 'yaml'/);
  });
});
