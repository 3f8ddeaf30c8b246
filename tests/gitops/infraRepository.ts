import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { EventSeed } from "../../emulator/src/index";
import { pulumiEnvironment } from "../../tools/pulumiEnvironment.mjs";
import { withFirstOnPath } from "../../tools/searchPath.mjs";
import { scenario, type World } from "../engine/fixture";
import { findCli, PASSPHRASE } from "../engine/stack";

const run = promisify(execFile);

/** What the forge knows (forge.mjs). */
interface Forge {
  token: string;
  /** The newest commit of `main`. */
  head: string;
  comments: { id: number; user: { login: string }; body: string }[];
  issues: { number: number; title: string; body: string; label: string; state: "open" | "closed" }[];
  labels: string[];
  calls: { tool: string; args: string[] }[];
}

/** A repository with a Pulumi program, and a machine that pipelines run on: everything but the forge is real. */
export interface InfraRepository extends World {
  directory: string;
  /** For the scratch files of a job. */
  temporary: string;
  /** What a runner has before a job sets anything, keys of the emulator in place of a RAM role among it. */
  environment: NodeJS.ProcessEnv;
  /** Where the state is, as the forge's variables and secrets tell the jobs. */
  backend: { url: string; passphrase: string };
  commit: () => Promise<string>;
  forge: () => Promise<Forge>;
  changeForge: (change: (forge: Forge) => void) => Promise<void>;
}

const FORGE_TOKEN = "forge-token-0123456789";

export function infraRepository(
  events: readonly EventSeed[],
  use: (repository: InfraRepository) => Promise<void>,
): Promise<void> {
  return scenario({ events }, async (world) => {
    const { emulator, stack } = world;
    const { directory } = stack;
    const machine = path.join(directory, "machine");
    const bin = path.join(machine, "bin");
    const forgeFile = path.join(machine, "forge.json");
    await mkdir(bin, { recursive: true });
    const { directory: cli } = await findCli();
    const backend = path.join(directory, "state");

    const forgeProgram = path.join(__dirname, "forge.mjs");
    const programs = {
      gh: `exec "${process.execPath}" "${forgeProgram}" gh "$@"`,
      curl: `exec "${process.execPath}" "${forgeProgram}" curl "$@"`,
      // The packages are there already, as links.
      npm: `echo "npm $*" >> "${machine}/npm.log"; [ "$1" = ci ] && [ "$2" = --ignore-scripts ]`,
    };
    for (const [name, line] of Object.entries(programs)) {
      await writeFile(path.join(bin, name), `#!/usr/bin/env bash\nunset NODE_OPTIONS\n${line}\n`);
      await chmod(path.join(bin, name), 0o755);
    }

    const {
      PULUMI_BACKEND_URL,
      PULUMI_CONFIG_PASSPHRASE: _passphrase,
      ...pulumi
    } = pulumiEnvironment({
      home: path.join(directory, "home"),
      backend,
      directory: cli,
    });
    const environment: NodeJS.ProcessEnv = {
      ...withFirstOnPath(pulumi, bin),
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
      ENS_ENDPOINT: emulator.endpoint,
      NODE_OPTIONS: `--require=${path.join(directory, "preload.cjs")}`,
      FORGE: forgeFile,
    };
    delete environment["CI"];

    const origin = path.join(machine, "origin.git");
    const git = async (...args: string[]): Promise<string> => {
      const identity = [
        "-c",
        "user.name=Ann",
        "-c",
        "user.email=ann@example.com",
        "-c",
        "commit.gpgsign=false",
      ];
      return (await run("git", [...identity, ...args], { cwd: directory })).stdout.trim();
    };
    await git("init", "--quiet", "--initial-branch=main");
    await git("init", "--quiet", "--bare", origin);
    await git("remote", "add", "origin", origin);
    await writeFile(
      path.join(directory, ".gitignore"),
      "/machine\n/home\n/state\n/node_modules\n/offset\n/pid\n",
    );

    const initial: Forge = { token: FORGE_TOKEN, head: "", comments: [], issues: [], labels: [], calls: [] };
    await writeFile(forgeFile, JSON.stringify(initial));
    const forge = async (): Promise<Forge> => JSON.parse(await readFile(forgeFile, "utf8")) as Forge;
    const changeForge = async (change: (forge: Forge) => void): Promise<void> => {
      const changed = await forge();
      change(changed);
      await writeFile(forgeFile, JSON.stringify(changed));
    };

    await use({
      ...world,
      directory,
      environment,
      backend: { url: PULUMI_BACKEND_URL ?? "", passphrase: PASSPHRASE },
      forge,
      changeForge,
      temporary: path.join(machine, "temporary"),
      commit: async () => {
        await git("add", "--all");
        await git("commit", "--quiet", "--allow-empty", "--message", "Change the plans");
        await git("push", "--quiet", "origin", "main");
        const head = await git("rev-parse", "HEAD");
        await changeForge((changed) => (changed.head = head));
        return head;
      },
    });
  });
}
