import assert from "node:assert/strict";
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { checkSchema, lintWorkflows } from "../../tools/checkers.mjs";
import { orSkip } from "../orSkip";

const ROOT = path.resolve(__dirname, "../..");
const inRoot = (...parts: string[]) => path.join(ROOT, ...parts);
const quiet = () => undefined;

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

interface Job {
  if?: string;
  needs?: string;
  environment?: string;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  env?: Record<string, string>;
  steps?: Step[];
  "timeout-minutes"?: number;
}

interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

interface Rule {
  if: string;
  when?: string;
}

interface GitLabJob {
  script?: string[];
  before_script?: string[];
  after_script?: string[];
  variables?: Record<string, string>;
  id_tokens?: Record<string, unknown>;
  rules?: Rule[];
  environment?: { name: string };
  resource_group?: string;
  interruptible?: boolean;
}

async function read<Content>(file: string): Promise<Content> {
  return parse(await readFile(file, "utf8")) as Content;
}

/** What a line of a pipeline calls: a script with the directory for its files, and a forge. Only GitLab's preview goes on after it. */
const SCRIPT_LINE =
  /^bash (gitops\/scripts\/[\w/-]+\.sh)(?: (?:"\$RUNNER_TEMP"|\.))?(?:(?<=\/preview\.sh \S+) (github|gitlab))?(?:(?<=gitlab) \|\| failed=\$\?)?$/;

/** {@link readBy}, for a line of a pipeline. */
async function readByLine(name: string, forge: string | undefined): Promise<string[]> {
  const scripts = [name, ...(forge === undefined ? [] : [`gitops/scripts/${forge}/token.sh`])];
  const read = await Promise.all(scripts.map(readBy));
  // The forge sets it on GitHub, and there is none elsewhere.
  return read.flatMap((names) => [...names]).filter((each) => each !== "GITHUB_ACTOR");
}

/** The environment variables that a script reads, also through those that it calls. */
async function readBy(script: string): Promise<Set<string>> {
  const text = await readFile(inRoot(script), "utf8");
  const set = new Set([...text.matchAll(/\b([A-Z][A-Z_]+)=/g)].map(([, name]) => name)); // For a command in it.
  const names = [...text.matchAll(/\$\{?([A-Z][A-Z_]+)/g)].flatMap(([, name = ""]) => name);
  const called = [...text.matchAll(/"\$\(dirname "\$0"\)\/([\w-]+\.sh)"/g)].map(([, name = ""]) => name);
  const theirs = await Promise.all(called.map((name) => readBy(path.posix.join(path.dirname(script), name))));
  return new Set([...names.filter((name) => !set.has(name)), ...theirs.flatMap((each) => [...each])]);
}

async function scriptsIn(folder: string): Promise<string[]> {
  const files = await readdir(inRoot(folder), { recursive: true });
  return files
    .filter((file) => file.endsWith(".sh"))
    .map((file) => path.posix.join(folder, file.replaceAll("\\", "/")));
}

async function yamlIn(directory: string): Promise<string[]> {
  const files = await readdir(inRoot(directory));
  return files.filter((file) => /\.ya?ml$/.test(file)).map((file) => inRoot(directory, file));
}

const schemas: [schema: string, what: string, files: () => Promise<string[]>, damage: [RegExp, string]][] = [
  [
    "vendor.github-workflows",
    "GitHub's workflows",
    async () => [...(await yamlIn("gitops/github")), ...(await yamlIn(".github/workflows"))],
    [/^jobs:$/m, "job:"],
  ],
  [
    "vendor.gitlab-ci",
    "GitLab's pipeline",
    () => Promise.resolve([inRoot("gitops/gitlab/.gitlab-ci.yml")]),
    [/when: manual/, "when: asked"],
  ],
  [
    "vendor.dependabot",
    "Dependabot's configuration",
    () => Promise.resolve([inRoot(".github/dependabot.yml")]),
    [/interval: weekly/, "interval: sometimes"],
  ],
  [
    "vendor.github-issue-forms",
    "the issue forms",
    async () => (await yamlIn(".github/ISSUE_TEMPLATE")).filter((file) => !file.endsWith("config.yml")),
    [/type: textarea/, "type: text"],
  ],
  [
    "vendor.github-issue-config",
    "the issue forms' configuration",
    () => Promise.resolve([inRoot(".github/ISSUE_TEMPLATE/config.yml")]),
    [/false/, "maybe"],
  ],
];

describe("the files for forges", function () {
  this.timeout("600s"); // The checkers are fetched, once.

  let scratch: string;
  before(async () => (scratch = await mkdtemp(path.join(tmpdir(), "pulumi-ens-files-"))));
  after(() => rm(scratch, { recursive: true }));

  async function damaged(file: string, [what, by]: [RegExp, string]): Promise<string> {
    const text = await readFile(file, "utf8");
    assert.match(text, what);
    const copy = path.join(scratch, path.basename(file));
    await writeFile(copy, text.replace(what, by));
    return copy;
  }

  for (const [schema, what, files, damage] of schemas) {
    it(`${what} follow the schema ${schema}`, async function () {
      const [first = "", ...others] = await files();
      const check = (...each: string[]) => checkSchema(["--builtin-schema", schema, ...each], quiet);
      assert.deepEqual(await orSkip(this, () => check(first, ...others)), []);
      const broken = await damaged(first, damage);
      assert.notDeepEqual(await check(broken), [], "and a broken copy does not");
    });
  }

  it("GitHub's workflows pass actionlint", async function () {
    const files = [...(await yamlIn("gitops/github")), ...(await yamlIn(".github/workflows"))];
    assert.deepEqual(await orSkip(this, () => lintWorkflows(files, quiet)), []);
    const broken = await damaged(inRoot("gitops/github/up.yml"), [/vars\.PULUMI_STACK/, "var.PULUMI_STACK"]);
    assert.match((await lintWorkflows([broken], quiet)).join("\n"), /undefined variable "var"/);
  });
});

describe("GitHub's workflows", () => {
  async function workflows() {
    const files = [...(await yamlIn("gitops/github")), ...(await yamlIn(".github/workflows"))];
    return Promise.all(
      files.map(async (file) => ({ file: path.relative(ROOT, file), workflow: await read<Workflow>(file) })),
    );
  }

  async function jobs(): Promise<{ where: string; job: Job }[]> {
    return (await workflows()).flatMap(({ file, workflow }) =>
      Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${file}: ${name}`, job })),
    );
  }

  async function steps(): Promise<{ where: string; step: Step }[]> {
    return (await jobs()).flatMap(({ where, job }) => (job.steps ?? []).map((step) => ({ where, step })));
  }

  it("give each job what it needs and no more", async () => {
    for (const { file, workflow } of await workflows()) assert.deepEqual(workflow.permissions, {}, file);
    const written = (await jobs()).flatMap(({ where, job }) => {
      assert.ok(job.permissions, `${where} names no permissions`);
      const writes = Object.entries(job.permissions).filter(([, access]) => access === "write");
      return writes.length > 0 ? [[where, writes.map(([name]) => name).sort()]] : [];
    });
    assert.deepEqual(Object.fromEntries(written), {
      "gitops/github/preview.yml: preview": ["id-token", "pull-requests"],
      "gitops/github/up.yml: plan": ["id-token"],
      "gitops/github/up.yml: up": ["id-token"],
      "gitops/github/drift.yml: drift": ["id-token", "issues"],
      ".github/workflows/release.yml: publish": ["contents", "id-token"],
    });
  });

  it("pin every action by a commit, the same one everywhere, and say which version it is", async () => {
    const pins = new Map<string, string>();
    for (const { file } of await workflows()) {
      for (const [line] of (await readFile(inRoot(file), "utf8")).matchAll(/^.*\buses: .*$/gm)) {
        if (line.includes("uses: ./")) continue;
        const [, name = "", pin = ""] = /uses: ([\w./-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)/.exec(line) ?? [];
        assert.notEqual(pin, "", `${file}: ${line.trim()}`);
        assert.equal(pins.get(name) ?? pin, pin, `${file}: ${name}`);
        pins.set(name, pin);
      }
    }
    assert.ok(pins.size > 0);
  });

  it("run no text of somebody else's as a script, and no pull request with the base's secrets", async () => {
    for (const { where, step } of await steps())
      assert.ok(!step.run?.includes("${{"), `${where}: ${step.name}`);
    for (const { file, workflow } of await workflows()) {
      assert.ok(!("pull_request_target" in workflow.on), file);
      assert.ok(!("workflow_run" in workflow.on), file);
    }
  });

  it("leave no credentials behind in a checkout, and run no install scripts", async () => {
    for (const { where, step } of await steps()) {
      if (step.uses?.startsWith("actions/checkout@"))
        assert.equal(step.with?.["persist-credentials"], false, where);
      for (const line of step.run?.match(/^.*\bnpm (ci|install)\b.*$/gm) ?? [])
        assert.match(line, /--ignore-scripts/, where);
    }
  });

  it("end by themselves", async () => {
    for (const { where, job } of await jobs())
      if (job.steps) assert.ok(Number(job["timeout-minutes"]) > 0, where);
  });

  it("let nothing but up use the role that may order: approved, and one at a time", async () => {
    const roles = (await steps()).flatMap(({ step }) => step.env?.["ALIBABA_CLOUD_ROLE_ARN"] ?? []);
    assert.equal(roles.filter((role) => role.includes("ENS_ORDER_ROLE_ARN")).length, 1);
    const { up } = (await read<Workflow>(inRoot("gitops/github/up.yml"))).jobs;
    assert.ok(up);
    assert.ok(up.steps?.some((step) => step.env?.["ALIBABA_CLOUD_ROLE_ARN"]?.includes("ENS_ORDER_ROLE_ARN")));
    assert.equal(up.environment, "production");
    assert.equal(up.needs, "plan");
    assert.deepEqual(up.concurrency, {
      group: "ens-up-${{ vars.PULUMI_STACK }}",
      "cancel-in-progress": false,
    });
  });

  it("end up where a step before it fails", async () => {
    for (const { where, job } of await jobs()) {
      for (const part of [job, ...(job.steps ?? [])])
        for (const key of ["continue-on-error", "shell"]) assert.ok(!(key in part), `${where}: ${key}`);
    }
    const { up } = (await read<Workflow>(inRoot("gitops/github/up.yml"))).jobs;
    assert.deepEqual(
      up?.steps?.flatMap(({ run }) => run ?? []),
      [
        "npm ci --ignore-scripts --no-audit --no-fund",
        "bash gitops/scripts/github/newest.sh",
        "bash gitops/scripts/github/token.sh",
        'bash gitops/scripts/up.sh "$RUNNER_TEMP"',
        'bash gitops/scripts/github/summary.sh "$RUNNER_TEMP"',
      ],
    );
  });

  it("leave RAM's token where the program finds it, and where the runner clears up", async () => {
    const using = (await steps()).filter(
      ({ step }) => step.run?.endsWith("token.sh") || step.env?.["ALIBABA_CLOUD_ROLE_ARN"],
    );
    assert.equal(using.length, 6);
    for (const { where, step } of using) {
      const file = step.env?.["ALIBABA_CLOUD_OIDC_TOKEN_FILE"];
      assert.equal(file, "${{ runner.temp }}/alibaba-cloud-token", where);
    }
  });

  it("preview no pull request of a fork", async () => {
    const { preview } = (await read<Workflow>(inRoot("gitops/github/preview.yml"))).jobs;
    assert.equal(preview?.if, "github.event.pull_request.head.repo.full_name == github.repository");
  });

  it("call scripts that are there, with what they read, and give no token of GitHub's to the program", async () => {
    const called = new Set<string>();
    const order: Record<string, string[]> = {};
    for (const { where, job } of (await jobs()).filter((each) => each.where.startsWith("gitops/"))) {
      for (const step of job.steps ?? []) {
        const [, script, forge] = SCRIPT_LINE.exec(step.run ?? "") ?? [];
        if (script === undefined) {
          assert.match(step.run ?? "npm ci ", /^npm ci /, where);
          continue;
        }
        called.add(script);
        (order[where] ??= []).push(script.replace("gitops/scripts/", "") + (step.if ? " if" : ""));
        const given = new Set([...Object.keys(job.env ?? {}), ...Object.keys(step.env ?? {})]);
        const missing = (await readByLine(script, forge)).filter(
          (name) => !given.has(name) && !/^(?:GITHUB|ACTIONS_ID_TOKEN_REQUEST)_/.test(name),
        );
        assert.deepEqual(missing, [], `${where}: ${script}`);
        assert.equal(
          given.has("GH_TOKEN"),
          script.includes("/github/") && !/\/(?:token|summary)\.sh$/.test(script),
          where,
        );
      }
    }
    // A step without a condition runs only while none before it has failed.
    assert.deepEqual(order, {
      "gitops/github/drift.yml: drift": ["github/token.sh", "drift.sh", "github/issue.sh"],
      "gitops/github/preview.yml: preview": ["preview.sh", "github/summary.sh if", "github/comment.sh if"],
      "gitops/github/up.yml: plan": ["preview.sh", "github/summary.sh if"],
      "gitops/github/up.yml: up": ["github/newest.sh", "github/token.sh", "up.sh", "github/summary.sh if"],
    });
    const expected = (await scriptsIn("gitops/scripts")).filter(
      (file) => !/\/gitlab\/|run-preview/.test(file),
    );
    assert.deepEqual([...called].sort(), expected.sort());
  });

  it("run scripts that package.json has, and files that are there", async () => {
    const { scripts } = JSON.parse(await readFile(inRoot("package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const { where, step } of (await steps()).filter((each) => each.where.startsWith(".github"))) {
      for (const [, script = ""] of step.run?.matchAll(/\bnpm run ([\w:]+)/g) ?? [])
        assert.ok(Object.hasOwn(scripts, script), `${where}: npm run ${script}`);
      for (const [file] of step.run?.matchAll(/\b(?:tools|tests)\/[\w./]+\.(?:mjs|ts)\b/g) ?? [])
        await access(inRoot(file));
    }
  });
});

describe("GitLab's pipeline", () => {
  const file = inRoot("gitops/gitlab/.gitlab-ci.yml");

  /** The jobs, each with what it extends. */
  async function jobs(): Promise<Record<string, GitLabJob>> {
    const { ".pulumi": base, ...pipeline } = await read<Record<string, GitLabJob>>(file);
    return Object.fromEntries(
      Object.entries(pipeline)
        .filter(([, job]) => job.script)
        .map(([name, job]) => [
          name,
          { ...base, ...job, variables: { ...base?.variables, ...job.variables } },
        ]),
    );
  }

  it("lets nothing but up use the role that may order: started by hand, on the default branch, one at a time", async () => {
    const { up, ...others } = await jobs();
    assert.deepEqual(Object.keys(others), ["preview", "plan", "drift"]);
    assert.equal(up?.variables?.["ALIBABA_CLOUD_ROLE_ARN"], "$ENS_ORDER_ROLE_ARN");
    for (const { variables } of Object.values(others))
      assert.equal(variables?.["ALIBABA_CLOUD_ROLE_ARN"], "$ENS_READ_ROLE_ARN");
    assert.deepEqual(up.script, ["bash gitops/scripts/gitlab/newest.sh", "bash gitops/scripts/up.sh ."]);
    assert.equal(up.resource_group, "ens-$PULUMI_STACK");
    assert.equal(up.interruptible, false);
    assert.equal(up.environment?.name, "production");
  });

  it("previews merge requests, plans and orders the default branch, and looks for drift on a schedule", async () => {
    const { workflow } = await read<{ workflow: { rules: Rule[] } }>(file);
    const rules = Object.entries(await jobs()).map(([name, job]) => [name, job.rules]);
    const merged = '$CI_PIPELINE_SOURCE != "schedule" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH';
    assert.deepEqual(
      { workflow: workflow.rules, ...Object.fromEntries(rules) },
      {
        workflow: [
          { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
          { if: '$CI_PIPELINE_SOURCE == "schedule"' },
          { if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" },
        ],
        preview: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }],
        plan: [{ if: merged }],
        up: [{ if: merged, when: "manual" }],
        drift: [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }],
      },
    );
  });

  it("leaves no token behind on the runner", async () => {
    for (const [name, job] of Object.entries(await jobs()))
      assert.deepEqual(job.after_script, ['rm -f "$ALIBABA_CLOUD_OIDC_TOKEN_FILE"'], name);
  });

  it("fails a job whose script fails", async () => {
    const all = await jobs();
    for (const [name, job] of Object.entries(all)) assert.ok(!("allow_failure" in job), name);
    assert.deepEqual(all["preview"]?.script, [
      "bash gitops/scripts/preview.sh . gitlab || failed=$?",
      "bash gitops/scripts/gitlab/comment.sh .",
      'exit "${failed:-0}"',
    ]);
    assert.deepEqual(all["plan"]?.script, [
      "bash gitops/scripts/preview.sh . gitlab || failed=$?",
      "cat short.md",
      'exit "${failed:-0}"',
    ]);
  });

  it("calls scripts that are there, with what they read", async () => {
    const [settings = ""] = /^# Settings[\s\S]*?\n\n/m.exec(await readFile(file, "utf8")) ?? [];
    const called = new Set<string>();
    for (const [where, { before_script = [], script = [], variables, id_tokens }] of Object.entries(
      await jobs(),
    )) {
      for (const line of [...before_script, ...script]) {
        const [, name, forge] = SCRIPT_LINE.exec(line) ?? [];
        if (name === undefined) {
          assert.match(line, /^(?:npm ci |exit "\$\{failed:-0\}"$|cat short\.md$)/, where);
          continue;
        }
        called.add(name);
        const given = new Set([
          ...Object.keys({ ...variables, ...id_tokens }),
          ...(settings.match(/\b[A-Z][A-Z_]+\b/g) ?? []),
        ]);
        const missing = (await readByLine(name, forge)).filter(
          (each) => !given.has(each) && !each.startsWith("CI_"),
        );
        assert.deepEqual(missing, [], `${where}: ${name}`);
      }
    }
    const expected = (await scriptsIn("gitops/scripts")).filter(
      (each) => !/\/github\/|run-preview/.test(each),
    );
    assert.deepEqual([...called].sort(), expected.sort());
  });
});
