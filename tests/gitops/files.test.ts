import assert from "node:assert/strict";
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkSchema, lintWorkflows } from "../../tools/checkers.mjs";
import { withChecker } from "./checkers";
import { type Job, readWorkflow, type Step } from "./githubJob";

const ROOT = path.resolve(__dirname, "../..");
const inRoot = (...parts: string[]) => path.join(ROOT, ...parts);
const quiet = () => undefined;

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
      assert.deepEqual(await withChecker(this, () => check(first, ...others)), []);
      const broken = await damaged(first, damage);
      assert.notDeepEqual(await check(broken), [], "and a broken copy does not");
    });
  }

  it("GitHub's workflows pass actionlint", async function () {
    const files = [...(await yamlIn("gitops/github")), ...(await yamlIn(".github/workflows"))];
    assert.deepEqual(await withChecker(this, () => lintWorkflows(files, quiet)), []);
    const broken = await damaged(inRoot("gitops/github/up.yml"), [/vars\.PULUMI_STACK/, "var.PULUMI_STACK"]);
    assert.match((await lintWorkflows([broken], quiet)).join("\n"), /undefined variable "var"/);
  });
});

describe("GitHub's workflows", () => {
  async function workflows() {
    const files = [...(await yamlIn("gitops/github")), ...(await yamlIn(".github/workflows"))];
    return Promise.all(
      files.map(async (file) => ({ file: path.relative(ROOT, file), workflow: await readWorkflow(file) })),
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
      if (step.uses?.startsWith("actions/checkout@")) {
        assert.equal(step.with?.["persist-credentials"], false, where);
      }
      for (const line of step.run?.match(/^.*\bnpm (ci|install)\b.*$/gm) ?? []) {
        assert.match(line, /--ignore-scripts/, where);
      }
    }
  });

  it("end by themselves", async () => {
    for (const { where, job } of await jobs()) {
      if (job.steps) assert.ok(Number(job["timeout-minutes"]) > 0, where);
    }
  });

  it("let nothing but up use the role that may order: approved, and one at a time", async () => {
    const roles = (await steps()).flatMap(({ step }) => step.env?.["ALIBABA_CLOUD_ROLE_ARN"] ?? []);
    assert.equal(roles.filter((role) => role.includes("ENS_ORDER_ROLE_ARN")).length, 1);
    const up = (await readWorkflow(inRoot("gitops/github/up.yml"))).jobs["up"];
    assert.ok(up);
    assert.ok(up.steps.some((step) => step.env?.["ALIBABA_CLOUD_ROLE_ARN"]?.includes("ENS_ORDER_ROLE_ARN")));
    assert.equal(up.environment, "production");
    assert.equal(up.needs, "plan");
    assert.deepEqual(up.concurrency, {
      group: "ens-up-${{ vars.PULUMI_STACK }}",
      "cancel-in-progress": false,
    });
  });

  it("run scripts that package.json has, and files that are there", async () => {
    const { scripts } = JSON.parse(await readFile(inRoot("package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const { where, step } of (await steps()).filter((each) => each.where.startsWith(".github"))) {
      for (const [, script = ""] of step.run?.matchAll(/\bnpm run ([\w:]+)/g) ?? []) {
        assert.ok(Object.hasOwn(scripts, script), `${where}: npm run ${script}`);
      }
      for (const [file] of step.run?.matchAll(/\b(?:tools|tests)\/[\w./]+\.(?:mjs|ts)\b/g) ?? []) {
        await access(inRoot(file));
      }
    }
  });
});
