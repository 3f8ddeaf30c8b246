import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { findPython } from "../../../tools/findPython.mjs";
import { sdkGenerator } from "../../../tools/sdkGenerator.mjs";
import { ROOT } from "../../docs/pages";
import { orSkip } from "../../orSkip";

/** The oldest that the package takes. */
const PULUMI_PYTHON = "pulumi==3.248.0";
const PULUMI_GO = "github.com/pulumi/pulumi/sdk/v3 v3.274.1";
const MYPY = "mypy==2.4.1";

const EXAMPLE = path.join(ROOT, "plugin/examples/saturday-nights");

/** What a command prints; where it fails, the error has all of it. */
async function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  const env = { ...process.env, ...options.env };
  try {
    return (await promisify(execFile)(command, args, { ...options, env, maxBuffer: 1e8 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${[command, ...args].join(" ")} fails:\n${stdout}${stderr}`, { cause: error });
  }
}

describe("the SDK for", function () {
  this.timeout("40m");
  let directory: string;
  let sdks: string;

  before(async function () {
    directory = fs.mkdtempSync(path.join(tmpdir(), "pulumi-ens-sdks-"));
    sdks = path.join(directory, "sdks");
    const generator = await orSkip(this, () => sdkGenerator(() => undefined), "the SDKs");
    await run(generator, [path.join(ROOT, "plugin/schema.json"), sdks], { cwd: directory });
  });
  after(() => fs.rmSync(directory, { recursive: true, force: true }));

  describe("Python", () => {
    const python = (...args: string[]) =>
      run(path.join(directory, "venv", process.platform === "win32" ? "Scripts" : "bin", "python"), args, {
        cwd: __dirname,
      });

    before(async function () {
      const { command } = await orSkip(
        this,
        async () => (await findPython()) ?? Promise.reject(new Error("Python is not installed")),
        "the SDK for Python",
      );
      await run(command, ["-m", "venv", path.join(directory, "venv")], { cwd: directory });
      const wheels = path.join(directory, "wheels");
      await python(
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        wheels,
        path.join(sdks, "python"),
      );
      const [wheel = ""] = fs.readdirSync(wheels);
      await python("-m", "pip", "install", "--quiet", path.join(wheels, wheel), PULUMI_PYTHON, MYPY);
    });

    it("has the types of the programs that use it", async () => {
      for (const program of [path.join(__dirname, "uses.py"), path.join(EXAMPLE, "program.py")])
        await python("-m", "mypy", "--strict", program);
    });

    it("refuses an unknown word, a missing field and a text for a number", async () => {
      const file = path.join(directory, "refused.py");
      const programs = [
        'data_policy="force", events=[]',
        'data_policy=ens.DataPolicy.ABANDON, events=[{"event_id": "e-1"}]',
        'events=[], events_per_call="10"',
        "events=[], max_errors=[1]",
      ];
      const calls = programs.map((program) => `ens.MigrationPlan("plan", ${program})`);
      fs.writeFileSync(file, ["import pulumi_ens as ens", ...calls].join("\n"));
      const refused = await python("-m", "mypy", "--strict", file).then(
        () => "",
        (error: Error) => error.message,
      );
      const lines = [...refused.matchAll(/refused\.py:(\d+): error/g)].map(([, line]) => Number(line));
      assert.deepEqual([...new Set(lines)], [2, 3, 4, 5], refused);
    });

    it("sends the names and values of the schema, and reads what comes back", async () => {
      const secret = (value: unknown) => ({
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        value,
      });
      assert.deepEqual(JSON.parse(await python("uses.py")), {
        account: {
          assumeRole: '{"roleArn": "acs:ram::1:role/x", "sessionExpiration": 900}',
          region: "cn-hangzhou",
          transport: "builtin",
        },
        found: {
          dataPolicy: "try_transfer",
          events: [{ eventId: "e-1", resourceId: "i-1", notBefore: 1764870000000, tags: { some_tag: "x" } }],
        },
        written: {
          events: secret([
            { eventId: "e-2", resourceId: "i-2", planTime: 1764870000000, priority: 1 },
            { eventId: "e-3", resourceId: "i-3", opsType: "immediate", password: "Passw0rd" },
          ]),
          eventsPerCall: 10,
          maxErrors: "10%",
          schedule: {
            timeZone: "UTC",
            waves: [1, "10%"],
            windows: [{ days: ["sat"], duration: "3h", startTime: "01:00" }],
          },
          waitFor: "submitted",
        },
        read: [2, "Scheduled", "observed"],
      });
    });
  });

  describe("Go", () => {
    it("has the types of the programs that use it", async function () {
      await orSkip(this, () => run("go", ["version"], { cwd: directory }), "the SDK for Go");
      const module = path.join(directory, "go");
      for (const [name, file] of [
        ["example", path.join(EXAMPLE, "main.go")],
        ["uses", path.join(__dirname, "uses.go")],
      ] as const) {
        fs.mkdirSync(path.join(module, name), { recursive: true });
        fs.copyFileSync(file, path.join(module, name, "main.go"));
      }
      const sdk = "github.com/pulumi-ens/pulumi-ens-go";
      const lines = ["module programs", "go 1.25", `require ${PULUMI_GO}`, `require ${sdk} v0.1.0`];
      const replace = `replace ${sdk} => ${path.join(sdks, "go")}`;
      fs.writeFileSync(path.join(module, "go.mod"), [...lines, replace, ""].join("\n"));
      await run("go", ["vet", "./..."], { cwd: module, env: { GOFLAGS: "-mod=mod", GOWORK: "off" } });
    });
  });
});
