import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { accepted, event, inDays, writes } from "../engine/fixture";
import { succeeds as done } from "../engine/outcome";
import { type Job, readWorkflow, runJob, type JobResult } from "./githubJob";
import { infraRepository, type InfraRepository } from "./infraRepository";

const DIRECTORY = path.resolve(__dirname, "../../gitops/github");

async function job(workflow: string, name: string): Promise<Job> {
  const found = (await readWorkflow(path.join(DIRECTORY, `${workflow}.yml`))).jobs[name];
  assert.ok(found, `${workflow}.yml has no job ${name}`);
  return found;
}

function pullRequest(sha: string, head = "ann/infrastructure") {
  return {
    sha: `merge-of-${sha}`,
    repository: "ann/infrastructure",
    event: { pull_request: { number: 7, head: { sha, repo: { full_name: head } } } },
  };
}

const succeeds = (result: JobResult) => assert.equal(result.conclusion, "success", result.log);
const fails = (result: JobResult) => assert.equal(result.conclusion, "failure", result.log);
const [first, second] = [event(1), event(2)];
const plan = { dataPolicy: "force_transfer" };

describe("the GitHub workflows, run step by step", function () {
  this.timeout("600s"); // A dozen of `pulumi` commands each, on whatever machine.

  before(function () {
    if (process.platform === "win32") this.skip(); // Their runners are Linux, and so are the steps.
  });

  it("preview: keep one comment with the timeline, and order nothing", () =>
    infraRepository([first, second], async (repository) => {
      const { stack, emulator, forge, changeForge } = repository;
      const preview = await job("preview", "preview");
      const foreign = {
        id: 1,
        user: { login: "mallory" },
        body: "<!-- pulumi-ens preview of dev -->\nLooks good to me.",
      };
      await changeForge(({ comments }) => comments.push({ ...foreign }));

      await stack.plans({ edge: { ...plan, events: [{ ...first, planTime: inDays(3) }] } });
      const opened = await runJob(preview, repository, pullRequest("aaaa"));
      succeeds(opened);
      const [, comment, ...none] = (await forge()).comments;
      assert.deepEqual(none, []);
      assert.match(comment?.body ?? "", /^<!-- pulumi-ens preview of dev -->\nStack `dev` with aaaa /);
      assert.match(comment?.body ?? "", /```mermaid\ngantt[\s\S]*i-0{24}1/);

      await stack.plans({ edge: { ...plan, events: [{ ...second, planTime: inDays(4) }] } });
      succeeds(await runJob(preview, repository, pullRequest("bbbb")));
      const edited = (await forge()).comments;
      assert.equal(edited.length, 2, "the comment is updated in place");
      assert.match(edited[1]?.body ?? "", /with bbbb [\s\S]*i-0{24}2/);
      assert.doesNotMatch(edited[1]?.body ?? "", /i-0{24}1/);
      assert.deepEqual(edited[0], foreign, "what somebody else wrote stays");

      await stack.plans({ edge: { dataPolicy: "nope", events: [{ ...first, planTime: inDays(3) }] } });
      const refused = await runJob(preview, repository, pullRequest("cccc"));
      fails(refused);
      assert.match(refused.log, /dataPolicy.*must be one of/, "the log says why");
      const failed = (await forge()).comments;
      assert.equal(failed.length, 2);
      assert.match(failed[1]?.body ?? "", /The preview failed[\s\S]*dataPolicy[\s\S]*must be one of/);

      await stack.plans({});
      succeeds(await runJob(preview, repository, pullRequest("dddd")));
      assert.match((await forge()).comments[1]?.body ?? "", /This changes no migration plan\./);

      const calls = (await forge()).calls.length;
      const fork = await runJob(preview, repository, pullRequest("eeee", "mallory/infrastructure"));
      assert.equal(fork.conclusion, "skipped");
      assert.equal((await forge()).calls.length, calls);
      assert.equal(writes(emulator), 0);
      await assertQuiet(repository, opened);
    }));

  it("up: order after a look at the plan, go on after a failure, and never go back to an older commit", () =>
    infraRepository([first, second], async (repository) => {
      const { stack, emulator, forge, changeForge } = repository;
      const [look, up] = [await job("up", "plan"), await job("up", "up")];
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

      const looked = await runJob(look, repository, { sha });
      succeeds(looked);
      assert.match(looked.summary, /i-0{24}1[\s\S]*i-0{24}2/);
      assert.equal(writes(emulator), 0, "a look orders nothing");

      const message = "IncorrectInstanceStatus: The current status of the instance does not support this.";
      emulator.faults([{ kind: "itemFailure", eventId: second.eventId, code: 400, message }]);
      const half = await runJob(up, repository, { sha });
      fails(half);
      assert.equal(half.outcomes["Up"], "failure");
      assert.match(half.log, /IncorrectInstanceStatus/, "the log says what was refused");
      assert.equal(half.outcomes["Report"], "success");
      assert.match(half.summary, /i-0{24}1 \|.*Scheduled/, "the summary says what stands");
      assert.deepEqual(accepted(emulator), { [first.eventId]: 1 });

      succeeds(await runJob(up, repository, { sha }));
      assert.deepEqual(accepted(emulator), { [first.eventId]: 1, [second.eventId]: 1 }, "only the rest");
      const token = path.join(repository.temporary, "alibaba-cloud-token");
      assert.equal(await readFile(token, "utf8"), "token for sts.aliyuncs.com\n");
      assert.equal((await stat(token)).mode & 0o077, 0, "nobody else can read the token");

      await changeForge((changed) => (changed.head = "a newer commit"));
      await stack.plans({ edge: { ...plan, events: [{ ...first, planTime: inDays(9) }] } });
      const before = writes(emulator);
      const stale = await runJob(up, repository, { sha });
      fails(stale);
      assert.equal(stale.outcomes["Refuse to go back"], "failure");
      assert.equal(stale.outcomes["Up"], "skipped");
      assert.equal(stale.outcomes["Report"], "skipped");
      assert.equal(writes(emulator), before);
      assert.deepEqual((await forge()).comments, []);
      await assertQuiet(repository, half);
    }));

  it("drift: keep one issue while ENS and the plans disagree, and change nothing", () =>
    infraRepository([first, second], async (repository) => {
      const { stack, emulator, forge, advance } = repository;
      const drift = await job("drift", "drift");
      await stack.plans({
        edge: {
          ...plan,
          events: [
            { ...first, planTime: inDays(3) },
            { ...second, planTime: inDays(9) },
          ],
        },
      });
      await done(stack.up());
      const orders = writes(emulator);

      await advance(4 * 86_400_000);
      succeeds(await runJob(drift, repository, { sha: "aaaa" }));
      assert.deepEqual((await forge()).issues, [], "a migration that ran as it was ordered is no drift");

      const moved = new Date(inDays(10)).toISOString();
      emulator.platform({ eventId: second.eventId, notBefore: moved });
      for (const day of ["first", "second"]) {
        succeeds(await runJob(drift, repository, { sha: "aaaa" }));
        const issues = (await forge()).issues;
        assert.equal(issues.length, 1, `one issue on the ${day} day`);
        assert.equal(issues[0]?.title, "ENS and the plans of dev disagree");
        assert.match(issues[0]?.body ?? "", / {4}edge: e-0{31}2 .*: ENS shows \S+: moved by the platform/);
      }

      await stack.plans({
        edge: {
          ...plan,
          events: [
            { ...first, planTime: inDays(3) },
            { ...second, planTime: moved },
          ],
        },
      });
      await done(stack.up("--refresh"));
      succeeds(await runJob(drift, repository, { sha: "aaaa" }));
      assert.deepEqual(
        (await forge()).issues.map(({ state }) => state),
        ["closed"],
      );

      emulator.faults([{ kind: "noPermission", count: "always" }]);
      fails(await runJob(drift, repository, { sha: "aaaa" }));
      assert.equal((await forge()).issues.length, 1, "a check that failed says nothing about drift");
      assert.equal(writes(emulator), orders, "nothing was sent for any of it");
    }));
});

/** Nothing secret was printed or sent to the forge, and the token for RAM was left to its owner alone. */
async function assertQuiet(repository: InfraRepository, { log, summary }: JobResult): Promise<void> {
  const { comments, issues } = await repository.forge();
  const shown = log + summary + JSON.stringify({ comments, issues });
  for (const secret of [
    repository.emulator.accessKeySecret,
    repository.backend.passphrase,
    (await repository.forge()).token,
    "token for sts.aliyuncs.com",
  ]) {
    assert.ok(!shown.includes(secret), `"${secret}" was shown`);
  }
}
