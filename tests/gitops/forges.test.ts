import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fails, type Outcome, succeeds } from "../engine/outcome";
import { script } from "./bash";
import { createForge, type Forge } from "./createForge";

const MARKER = "<!-- pulumi-ens preview of dev -->";
const RAM_TOKEN = "token for sts.aliyuncs.com";
const RUN_URL = "https://forge.example.com/ann/infrastructure/runs/42";

describe("the scripts that talk to a forge", function () {
  this.timeout("60s");

  before(function () {
    if (process.platform === "win32") this.skip(); // The runners are Linux, and so are the scripts.
  });

  let directory: string;
  let forge: Forge;
  let environments: Record<"github" | "gitlab", NodeJS.ProcessEnv>;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-forge-"));
    forge = await createForge(directory);
    const { token } = await forge.known();
    const common = {
      ...forge.environment,
      PULUMI_STACK: "dev",
      RUN_URL,
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: path.join(directory, "token"),
    };
    environments = {
      github: {
        ...common,
        GH_TOKEN: token,
        PULL_REQUEST: "7",
        GITHUB_REPOSITORY: "ann/infrastructure",
        GITHUB_REF_NAME: "main",
        GITHUB_STEP_SUMMARY: path.join(directory, "summary.md"),
        ACTIONS_ID_TOKEN_REQUEST_URL: "https://runner.example.com/token?api-version=2",
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
      },
      gitlab: {
        ...common,
        CI_API_V4_URL: "https://gitlab.example.com/api/v4",
        CI_DEFAULT_BRANCH: "main",
        CI_MERGE_REQUEST_IID: "7",
        CI_PROJECT_ID: "11",
        GITLAB_API_TOKEN: token,
        ALIBABA_CLOUD_ID_TOKEN: RAM_TOKEN,
      },
    };
  });
  afterEach(() => rm(directory, { recursive: true }));

  const write = (file: string, text: string) => writeFile(path.join(directory, file), text);

  for (const name of ["github", "gitlab"] as const) {
    const run = async (file: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> => {
      const ended = await script(`${name}/${file}.sh`, directory, {
        cwd: directory,
        env: { ...environments[name], ...env },
      });
      for (const token of [(await forge.known()).token, RAM_TOKEN])
        assert.ok(!ended.output.includes(token), `"${token}" was shown`);
      return ended;
    };
    const succeed = (file: string, env?: NodeJS.ProcessEnv) => succeeds(run(file, env));

    describe(name, () => {
      it("comment.sh: keeps one comment up to date", async () => {
        await write("short.md", `${MARKER}\nfirst\n`);
        await succeed("comment");
        await write("short.md", `${MARKER}\nsecond\n`);
        await succeed("comment");
        const bodies = (await forge.known()).comments.map(({ body }) => body);
        assert.deepEqual(bodies, [`${MARKER}\nsecond\n`]);
      });

      it("issue.sh: keeps one issue open while there is drift", async () => {
        await succeed("issue");
        assert.deepEqual((await forge.known()).issues, [], "no issue without drift");
        for (const text of ["first", "second"]) {
          await write("drift.md", text);
          await succeed("issue");
          const open = (await forge.known()).issues.map(({ title, body, state }) => ({ title, body, state }));
          assert.deepEqual(open, [{ title: "ENS and the plans of dev disagree", body: text, state: "open" }]);
        }
        await rm(path.join(directory, "drift.md"));
        await succeed("issue");
        assert.deepEqual(
          (await forge.known()).issues.map(({ state }) => state),
          ["closed"],
        );
      });

      it("token.sh: leaves the token to its owner alone", async () => {
        await succeed("token");
        const file = path.join(directory, "token");
        assert.equal((await readFile(file, "utf8")).trim(), RAM_TOKEN);
        assert.equal((await stat(file)).mode & 0o077, 0);
      });

      it("says what curl or gh says where the forge never answers, and nothing about an answer", async () => {
        await forge.change((known) => (known.down = true));
        const asks = name === "github" ? ["token", "comment", "issue", "newest"] : ["comment", "issue"];
        await write("short.md", `${MARKER}\n`);
        for (const file of asks) {
          const { code, output } = await run(file);
          assert.notEqual(code, 0, file);
          assert.match(output, /^(curl|gh): could not connect\n$/, file);
        }
      });

      it("newest.sh: refuses to go back to an older commit", async () => {
        const git = (...args: string[]) =>
          execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
            cwd: directory,
            encoding: "utf8",
          }).trim();
        git("init", "--quiet", "--initial-branch=main");
        git("commit", "--quiet", "--allow-empty", "--no-gpg-sign", "--message", "Change the plans");
        git("remote", "add", "origin", directory);
        const head = git("rev-parse", "HEAD");
        await forge.change((known) => (known.head = head));
        await succeed("newest", { GITHUB_SHA: head, CI_COMMIT_SHA: head });
        const older = "0123456789abcdef0123456789abcdef01234567";
        const refused = run("newest", { GITHUB_SHA: older, CI_COMMIT_SHA: older });
        await fails(refused, new RegExp(`main has moved on to ${head}`));
      });
    });
  }

  describe("github", () => {
    const comment = () =>
      succeeds(script("github/comment.sh", directory, { cwd: directory, env: environments.github }));

    it("comment.sh: leaves alone what somebody else wrote", async () => {
      const foreign = { id: 1, user: { login: "mallory" }, body: `${MARKER}\nLooks good to me.` };
      await forge.change(({ comments }) => comments.push({ ...foreign }));
      await write("short.md", `${MARKER}\nours\n`);
      await comment();
      const { comments } = await forge.known();
      assert.deepEqual(comments[0], foreign);
      assert.equal(comments[1]?.body, `${MARKER}\nours\n`);
    });

    it("summary.sh: adds the timeline, and the short page where the timeline is larger than a summary may be", async () => {
      await write("short.md", "totals\n");
      const summary = async (timeline: string) => {
        await rm(path.join(directory, "summary.md"), { force: true });
        await write("timeline.md", timeline);
        await succeeds(script("github/summary.sh", directory, { cwd: directory, env: environments.github }));
        return readFile(path.join(directory, "summary.md"), "utf8");
      };
      assert.equal(await summary("everything\n"), "everything\n");
      const long = await summary("a line of the timeline\n".repeat(50_000));
      assert.match(
        long,
        /^totals\n\nThe full timeline is larger than a summary may be\. .*report --output timeline\.html`: .*, after it from `pulumi stack export`\.\n$/,
      );
    });
  });
});
