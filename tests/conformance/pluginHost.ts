import { FakeEngine, type Line } from "../plugin/grpc/fakeEngine";
import { PluginProcess } from "../plugin/grpc/pluginProcess";
import { secret, unwrapped, urnOf } from "../plugin/grpc/wire";
import {
  CallError,
  type Changes,
  type Checked,
  type HostOptions,
  type Kept,
  type PlanName,
  type Properties,
  type ProviderHost,
} from "./host";

/** The plugin's process with an engine that takes its lines. Tests see values in clear. */
export class PluginHost implements ProviderHost {
  readonly #plugin: PluginProcess;
  readonly #engine: FakeEngine;
  readonly #config: Properties;
  #configuredFor = "";

  private constructor(plugin: PluginProcess, engine: FakeEngine, config: Properties) {
    this.#plugin = plugin;
    this.#engine = engine;
    this.#config = config;
  }

  static async start(this: void, { config = {}, ...options }: HostOptions): Promise<ProviderHost> {
    const engine = await FakeEngine.start();
    const plugin = await PluginProcess.start({ ...options, engine: engine.address });
    await plugin.handshake();
    return new PluginHost(plugin, engine, config);
  }

  async check(plan: PlanName, olds: Properties, args: Properties): Promise<Checked> {
    await this.#configureFor(plan);
    const { inputs, failures } = await this.#plugin.check(plan, inState(olds), fromProgram(args));
    return { inputs: inClear(inputs), failures };
  }

  async diff(plan: PlanName, kept: Kept, inputs: Properties): Promise<Changes> {
    await this.#configureFor(plan);
    const { changes, replaces } = await this.#plugin.diff(plan, keptInState(kept), inState(inputs));
    if (replaces.length > 0) throw new Error("diff asks for replacement");
    return changes;
  }

  async create(plan: PlanName, inputs: Properties): Promise<Pick<Kept, "id" | "outputs">> {
    const { id, outputs } = await seenInClear(this.#plugin.create(plan, inState(inputs)));
    return { id, outputs: inClear(outputs) };
  }

  async update(plan: PlanName, kept: Kept, inputs: Properties): Promise<Properties> {
    return inClear(await seenInClear(this.#plugin.update(plan, keptInState(kept), inState(inputs))));
  }

  async read(plan: PlanName, kept: Kept): Promise<Kept> {
    await this.#configureFor(plan);
    const { id, inputs, outputs } = await this.#plugin.read(plan, keptInState(kept));
    return { id, inputs: inClear(inputs), outputs: inClear(outputs) };
  }

  async delete(plan: PlanName, kept: Kept): Promise<void> {
    await this.#configureFor(plan);
    await this.#plugin.delete(plan, keptInState(kept));
  }

  /** A plan of another stack, or with another name than it had, is one of another command, which begins with Configure. */
  async #configureFor(plan: PlanName): Promise<void> {
    const urn = urnOf(plan);
    if (urn === this.#configuredFor) return;
    this.#configuredFor = urn;
    await this.#plugin.configure(this.#config);
  }

  async said(plan: PlanName, line: string): Promise<string> {
    const urn = urnOf(plan);
    const lines = await this.#engine.until(
      (each) => each.urn === urn && each.message.startsWith(`${plan.name}: ${line}`),
    );
    return text(lines.filter((each) => each.urn === urn));
  }

  seen(): string {
    const { stdout, stderr } = this.#plugin.process.output;
    return text(this.#engine.lines) + stdout + stderr;
  }

  async stop(): Promise<void> {
    await this.#plugin.stop();
    this.#engine.stop();
  }
}

function text(lines: readonly Line[]): string {
  return lines.map(({ message }) => `${message}\n`).join("");
}

/** Arguments as a language host sends them: a password that the program marked is wrapped. */
function fromProgram(args: Properties): Properties {
  const { events } = args;
  if (!Array.isArray(events)) return args;
  return {
    ...args,
    events: (events as Properties[]).map((event) =>
      "password" in event ? { ...event, password: secret(event["password"]) } : event,
    ),
  };
}

/** Inputs as the engine keeps them and hands them back: what came as a secret is one. */
function inState(inputs: Properties): Properties {
  return "passwords" in inputs ? { ...inputs, passwords: secret(inputs["passwords"]) } : inputs;
}

function keptInState(kept: Kept): Kept {
  return { ...kept, inputs: inState(kept.inputs) };
}

function inClear(properties: Properties): Properties {
  return unwrapped(properties).value as Properties;
}

/** What a failure says exists is in clear too. */
async function seenInClear<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof CallError) || !error.partial) throw error;
    const { partial, message, code } = error;
    throw new CallError(message, { ...partial, properties: inClear(partial.properties) }, code);
  }
}
