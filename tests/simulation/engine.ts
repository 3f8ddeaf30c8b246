import { isDeepStrictEqual } from "node:util";
import {
  Killed,
  type MachineClock,
  type Properties,
  ProviderProcess,
  Stuck,
  type Thrown,
  thrown,
} from "./border";
import { type Fault, SimulatedClient, type Traffic } from "./client";
import type { Order, Platform } from "./platform";
import { encode, type Plan, type Program, wantedBy } from "./program";

/** Plays Pulumi: which method is called with what, what is kept of it, and with which exit code a command ends. */

/** What the state of a plan can know, because an operation whose result was kept has met it. For the judge only. */
export interface Memory {
  /** By event, of which moment the newest reading was. */
  seen: Map<string, number>;
  orders: Set<number>;
  /** Those of the half that it replaced: the process has seen them, and may hand them over. */
  inherited: Set<number>;
  /** Events whose bad end has failed an `up`. */
  reported: Set<string>;
}

interface Resource {
  name: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Has init errors: an update follows whatever `diff` says. */
  failed: boolean;
  memory: Memory;
}

export interface State {
  live: Resource[];
  /** Old halves of replaced plans that are still to be deleted. */
  pending: Resource[];
}

export type Verb = "up" | "preview" | "refresh" | "destroy";

export interface Flags {
  faults?: readonly Fault[];
  refresh?: boolean;
  target?: string;
  /** The plan that the command names with `--replace`: nothing asks or hears of the old half before the new one exists. */
  replace?: string;
  /** The plan whose changes call for a new one: its `diff` is asked first. */
  replaceOnChanges?: string;
  deleteBeforeReplace?: boolean;
  /** Killed when everything is done but the deletions at the end. */
  killBeforeDeletes?: boolean;
}

/** A command as the user saw it, and what it did. */
export interface Command {
  number: number;
  stack: string;
  verb: Verb;
  flags: Flags;
  program: Program;
  startedAt: number;
  exit: 0 | 1;
  killed: boolean;
  lines: string[];
  errors: Thrown[];
  sent: Order[];
  read: Map<string, number>;
  /** By event, the line that the preview showed. */
  previewed: Map<string, string>;
  previewLines: string[];
  /** Calls to ENS while nothing but a preview ran. */
  callsInPreview: number;
  /** Plans that went through `create` or `update`. */
  operated: Set<string>;
  operations: number;
  before: State;
  after: State;
}

/** An error that ends the command. */
class Stopped extends Error {}

export class Engine {
  readonly states = new Map<string, State>();
  #commands = 0;

  constructor(
    private readonly clock: MachineClock,
    private readonly platform: Platform,
  ) {}

  state(stack: string): State {
    const known = this.states.get(stack);
    if (known) return known;
    const state: State = { live: [], pending: [] };
    this.states.set(stack, state);
    return state;
  }

  async run(stack: string, verb: Verb, program: Program, flags: Flags = {}): Promise<Command> {
    const state = this.state(stack);
    const command: Command = {
      number: this.#commands++,
      stack,
      verb,
      flags,
      program,
      startedAt: this.platform.now(),
      exit: 0,
      killed: false,
      lines: [],
      errors: [],
      sent: [],
      read: new Map(),
      previewed: new Map(),
      previewLines: [],
      callsInPreview: 0,
      operated: new Set(),
      operations: 0,
      before: structuredClone(state),
      after: state,
    };
    try {
      await new Run(command, state, this.clock, this.platform).play();
    } catch (error) {
      if (error instanceof Killed) command.killed = true;
      else if (!(error instanceof Stopped)) throw error;
      command.exit = 1;
    }
    if (command.exit === 1 && !command.killed) this.#reportBadEnds(command, state);
    return command;
  }

  /** A bad end that a failing `up` has met counts as reported. */
  #reportBadEnds({ verb, operated }: Command, state: State): void {
    if (verb !== "up") return;
    for (const { name, memory } of state.live) {
      if (!operated.has(name)) continue;
      for (const [eventId, moment] of memory.seen) {
        const { status, endedAt } = this.platform.state(eventId);
        if ((status === "Failed" || status === "Canceled") && moment >= endedAt) memory.reported.add(eventId);
      }
    }
  }
}

class Run {
  #process: ProviderProcess;
  /** What the running operation has met. */
  #traffic: Traffic;
  #running = { plan: "", memory: emptyMemory() };

  constructor(
    private readonly command: Command,
    private readonly state: State,
    private readonly clock: MachineClock,
    private readonly platform: Platform,
  ) {
    const faults = command.flags.faults ?? [];
    this.#traffic = { faults, reads: 0, writes: 0, sent: command.sent, read: new Map(), saw: new Map() };
    this.#process = this.#start();
  }

  async play(): Promise<void> {
    const { verb } = this.command;
    try {
      if (verb === "refresh") {
        await this.#refresh();
      } else if (verb === "destroy") {
        await this.#destroy();
      } else {
        await this.#preview();
        if (verb === "up") await this.#update();
      }
    } finally {
      this.command.lines.push(...this.#process.lines);
    }
  }

  /** Every command starts one process for its preview and another for its update. */
  #start(): ProviderProcess {
    const { platform, clock, command } = this;
    return new ProviderProcess(
      clock,
      (kill) =>
        new SimulatedClient({
          platform,
          clock,
          kill,
          traffic: this.#traffic,
          sender: (eventId) => ({
            stack: command.stack,
            command: command.number,
            plan: this.#running.plan,
            remembers: this.#running.memory.orders,
            wants: wantedBy(command.program, eventId),
            lastRead: this.#traffic.saw.get(eventId),
            sawBefore: this.#running.memory.seen.get(eventId),
          }),
        }),
    );
  }

  #plans(): Plan[] {
    const { program, flags } = this.command;
    return program.filter(({ name }) => flags.target === undefined || flags.target === name);
  }

  #resource(name: string): Resource | undefined {
    return this.state.live.find((resource) => resource.name === name);
  }

  async #preview(): Promise<void> {
    const { command } = this;
    const { flags } = command;
    const fresh = new Map<string, Properties>();
    if (flags.refresh) {
      for (const resource of this.state.live)
        fresh.set(resource.name, await this.#read(structuredClone(resource))); // Nothing of it is kept.
    }
    const calls = this.#traffic.reads + this.#traffic.writes;
    let failed = false;
    for (const plan of this.#plans()) {
      const resource = this.#resource(plan.name);
      try {
        const isNew = !resource || flags.replace === plan.name;
        let inputs = await this.#check(isNew ? undefined : resource, plan);
        if (!isNew) {
          const outputs = fresh.get(plan.name) ?? resource.outputs;
          await this.#call(() => this.#process.diff(resource.id, outputs, inputs));
          if (flags.replaceOnChanges === plan.name) inputs = await this.#check(undefined, plan);
        }
        for (const [eventId, line] of Object.entries((inputs["planned"] ?? {}) as Record<string, string>))
          command.previewed.set(eventId, line);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        failed = true;
      }
    }
    command.callsInPreview = this.#traffic.reads + this.#traffic.writes - calls;
    command.previewLines.push(...this.#process.lines);
    if (failed) throw new Stopped();
  }

  async #update(): Promise<void> {
    this.command.lines.push(...this.#process.lines);
    this.#process = this.#start();
    if (this.command.flags.refresh) await this.#refresh();
    const replaced: Resource[] = [...this.state.pending];
    for (const plan of this.#plans()) await this.#step(plan);
    if (this.command.flags.killBeforeDeletes) throw new Killed();
    for (const resource of [...replaced, ...this.state.pending.filter((each) => !replaced.includes(each))])
      await this.#delete(resource, this.state.pending);
    const { program, flags } = this.command;
    const gone = this.state.live.filter(
      ({ name }) =>
        !program.some((plan) => plan.name === name) && (flags.target === undefined || flags.target === name),
    );
    for (const resource of gone.reverse()) await this.#delete(resource, this.state.live);
  }

  async #step(plan: Plan): Promise<void> {
    const { flags } = this.command;
    const resource = this.#resource(plan.name);
    if (resource && flags.replace === plan.name) return this.#replace(resource, plan, emptyMemory());
    const inputs = await this.#check(resource, plan);
    if (!resource) return this.#create(plan.name, inputs);
    const { changes } = await this.#call(() => this.#process.diff(resource.id, resource.outputs, inputs));
    if (flags.replaceOnChanges === plan.name)
      return this.#replace(resource, plan, { ...emptyMemory(), inherited: new Set(resource.memory.orders) });
    const same = changes === undefined ? isDeepStrictEqual(inputs, resource.inputs) : !changes;
    if (same && !resource.failed) {
      resource.inputs = inputs;
      return;
    }
    this.command.operated.add(plan.name);
    try {
      const { outs } = await this.#operation(resource, () =>
        this.#process.update(resource.id, resource.outputs, inputs),
      );
      Object.assign(resource, { inputs, outputs: outs, failed: false });
    } catch (error) {
      const properties = this.#partial(error)?.properties;
      if (properties) Object.assign(resource, { outputs: properties, failed: true }); // Old inputs are kept.
      throw new Stopped();
    }
  }

  async #replace(old: Resource, plan: Plan, memory: Memory): Promise<void> {
    const inputs = await this.#check(undefined, plan);
    if (this.command.flags.deleteBeforeReplace) {
      await this.#delete(old, this.state.live);
      return this.#create(plan.name, inputs, memory);
    }
    remove(this.state.live, old);
    try {
      await this.#create(plan.name, inputs, memory);
    } catch (error) {
      if (!this.#resource(plan.name)) this.state.live.push(old);
      else this.state.pending.push(old);
      throw error;
    }
    this.state.pending.push(old);
  }

  async #create(name: string, inputs: Properties, memory = emptyMemory()): Promise<void> {
    this.command.operated.add(name);
    const resource: Resource = {
      name,
      id: "",
      inputs,
      outputs: {},
      failed: false,
      memory,
    };
    try {
      const { id, outs } = await this.#operation(resource, () => this.#process.create(inputs));
      this.state.live.push({ ...resource, id, outputs: outs });
    } catch (error) {
      const partial = this.#partial(error);
      if (partial?.properties && partial.id)
        this.state.live.push({ ...resource, id: partial.id, outputs: partial.properties, failed: true });
      throw new Stopped();
    }
  }

  async #delete(resource: Resource, list: Resource[]): Promise<void> {
    await this.#operation(resource, () => this.#process.delete(resource.id, resource.outputs)).catch(
      (error: unknown) => {
        this.#partial(error);
        throw new Stopped();
      },
    );
    remove(list, resource);
  }

  async #refresh(): Promise<void> {
    for (const resource of this.state.live) {
      const outputs = await this.#read(resource);
      Object.assign(resource, { outputs, failed: false });
    }
  }

  async #read(resource: Resource): Promise<Properties> {
    const { id, outputs, inputs } = resource;
    const { props } = await this.#operation(resource, () => this.#process.read(id, outputs)).catch(
      (error: unknown) => {
        this.#partial(error);
        throw new Stopped();
      },
    );
    await this.#call(() => this.#process.diff(id, props, inputs));
    return props;
  }

  async #destroy(): Promise<void> {
    for (const resource of [...this.state.pending]) await this.#delete(resource, this.state.pending);
    for (const resource of [...this.state.live].reverse()) await this.#delete(resource, this.state.live);
  }

  async #check(resource: Resource | undefined, plan: Plan): Promise<Properties> {
    const { stack, program } = this.command;
    const news = encode(stack, program, plan);
    const { inputs, failures } = await this.#call(() => this.#process.check(resource?.inputs ?? {}, news));
    if (failures.length === 0) return { ...inputs, __provider: news["__provider"] };
    for (const { property, reason, advice } of failures) {
      this.command.errors.push({
        message: `${plan.name}: ${property} ${reason}`,
        ofInputs: true,
        ...(advice && { advice }),
      });
    }
    throw new Stopped();
  }

  async #call<T>(method: () => Promise<T>): Promise<T> {
    try {
      this.command.operations++;
      return await method();
    } catch (error) {
      this.#partial(error);
      throw new Stopped();
    }
  }

  /** An operation that reads or orders; what it met is remembered where its result is kept. */
  async #operation<T>(resource: Resource, method: () => Promise<T>): Promise<T> {
    const { command } = this;
    const read = (this.#traffic.read = new Map<string, number>());
    const saw = (this.#traffic.saw = new Map<string, number>());
    const alreadySent = command.sent.length;
    this.#running = { plan: resource.name, memory: structuredClone(resource.memory) };
    const remember = () => {
      for (const [eventId, moment] of saw) resource.memory.seen.set(eventId, moment);
      for (const { id } of command.sent.slice(alreadySent)) resource.memory.orders.add(id);
    };
    try {
      command.operations++;
      const result = await method();
      remember();
      return result;
    } catch (error) {
      if (!(error instanceof Killed) && thrown(error).properties) remember();
      throw error;
    } finally {
      for (const [eventId, moment] of read) {
        // What a plan reads of an event that has left it, the plan that has the event does not hear.
        const holder = wantedBy(command.program, eventId)?.plan ?? resource.name;
        if (holder === resource.name) command.read.set(eventId, moment);
      }
    }
  }

  /** Writes an error down, unless the process was killed. */
  #partial(error: unknown): Thrown | undefined {
    if (error instanceof Killed || error instanceof Stuck) throw error;
    const known = thrown(error);
    this.command.errors.push(known);
    return known;
  }
}

export function emptyMemory(): Memory {
  return { seen: new Map(), orders: new Set(), inherited: new Set(), reported: new Set() };
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}
