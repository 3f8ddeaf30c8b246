import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { Emulator } from "../../emulator/src/index";
import { findPulumi, type Pulumi } from "../../tools/findPulumi.mjs";
import { pulumiEnvironment } from "../../tools/pulumiEnvironment.mjs";
import { report } from "../report";
import type { Outcome } from "./outcome";

const ROOT = path.resolve(__dirname, "../..");

/** For the state and the secrets of every stack. */
export const PASSPHRASE = "engine tests";
/** What `pulumi stack init` has written for this passphrase, once. */
const SALT = "v1:nCkMl+PJrv0=:v1:1Xu2LpxJsmcu2uUh:svO2hp6ziNkdALtCdVYP9SZ+1dDGQg==";

/** What a project says that has the plugin from this checkout. */
const PLUGINS = { providers: [{ name: "ens", path: path.join(ROOT, "plugin") }] };

let found: Promise<Pulumi> | undefined;

/** The CLI, looked for once a process. */
export function findCli(): Promise<Pulumi> {
  found ??= findPulumi({ languages: ["yaml"] }).then((pulumi) => {
    report(`Pulumi CLI ${pulumi.version} (${pulumi.source})`);
    return pulumi;
  });
  return found;
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

/** A YAML program: what Pulumi.yaml says beside the project's name. */
export interface YamlProgram {
  config?: Record<string, unknown>;
  variables?: Record<string, unknown>;
  resources?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

interface Options {
  environment?: NodeJS.ProcessEnv;
  /** A directory with the project. Default: a Node.js project of the given name whose program makes what `plans` says. */
  from?: string;
  /** A YAML program that uses the plugin, in place of the Node.js program. */
  yaml?: YamlProgram;
  /** Whether the plugin is named in the project's file, as for a project `from` a directory that expects it to be installed. */
  plugin?: boolean;
  /** Default: `engine`. */
  project?: string;
  /** Whether the packages of the repository are there, as links. Default: they are. */
  modules?: "links" | "none";
}

/**
 * A Pulumi project in a directory of its own, run by the real CLI with a private home and state, against an emulator. What the
 * CLI would take a command for, and is not what a test is about, is written and read as files: a new stack, configuration,
 * state.
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
    { environment = {}, from, yaml, plugin = false, project = "engine", modules = "links" }: Options = {},
  ): Promise<Stack> {
    const cli = await findCli();
    const directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-"));
    await Promise.all(["home", "state"].map((name) => mkdir(path.join(directory, name))));
    const stack = new Stack(directory, cli.command, {
      ...pulumiEnvironment({
        home: path.join(directory, "home"),
        backend: path.join(directory, "state"),
        directory: cli.directory,
        hosts: cli.hosts,
        passphrase: PASSPHRASE,
      }),
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
      ENS_ENDPOINT: emulator.endpoint,
      ...environment,
    });
    if (from !== undefined) {
      await stack.copyIn(from, ".");
    } else {
      await stack.write("Pulumi.yaml", stringify({ name: project }));
      if (yaml) await stack.yaml(yaml);
      else await stack.node({ plugin });
      await stack.plans({});
    }
    if (plugin && from !== undefined)
      await stack.write("Pulumi.yaml", stringify({ ...(await stack.#project()), plugins: PLUGINS }));
    if (modules === "links")
      await symlink(path.join(ROOT, "node_modules"), path.join(directory, "node_modules"), "junction");
    await stack.init("dev");
    return stack;
  }

  /** An empty stack, which the commands from now on are about: what `pulumi stack init` leaves behind. */
  async init(name: string): Promise<void> {
    this.#environment["PULUMI_STACK"] = name;
    const file = await this.#stateFile();
    await mkdir(path.dirname(file), { recursive: true });
    await this.write("state/.pulumi/meta.yaml", "version: 1\n");
    await writeFile(file, JSON.stringify({ version: 3, checkpoint: { latest: {} } }));
    await this.configure({});
  }

  /** Adds to the stack's configuration, in plain text: values by their whole names, such as `ens:transport`. */
  async configure(values: Record<string, unknown>): Promise<void> {
    const file = `Pulumi.${this.#name}.yaml`;
    const text = await readFile(path.join(this.directory, file), "utf8").catch(() => "");
    const settings = (parse(text) ?? {}) as { config?: Record<string, unknown> };
    const config = { ...settings.config, ...values };
    await this.write(file, stringify({ encryptionsalt: SALT, ...settings, config }));
  }

  async write(file: string, content: string): Promise<void> {
    await writeFile(path.join(this.directory, file), content);
  }

  /** The program from now on is this one, in YAML, with the plugin. */
  async yaml(program: YamlProgram): Promise<void> {
    const { name } = await this.#project();
    await this.write("Pulumi.yaml", stringify({ name, runtime: "yaml", plugins: PLUGINS, ...program }));
  }

  /** The program from now on is one in JavaScript, with the dynamic provider, that makes what `plans` says. */
  async node({ plugin = false } = {}): Promise<void> {
    const { name } = await this.#project();
    await this.write(
      "Pulumi.yaml",
      stringify({ name, runtime: "nodejs", ...(plugin && { plugins: PLUGINS }) }),
    );
    await this.write("package.json", JSON.stringify({ name: "engine", main: "index.js" }));
    await this.write("index.js", PROGRAM);
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
    return this.#spawn(["pulumi", ...args].join(" "), this.#pulumi, [...args, "--color", "never"]);
  }

  /** One line of bash. */
  shell(line: string): Promise<Outcome> {
    return this.#spawn(line, "bash", ["-o", "pipefail", "-c", line]).outcome;
  }

  #spawn(
    command: string,
    program: string,
    args: readonly string[],
  ): { pid: number; outcome: Promise<Outcome> } {
    const child = spawn(program, args, {
      cwd: this.directory,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    const outcome = new Promise<Outcome>((resolve, reject) => {
      child.on("error", reject).on("close", (code) => resolve({ command, code: code ?? -1, output }));
    });
    return { pid: child.pid ?? -1, outcome };
  }

  pulumi(...args: string[]): Promise<Outcome> {
    return this.start(...args).outcome;
  }

  async resources(): Promise<StateResource[]> {
    const state = JSON.parse(await readFile(await this.#stateFile(), "utf8")) as {
      checkpoint: { latest?: { resources?: StateResource[] } };
    };
    return state.checkpoint.latest?.resources ?? [];
  }

  /** The outputs of the stack, none of them secret. */
  async outputs(): Promise<Record<string, unknown>> {
    const stack = (await this.resources()).find(({ type }) => type === "pulumi:pulumi:Stack");
    return stack?.outputs ?? {};
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

  get #name(): string {
    return String(this.#environment["PULUMI_STACK"]);
  }

  async #stateFile(): Promise<string> {
    const { name } = await this.#project();
    return path.join(this.directory, "state/.pulumi/stacks", name, `${this.#name}.json`);
  }

  async #project(): Promise<{ name: string }> {
    return parse(await readFile(path.join(this.directory, "Pulumi.yaml"), "utf8")) as { name: string };
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
