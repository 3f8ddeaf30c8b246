import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { cli, ROOT } from "./io";

describe("npx pulumi-ens", () => {
  it("says what there is", async () => {
    const asked = await cli(["--help"]);
    assert.deepEqual([asked.code, asked.err], [0, ""]);
    for (const command of ["events", "report", "import-file", "doctor"]) {
      assert.match(asked.out, new RegExp(`^ {2}${command} `, "m"));
      const help = await cli([command, "--help"]);
      assert.equal(help.code, 0);
      assert.match(help.out, new RegExp(`^Usage: pulumi-ens ${command}`));
    }
    const bare = await cli([]);
    assert.deepEqual([bare.code, bare.out, bare.err], [2, "", asked.out]);
  });

  it("has the version of its package", async () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "sdk/package.json"), "utf8")) as {
      version: string;
    };
    assert.deepEqual(await cli(["--version"]), { code: 0, out: `${version}\n`, err: "", files: {} });
  });

  it("refuses a command or an option that does not exist, and says which was meant", async () => {
    const commands = ". Use one of events, report, import-file, doctor";
    for (const [name, message] of [
      ["repotr", "a command; did you mean report?"],
      ["event", "a command; did you mean events?"],
      ["constructor", `a command${commands}`],
      ["toString", `a command${commands}`],
      ["--verison", "an option; did you mean --version?"],
      ["-v", "an option. Use one of --version, --help"],
    ] as const) {
      const { code, out, err } = await cli([name]);
      assert.deepEqual(
        [code, out, err],
        [2, "", `pulumi-ens: "${name}" is not ${message}\nSee pulumi-ens --help\n`],
      );
    }
  });

  it("exits with 2 for what is written the wrong way, and points to the help", async () => {
    const importFile = ["import-file", "--name", "a", "--data-policy", "force_transfer"];
    for (const args of [
      ["report", "--nonsense"],
      ["report", "--format", "pdf"],
      ["report", "a", "b"],
      ["report"],
      ["report", "a", "--output", ""],
      ["import-file"],
      ["import-file", "--name", "a"],
      ["import-file", "--name", "a", "--data-policy", "abandon"],
      [...importFile, "extra"],
      [...importFile, "--tag", "=a"],
      ["doctor", "extra"],
      ["doctor", "--json=yes"],
      ["doctor", "--profile", ""],
      ["events", "extra"],
      ["events", "--region"],
    ]) {
      const { code, out, err } = await cli(args);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      const command = args[0] ?? "";
      assert.match(err, new RegExp(`^pulumi-ens ${command}: .+\nSee pulumi-ens ${command} --help\n$`, "s"));
    }
  });

  it("says which option or word was meant", async () => {
    for (const [args, meant] of [
      [["report", "--fromat", "html"], /--fromat is not an option; did you mean --format\?/],
      [["report", "--nothing=1"], /--nothing is not an option\. Use one of --format, --output, /],
      [["report", "--format", "htm"], /must be one of .*, not "htm"; did you mean html\?/],
      [["import-file", "--data-policy", "force-transfer", "--name", "a"], /did you mean force_transfer\?/],
    ] as const)
      assert.match((await cli(args)).err, meant);
  });

  it("refuses a filter without a value, which ENS would drop", async () => {
    for (const flag of ["--region", "--resource-id"]) {
      const args = ["import-file", "--name", "a", "--data-policy", "force_transfer", `${flag}= `];
      const { code, err } = await cli(args);
      assert.deepEqual([code, err.split("\n")[0]], [2, `pulumi-ens import-file: ${flag} must not be empty`]);
    }
  });

  it("says in one line where it cannot write its output", function () {
    if (process.platform !== "linux") this.skip(); // Only there is a file that is always full.
    const main = path.join(ROOT, "sdk/src/cli/main.ts");
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", main, "report", "--help"],
      {
        cwd: ROOT,
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8",
      },
    );
    closeSync(full);
    assert.equal(status, 1);
    assert.match(stderr, /^pulumi-ens report: standard output cannot be written: .*no space left.*\n$/);
  }).timeout("60s");

  it("is a program", () => {
    const main = path.join(ROOT, "sdk/src/cli/main.ts");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", main, "report", "--format", "terminal"],
      { cwd: ROOT, input: '{"edge":{"migrations":{},"requestIds":[],"schemaVersion":1}}', encoding: "utf8" },
    );
    assert.deepEqual([status, stdout, stderr], [0, "edge: no events\n", ""]);
  }).timeout("60s");
});
