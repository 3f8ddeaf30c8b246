import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Emulator } from "../../emulator/src/index";
import { findPulumi } from "../../tools/findPulumi.mjs";
import { pulumiEnvironment } from "../../tools/pulumiEnvironment.mjs";
import { report } from "../report";

const ROOT = path.resolve(__dirname, "../..");

/** What one `pulumi` command came to. */
export interface Outcome {
  code: number;
  /** Standard output and error, as a person would see them. */
  output: string;
}

/** A resource as it lies in the stack's state. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
}

/**
 * A Pulumi project in a directory of its own, run by the real CLI with a private home and state, against an emulator.
 * Its program makes the plans that `plans` says, or is one that the test writes.
 */
export class Stack {
  readonly directory: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #pulumi: string;

  private constructor(directory: string, pulumi: string, environment: NodeJS.ProcessEnv) {
    this.directory = directory;
    this.#pulumi = pulumi;
    this.#environment = environment;
  }

  static async create(
    emulator: Emulator,
    {
      environment = {},
      modules = "links",
      project = "engine",
    }: { environment?: NodeJS.ProcessEnv; modules?: "links" | "none"; project?: string } = {},
  ): Promise<Stack> {
    const found = await findPulumi();
    report(`Pulumi CLI ${found.version} (${found.source})`);
    const directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-"));
    await Promise.all(["home", "state"].map((name) => mkdir(path.join(directory, name))));
    const stack = new Stack(directory, found.command, {
      ...pulumiEnvironment({
        home: path.join(directory, "home"),
        backend: path.join(directory, "state"),
        directory: found.directory,
        passphrase: "engine tests",
      }),
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
      ENS_ENDPOINT: emulator.endpoint,
      ...environment,
    });
    await stack.write("Pulumi.yaml", `name: ${project}\nruntime: nodejs\n`);
    await stack.write("package.json", JSON.stringify({ name: "engine", main: "index.js" }));
    await stack.write("index.js", PROGRAM);
    await stack.plans({});
    if (modules === "links")
      await symlink(path.join(ROOT, "node_modules"), path.join(directory, "node_modules"), "junction");
    await stack.pulumi("stack", "init", "dev");
    return stack;
  }

  async write(file: string, content: string): Promise<void> {
    await writeFile(path.join(this.directory, file), content);
  }

  /** The plans that the program makes from now on: arguments by name. */
  plans(plans: Record<string, unknown>): Promise<void> {
    return this.write("plans.json", JSON.stringify(plans));
  }

  up(...args: string[]): Promise<Outcome> {
    return this.pulumi("up", "--yes", "--skip-preview", "--non-interactive", ...args);
  }

  preview(...args: string[]): Promise<Outcome> {
    return this.pulumi("preview", "--diff", "--non-interactive", ...args);
  }

  refresh(...args: string[]): Promise<Outcome> {
    return this.pulumi("refresh", "--yes", "--skip-preview", "--non-interactive", ...args);
  }

  destroy(...args: string[]): Promise<Outcome> {
    return this.pulumi("destroy", "--yes", "--skip-preview", "--non-interactive", ...args);
  }

  /** Starts a command without waiting for it, so that a test can act in the middle. */
  start(...args: string[]): { pid: number; outcome: Promise<Outcome> } {
    const child = spawn(this.#pulumi, [...args, "--color", "never"], {
      cwd: this.directory,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    const outcome = new Promise<Outcome>((resolve, reject) => {
      child.on("error", reject).on("close", (code) => resolve({ code: code ?? -1, output }));
    });
    return { pid: child.pid ?? -1, outcome };
  }

  pulumi(...args: string[]): Promise<Outcome> {
    return this.start(...args).outcome;
  }

  async resources(): Promise<StateResource[]> {
    const { output } = await this.pulumi("stack", "export");
    const state = JSON.parse(output) as { deployment: { resources?: StateResource[] } };
    return state.deployment.resources ?? [];
  }

  /** The one plan of the stack, or the one of that name. */
  async plan(name?: string): Promise<StateResource> {
    const plans = (await this.resources()).filter(
      ({ type, urn }) => type.endsWith(":MigrationPlan") && (name === undefined || urn.endsWith(`::${name}`)),
    );
    const [plan] = plans;
    if (!plan || plans.length > 1) throw new Error(`${plans.length} plans in the state`);
    return plan;
  }

  async migrations(name?: string): Promise<Record<string, string>> {
    return (await this.plan(name)).outputs?.["migrations"] as Record<string, string>;
  }

  /** Every file below the project, installed packages apart. */
  async files(): Promise<{ file: string; content: string }[]> {
    const entries = await readdir(this.directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"));
    return Promise.all(
      files.map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return { file, content: await readFile(file, "latin1") };
      }),
    );
  }

  copyIn(from: string, to: string): Promise<void> {
    return cp(from, path.join(this.directory, to), { recursive: true });
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}

const PROGRAM = `
const ens = require("@pulumi-ens/sdk");
for (const [name, args] of Object.entries(require("./plans.json"))) {
  const plan = new ens.MigrationPlan(name, args);
  exports[name] = { summary: plan.summary, ended: plan.ended };
}
`;
