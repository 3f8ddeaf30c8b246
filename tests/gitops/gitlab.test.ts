import assert from "node:assert/strict";
import { readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { accepted, event, inDays, writes } from "../engine/fixture";
import { fails, succeeds } from "../engine/outcome";
import { type Job, readJobs, runJob, runsWhen } from "./gitlabJob";
import { infraRepository } from "./infraRepository";

const FILE = path.resolve(__dirname, "../../gitops/gitlab/.gitlab-ci.yml");
const [first, second] = [event(1), event(2)];
const plan = { dataPolicy: "force_transfer" };

describe("the GitLab pipeline, run job by job", function () {
  this.timeout("600s"); // A dozen of `pulumi` commands each, on whatever machine.

  let jobs: Record<string, Job>;
  const job = (name: string): Job => {
    const found = jobs[name];
    assert.ok(found, `there is no job ${name}`);
    return found;
  };

  before(async function () {
    if (process.platform === "win32") this.skip(); // Its image is Linux, and so are the scripts.
    jobs = await readJobs(FILE);
  });

  const pipelines: [string, Record<string, string>, Record<string, string>][] = [
    [
      "a merge request",
      { CI_PIPELINE_SOURCE: "merge_request_event", CI_DEFAULT_BRANCH: "main" },
      { preview: "on_success" },
    ],
    [
      "the default branch",
      { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" },
      { plan: "on_success", up: "manual" },
    ],
    [
      "a schedule",
      { CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" },
      { drift: "on_success" },
    ],
    ["another branch", { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "x", CI_DEFAULT_BRANCH: "main" }, {}],
  ];
  for (const [what, variables, expected] of pipelines) {
    it(`${what} has ${Object.keys(expected).join(" and ") || "no job"}`, () => {
      const found = Object.entries(jobs).map(([name, each]) => [name, runsWhen(each, variables)]);
      assert.deepEqual(Object.fromEntries(found.filter(([, when]) => when !== undefined)), expected);
    });
  }

  it("lets nothing but up use the role that may order, one at a time", () => {
    const roles = Object.entries(jobs).map(([name, each]) => [
      name,
      each.variables?.["ALIBABA_CLOUD_ROLE_ARN"],
    ]);
    const { up, ...others } = Object.fromEntries(roles) as Record<string, string>;
    assert.equal(up, "$ENS_ORDER_ROLE_ARN");
    assert.deepEqual(new Set(Object.values(others)), new Set(["$ENS_READ_ROLE_ARN"]));
    assert.equal(job("up").resource_group, "ens-$PULUMI_STACK");
    assert.equal(job("up").interruptible, false);
    assert.equal(job("up").environment?.name, "production");
  });

  it("preview: keep one note with the timeline, and order nothing", () =>
    infraRepository([first, second], async (repository) => {
      const { stack, emulator, forge } = repository;
      await stack.plans({ edge: { ...plan, events: [{ ...first, planTime: inDays(3) }] } });
      const opened = await succeeds(runJob(job("preview"), repository, { CI_COMMIT_SHA: "aaaa" }));
      const [note] = (await forge()).comments;
      assert.match(note?.body ?? "", /^<!-- pulumi-ens preview of dev -->\nStack `dev` with aaaa /);
      assert.match(note?.body ?? "", /```mermaid\ngantt[\s\S]*i-0{24}1/);
      const token = `${repository.directory}.tmp/alibaba-cloud-token`;
      assert.equal(await readFile(token, "utf8"), "token for sts.aliyuncs.com");
      assert.equal((await stat(token)).mode & 0o077, 0, "nobody else can read the token");
      await rm(path.dirname(token), { recursive: true });

      await stack.plans({ edge: { dataPolicy: "nope", events: [{ ...first, planTime: inDays(3) }] } });
      const failed = await fails(runJob(job("preview"), repository, { CI_COMMIT_SHA: "bbbb" }));
      const { comments, token: secret } = await forge();
      assert.equal(comments.length, 1, "the note is updated in place");
      assert.match(
        comments[0]?.body ?? "",
        /with bbbb [\s\S]*The preview failed[\s\S]*dataPolicy[\s\S]*must be/,
      );
      assert.equal(writes(emulator), 0);
      for (const each of [secret, emulator.accessKeySecret, repository.backend.passphrase]) {
        assert.ok(!(opened + failed + JSON.stringify(comments)).includes(each), `"${each}" was shown`);
      }
      await rm(path.dirname(token), { recursive: true });
    }));

  it("up: go on after a failure, and never go back to an older commit", () =>
    infraRepository([first, second], async (repository) => {
      const { stack, emulator } = repository;
      await stack.plans({
        edge: {
          ...plan,
          events: [
            { ...first, planTime: inDays(3) },
            { ...second, planTime: inDays(4) },
          ],
        },
      });
      const sha = await repository.commit();
      const message = "IncorrectInstanceStatus: The current status of the instance does not support this.";
      emulator.faults([{ kind: "itemFailure", eventId: second.eventId, code: 400, message }]);
      const half = await fails(runJob(job("up"), repository, { CI_COMMIT_SHA: sha }));
      assert.match(half, /IncorrectInstanceStatus/);
      assert.match(half, /i-0{24}1 .*Scheduled/, "the log says what stands");
      assert.deepEqual(accepted(emulator), { [first.eventId]: 1 });
      await succeeds(runJob(job("up"), repository, { CI_COMMIT_SHA: sha }));
      assert.deepEqual(accepted(emulator), { [first.eventId]: 1, [second.eventId]: 1 });

      await stack.plans({ edge: { ...plan, events: [{ ...first, planTime: inDays(9) }] } });
      await repository.commit();
      const before = writes(emulator);
      await fails(runJob(job("up"), repository, { CI_COMMIT_SHA: sha }), /main has moved on to /);
      assert.equal(writes(emulator), before);
      await rm(`${repository.directory}.tmp`, { recursive: true });
    }));

  it("drift: keep one issue while ENS and the plans disagree", () =>
    infraRepository([first], async (repository) => {
      const { stack, emulator, forge } = repository;
      await stack.plans({ edge: { ...plan, events: [{ ...first, planTime: inDays(3) }] } });
      await succeeds(stack.up());
      const orders = writes(emulator);
      const moved = new Date(inDays(10)).toISOString();
      emulator.platform({ eventId: first.eventId, notBefore: moved });
      for (const day of ["first", "second"]) {
        await succeeds(runJob(job("drift"), repository, {}));
        const issues = (await forge()).issues;
        assert.equal(issues.length, 1, `one issue on the ${day} day`);
        assert.match(issues[0]?.body ?? "", / {4}edge: e-0{31}1 .*: ENS shows \S+: moved by the platform/);
      }
      await stack.plans({ edge: { ...plan, events: [{ ...first, planTime: moved }] } });
      await succeeds(stack.up("--refresh"));
      await succeeds(runJob(job("drift"), repository, {}));
      assert.deepEqual(
        (await forge()).issues.map(({ state }) => state),
        ["closed"],
      );
      emulator.faults([{ kind: "noPermission", count: "always" }]);
      await fails(runJob(job("drift"), repository, {}));
      assert.equal((await forge()).issues.length, 1);
      assert.equal(writes(emulator), orders, "nothing was sent for any of it");
      await rm(`${repository.directory}.tmp`, { recursive: true });
    }));
});
