import assert from "node:assert/strict";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { withFirstOnPath } from "../../tools/searchPath.mjs";
import { accepted, event, type Fixture, inDays, scenario, writes } from "../engine/fixture";
import { fails, type Outcome, succeeds } from "../engine/outcome";
import type { YamlProgram } from "../engine/stack";
import { cli } from "../sdk/cli/io";
import { script } from "./bash";
import { pipelineEnvironment } from "./pipelineEnvironment";

const [first, second] = [event(1), event(2)];
const plan = { dataPolicy: "force_transfer" };

interface Pipeline extends Fixture {
  run: (name: string, changes?: NodeJS.ProcessEnv) => Promise<Outcome>;
  /** A file that the scripts have left. */
  left: (file: string) => Promise<string>;
}

/** The scripts of the pipelines with a stack and an emulator; nothing secret may be shown or left. */
function pipeline(use: (pipeline: Pipeline) => Promise<void>, yaml?: YamlProgram): Promise<void> {
  return scenario({ events: [first, second], ...(yaml && { yaml }) }, async (fixture) => {
    const { stack, emulator } = fixture;
    const directory = path.join(stack.directory, "out");
    await mkdir(directory);
    const env: NodeJS.ProcessEnv = {
      ...(await pipelineEnvironment(fixture)),
      PULUMI_STACK: "dev",
      COMMIT: "aaaa",
      RUN_URL: "https://forge.example.com/ann/infrastructure/runs/42",
    };
    const left = (file: string) => readFile(path.join(directory, file), "utf8");
    const run: Pipeline["run"] = async (name, changes = {}) => {
      const ended = await script(name, directory, { cwd: stack.directory, env: { ...env, ...changes } });
      const files = await Promise.all(
        ["short.md", "drift.md", "timeline.md", "messages.txt"].map((file) => left(file).catch(() => "")),
      );
      for (const secret of [emulator.accessKeySecret, env["PULUMI_CONFIG_PASSPHRASE"] ?? ""]) {
        assert.ok(
          secret !== "" && ![ended.output, ...files].join("\n").includes(secret),
          `"${secret}" was shown`,
        );
      }
      return ended;
    };
    await use({ ...fixture, run, left });
  });
}

describe("the scripts of the pipelines", function () {
  this.timeout("600s"); // A dozen of `pulumi` commands each, on whatever machine.

  before(function () {
    if (process.platform === "win32") this.skip(); // The runners are Linux, and so are the scripts.
  });

  it("preview.sh: writes the timeline, or why there is none, and orders nothing", () =>
    pipeline(async ({ stack, emulator, run, left }) => {
      await stack.plans({ edge: { ...plan, events: [{ ...first, planTime: inDays(3) }] } });
      await succeeds(run("preview.sh"));
      for (const page of ["timeline.md", "short.md"]) {
        assert.match(
          await left(page),
          /^<!-- pulumi-ens preview of dev -->\nStack `dev` at aaaa: \[full timeline and log\]\(.*42\)\. /,
        );
      }
      assert.match(await left("timeline.md"), /```mermaid\ngantt[\s\S]*i-0{24}1/);

      await stack.plans({ edge: { dataPolicy: "nope", events: [{ ...first, planTime: inDays(3) }] } });
      await fails(run("preview.sh"), /dataPolicy.*must be one of/);
      const failed = await left("short.md");
      assert.match(failed, /\*\*The preview failed\.\*\*\n\n {4}error: .*dataPolicy.*must be one of/);
      assert.doesNotMatch(failed, /after merging/);
      const { code, out } = await cli(["report", path.join(stack.directory, "out", "preview.json")]);
      assert.equal(code, 1);
      assert.match(out, /^edge \(preview failed\): what changes is unknown\n! .*dataPolicy.*must be one of/m);

      for (const passphrase of ["wrong passphrase", ""]) {
        await fails(run("preview.sh", { PULUMI_CONFIG_PASSPHRASE: passphrase }), /incorrect passphrase/);
        const page = await left("short.md");
        assert.match(page, /^\*\*The preview failed\.\*\*[\s\S]*\n {4}error: .*incorrect passphrase\n$/m);
        assert.equal(page.includes("are empty in this run"), passphrase === "", page);
        assert.doesNotMatch(page, /wrong passphrase/);
      }
      const dependabot = { PULUMI_CONFIG_PASSPHRASE: "", GITHUB_ACTOR: "dependabot[bot]" };
      await fails(run("preview.sh", dependabot));
      assert.match(
        await left("short.md"),
        /GitHub does not give the repository's secrets to a run of Dependabot/,
      );

      await stack.plans({});
      await succeeds(run("preview.sh"));
      assert.match(await left("short.md"), /This changes no migration plan\./);
      assert.equal(writes(emulator), 0);
    }));

  it("up.sh: lists what stands also after a failure, and then orders only the rest", () =>
    pipeline(async ({ stack, emulator, run, left }) => {
      const events = [
        { ...first, planTime: inDays(3) },
        { ...second, planTime: inDays(4) },
      ];
      await stack.plans({ edge: { ...plan, events } });
      const message = "IncorrectInstanceStatus: The current status of the instance does not support this.";
      emulator.faults([{ kind: "itemFailure", eventId: second.eventId, code: 400, message }]);
      const half = await fails(run("up.sh"), /IncorrectInstanceStatus/);
      assert.match(half, /i-0{24}1 .*Scheduled/, "the log says what stands");
      assert.match(await left("timeline.md"), /i-0{24}1 \|.*Scheduled/);
      assert.deepEqual(accepted(emulator), { [first.eventId]: 1 });

      await succeeds(run("up.sh"));
      assert.deepEqual(accepted(emulator), { [first.eventId]: 1, [second.eventId]: 1 }, "only the rest");
      await assert.rejects(left("state.json"), /ENOENT/);

      await fails(run("up.sh", { PULUMI_CONFIG_PASSPHRASE: "wrong passphrase" }), /incorrect passphrase/);
      const unknown = await left("timeline.md");
      assert.match(
        unknown,
        /^\*\*`pulumi up` failed: the job's log has the reason\.\*\* The orders that ENS accepted before that stay in force\./,
      );
    }));

  it("drift.sh: tells drift from agreement and from a check that failed, and changes nothing", () =>
    pipeline(async ({ stack, emulator, advance, run, left }) => {
      const planned = (time: number | string) => ({
        edge: {
          ...plan,
          events: [
            { ...first, planTime: inDays(3) },
            { ...second, planTime: time },
          ],
        },
      });
      await stack.plans(planned(inDays(9)));
      await succeeds(stack.up());
      const orders = writes(emulator);

      await advance(4 * 86_400_000);
      await succeeds(run("drift.sh"));
      await assert.rejects(left("drift.md"), /ENOENT/, "a migration that ran as it was ordered is no drift");

      const moved = new Date(inDays(10)).toISOString();
      emulator.platform({ eventId: second.eventId, notBefore: moved });
      await succeeds(run("drift.sh"));
      assert.match(await left("drift.md"), / {4}edge: e-0{31}2 .*: ENS shows \S+: moved by the platform/);

      await stack.plans(planned(moved));
      await succeeds(stack.up("--refresh"));
      await succeeds(run("drift.sh"));
      await assert.rejects(left("drift.md"), /ENOENT/);

      emulator.faults([{ kind: "noPermission", count: "always" }]);
      await fails(run("drift.sh"), /NoPermission/);
      await assert.rejects(left("drift.md"), /ENOENT/, "a check that failed says nothing about drift");
      assert.equal(writes(emulator), orders, "nothing was sent for any of it");
    }));

  it("do the same for a program in YAML, with the plugin", () => {
    const events = [first, second].map((each, index) => ({
      ...each,
      planTime: new Date(inDays(3 + index)).toISOString(),
    }));
    const edge = { type: "ens:MigrationPlan", properties: { ...plan, events } };
    return pipeline(
      async ({ emulator, run, left }) => {
        await succeeds(run("preview.sh"));
        assert.match(await left("timeline.md"), /```mermaid\ngantt[\s\S]*i-0{24}1/);
        assert.match(await left("short.md"), /2 moves/);
        assert.equal(writes(emulator), 0);

        await succeeds(run("up.sh"));
        assert.deepEqual(accepted(emulator), { [first.eventId]: 1, [second.eventId]: 1 });
        assert.match(await left("timeline.md"), /2 Scheduled/);

        await succeeds(run("drift.sh"));
        await assert.rejects(left("drift.md"), "there is none");
      },
      { resources: { edge } },
    );
  });

  describe("with a stand-in for Pulumi", () => {
    const SECRETS = {
      PULUMI_ACCESS_TOKEN: "pul-0123456789",
      PULUMI_BACKEND_URL: "postgres://ann:hunter2@still-hunter2@db/state",
    };
    let directory: string;
    let env: NodeJS.ProcessEnv;
    beforeEach(async () => {
      directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-scripts-"));
      env = {
        ...withFirstOnPath(process.env, directory),
        PULUMI_STACK: "dev",
        COMMIT: "aaaa",
        RUN_URL: "https://forge.example.com/ann/infrastructure/runs/42",
        ...SECRETS,
      };
      await report("echo timeline");
    });
    afterEach(() => rm(directory, { recursive: true }));

    const tool = (name: string, does: string) =>
      writeFile(path.join(directory, name), `#!/usr/bin/env bash\n${does}\n`, { mode: 0o755 });
    /** In place of `npx pulumi-ens report`: `$*` has its arguments, and what it prints goes to its output. */
    const report = (prints: string, after = "") =>
      tool(
        "npx",
        `out=/dev/stdout\n[[ "$*" != *--output* ]] || out=$(sed 's/.*--output //;s/ .*//' <<< "$*")\n${prints} > "$out"\n${after}`,
      );
    const left = (file: string) => readFile(path.join(directory, file), "utf8");
    const run = (name: string, ...more: string[]) =>
      script(name, directory, { cwd: directory, env }, ...more);

    it("preview.sh and up.sh: fail where the report does, with its reason, and leave no state behind", async () => {
      await tool("pulumi", "echo '{}'");
      await tool("npx", "echo 'the report failed' >&2; exit 3");
      for (const [name, problem] of [
        ["preview.sh", "The preview succeeded, but its timeline"],
        ["up.sh", "The orders in force cannot be listed"],
      ] as const) {
        await fails(run(name), /the report failed/);
        for (const page of ["short.md", "timeline.md"])
          assert.match(await left(page), new RegExp(`\\*\\*${problem}.*\\*\\*\n\n {4}the report failed\n$`));
      }
      await assert.rejects(access(path.join(directory, "state.json")), /ENOENT/);
    });

    it("up.sh: says why there is no list of what stands", async () => {
      await tool("pulumi", "echo 'error: no credentials for the backend' >&2; exit 255");
      await fails(run("up.sh"));
      assert.match(
        await left("timeline.md"),
        /^\*\*`pulumi up` failed: .*\n\n\*\*The orders in force cannot be listed.*\*\*\n\n {4}error: no credentials for the backend\n$/,
      );
    });

    it("up.sh: keeps the list of a state that is not whole, and fails", async () => {
      await tool("pulumi", "echo '{}'");
      await report("echo 'edge: interrupted'", "exit 1");
      await fails(run("up.sh"));
      assert.equal(await left("timeline.md"), "edge: interrupted\n");
    });

    it("preview.sh: leaves the short report for the comment, and the full one for the summary", async () => {
      await tool("pulumi", "echo '{}'");
      await report('if [[ "$*" = *--short* ]]; then echo totals; else echo everything; fi');
      await succeeds(run("preview.sh"));
      const [short, full] = [await left("short.md"), await left("timeline.md")];
      assert.match(short, /^<!-- pulumi-ens preview of dev -->\n.*Nothing has been ordered\.\n\ntotals\n$/);
      assert.equal(full, short.replace("totals", "everything"));
    });

    it("preview.sh: fails where the report fails over ENS_FAIL_ON, and shows both", async () => {
      await tool("pulumi", "echo '{}'");
      await report(
        "echo totals",
        '[[ "$*" != *"--fail-on abandon,moves>5" ]] || { echo "edge loses data" >&2; exit 3; }',
      );
      await succeeds(run("preview.sh"));
      Object.assign(env, { ENS_FAIL_ON: "abandon,moves>5" });
      assert.equal((await fails(run("preview.sh"))).includes("edge loses data"), true);
      assert.match(
        await left("short.md"),
        /^\*\*The preview succeeded, but a condition of `ENS_FAIL_ON` applies or cannot be judged\.\*\*\n\n {4}edge loses data\n\ntotals\n$/m,
      );
    });

    it("preview.sh: says so where the report is not complete", async () => {
      await tool("pulumi", "echo '{}'");
      await report("echo totals", "echo 'see above' >&2; exit 1");
      Object.assign(env, { ENS_FAIL_ON: "abandon" });
      await fails(run("preview.sh"));
      assert.match(
        await left("short.md"),
        /^\*\*The preview succeeded, but its report is not complete\.\*\*$/m,
      );
    });

    it("preview.sh: shows the reason that Pulumi leaves out of its JSON, as of a policy", async () => {
      const json = JSON.stringify({
        diagnostics: [{ severity: "error", message: "error: preview failed\n" }],
      });
      await tool(
        "pulumi",
        `case "$*" in *--json*) echo '${json}';; *) echo 'mandatory: no-abandon';; esac; exit 255`,
      );
      await fails(run("preview.sh"), /no-abandon/);
      assert.match(await left("short.md"), /^\*\*The preview failed\.\*\*\n\n {4}mandatory: no-abandon\n$/m);
    });

    it("preview.sh: shows the reason where what Pulumi prints is not JSON", async () => {
      await tool("pulumi", "echo 'panic: oh'; echo 'error: it broke' >&2; exit 2");
      await fails(run("preview.sh"));
      assert.match(await left("short.md"), /^\*\*The preview failed\.\*\*\n\n {4}error: it broke\n$/m);
    });

    it("hide the secrets of the job in what is posted", async () => {
      const diagnostics = [
        { severity: "error", message: "error: $PULUMI_ACCESS_TOKEN at $PULUMI_BACKEND_URL" },
      ];
      await tool(
        "pulumi",
        `cat <<END\n${JSON.stringify({ diagnostics })}\nEND\necho "error: no changes were expected $PULUMI_ACCESS_TOKEN" >&2; exit 1`,
      );
      await fails(run("preview.sh"));
      await succeeds(run("drift.sh"));
      for (const file of ["short.md", "drift.md"]) {
        const page = await left(file);
        assert.match(page, / {4}error: \[secret\] at postgres:\/\/\[secret\]@db\/state/);
        assert.doesNotMatch(page, /pul-0123456789|hunter2/);
      }
    });

    it("hide the values of variables that sound secret, in every form, and nothing else", async () => {
      const secrets = {
        API_KEY: "api-key-1",
        AZURE_STORAGE_KEY: "azure/key+2==",
        PGPASS: 'pg"pass\\3',
        GOOGLE_CREDENTIALS: '{\n  "first": "line-4"\n}',
        npm_config_password: "lower-5 中",
      };
      Object.assign(env, secrets, {
        MY_TOKEN: "short",
        TOKEN_URL: "https://a.example.com",
        OTHER: "other-value",
      });
      const said = [
        ...Object.values(secrets).flatMap((value) => [
          value,
          encodeURIComponent(value),
          JSON.stringify(value),
        ]),
        "short https://a.example.com other-value https://npm.example.com/@pulumi/pulumi npm://@pulumi-ens/sdk",
      ].join("\n");
      await writeFile(path.join(directory, "said"), said);
      await tool("pulumi", `cat "${path.join(directory, "said")}" >&2; exit 1`);
      await fails(run("preview.sh"));
      const page = await left("short.md");
      assert.doesNotMatch(page, /api-key-1|azure|==|%3D|pg"pass|pg%22|pg\\|line-4|lower-5/);
      assert.match(
        page,
        / {4}short https:\/\/a\.example\.com other-value https:\/\/npm\.example\.com\/@pulumi\/pulumi npm:\/\/@pulumi-ens\/sdk\n$/,
      );
    });

    it("cut what a comment or an issue cannot hold, once its secrets are hidden", async () => {
      const event = (n: number) => `edge: e-${n}: 不能 ${"x".repeat(300)}`;
      const long = `${"y".repeat(995)}${SECRETS.PULUMI_ACCESS_TOKEN}`;
      const message = [long, ...Array.from({ length: 400 }, (_, n) => event(n))].join("\n");
      await writeFile(
        path.join(directory, "said"),
        JSON.stringify({ diagnostics: [{ severity: "error", message }] }),
      );
      await tool(
        "pulumi",
        `cat "${path.join(directory, "said")}"; echo "error: no changes were expected" >&2; exit 1`,
      );
      await fails(run("preview.sh"));
      await succeeds(run("drift.sh"));
      for (const file of ["short.md", "drift.md"]) {
        const page = await left(file);
        assert.ok(Buffer.byteLength(page) < 65_000, `${file}: ${Buffer.byteLength(page)}`);
        const shown = page.match(/^ {4}edge: e-\d+: 不能 x{300}$/gm)?.length ?? 0;
        assert.ok(shown > 20, `${shown}`);
        assert.match(page, new RegExp(`^ {4}… and ${400 - shown} more lines: see the log$`, "m"));
        assert.match(page, /^ {4}y{995}\[secr…$/m);
      }
      assert.match(await left("short.md"), /^\*\*The preview failed\.\*\*$/m);
    });

    it("preview.sh: advises about Dependabot only where secrets or the token are missing", async () => {
      await tool("pulumi", "echo 'error: it broke' >&2; exit 1");
      const advice = async (changes: NodeJS.ProcessEnv, ...more: string[]) => {
        Object.assign(env, { GITHUB_ACTOR: "ann", ...SECRETS }, changes);
        await fails(run("preview.sh", ...more));
        const page = await left("short.md");
        return /^\*\*.*\*\* ?(.*)$/m.exec(page)?.[1];
      };
      const dependabot = { GITHUB_ACTOR: "dependabot[bot]" };
      const none = { PULUMI_ACCESS_TOKEN: "", PULUMI_CONFIG_PASSPHRASE: "" };
      const about = /^GitHub does not give the repository's secrets to a run of Dependabot/;
      assert.equal(await advice(dependabot), "");
      assert.match((await advice({ ...dependabot, ...none })) ?? "", about);
      assert.match((await advice(dependabot, "github")) ?? "", about);
      assert.equal(await advice({}, "github"), "");
      assert.match(
        (await advice(none)) ?? "",
        /are empty in this run\. Set one of them, unless .* a KMS encrypts/,
      );
    });

    for (const forge of ["github", "gitlab"]) {
      it(`preview.sh: previews nothing where ${forge} gives no token, and says so`, async () => {
        await tool("pulumi", "echo 'pulumi ran' >&2; exit 2");
        const output = await fails(run("preview.sh", forge), /no token/);
        assert.doesNotMatch(output, /pulumi ran/);
        assert.match(
          await left("short.md"),
          /^\*\*There is no token for Alibaba Cloud, so nothing was previewed\.\*\*\n\n {4}error: Git(?:Hub|Lab) .*no token/m,
        );
      });
    }
  });
});
