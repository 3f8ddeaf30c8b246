import { createRequire } from "node:module";
import { type SinonFakeTimers, useFakeTimers } from "sinon";
import type { EnsClient } from "../../provider/src/api/ens";
import type * as ErrorsOfEns from "../../provider/src/api/errors";
import type * as TermsOfPlan from "../../provider/src/plan/model/terms";

/**
 * The only file that touches the product: Pulumi's dynamic methods, as a process that starts afresh; the clocks that it
 * sees; and the ENS client that it opens.
 */

export type Properties = Record<string, unknown>;

/** One step that settles an error, as data: what the product advises and the second player follows. */
export interface Advice {
  eventId?: string;
  do: "up" | "refresh" | "set" | "putBack" | "newTime" | "write" | "remove" | "replan";
  plan?: string;
  notBefore?: number;
  option?: string;
  value?: string;
  opsType?: "immediate" | "scheduled";
  planTime?: number;
  dataPolicy?: string;
}

/** What a method throws, as the engine and the second player see it. */
export interface Thrown {
  message: string;
  /** A fault of the inputs: the program is to be corrected. */
  ofInputs?: true;
  id?: string;
  properties?: Properties;
  reasons?: string[];
  advice?: Advice[];
}

interface Methods {
  configure(request: { config: { get(key: string): string | undefined } }): Promise<void>;
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: Failure[] }>;
  diff(id: string, olds: Properties, news: Properties): Promise<{ changes?: boolean | undefined }>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  read(id: string, outputs: Properties): Promise<{ id: string; props: Properties; inputs?: Properties }>;
  delete(id: string, outputs: Properties): Promise<void>;
}

interface Failure {
  property: string;
  reason: string;
  advice?: Advice[];
}

// Built code, since the exports of a module that is compiled on the fly cannot be replaced.
const load = createRequire(__filename);
const PROVIDER = "../../provider/dist";
const STATEFUL = /[/\\]provider[/\\]dist[/\\](?:dynamic|host)[/\\]/;

/** The classes that the product compares with `instanceof`. */
export const errors = load(`${PROVIDER}/api/errors.js`) as typeof ErrorsOfEns;

/** Whether a time that another stack ordered passes for one of this stack: 3 in 1,000 do, and that is not the judge's to blame. */
export function marksAgree(stack: string, eventId: string, notBefore: number): boolean {
  const { recognise } = load(`${PROVIDER}/plan/model/terms.js`) as typeof TermsOfPlan;
  return recognise(`simulation/${stack}`, eventId, notBefore) !== undefined;
}

let clientOfProcess: EnsClient | undefined;

function freshMethods(): Methods {
  for (const path of Object.keys(load.cache)) {
    // `require.cache` is an object whose keys are paths: there is no other way to forget a module.
    if (STATEFUL.test(path)) delete load.cache[path];
  }
  // A `require` remembers all that it has loaded, so each process has its own.
  const fresh = createRequire(__filename);
  const configuration = fresh(`${PROVIDER}/dynamic/configuration.js`) as {
    clientFor: (...args: unknown[]) => Promise<EnsClient>;
  };
  const { clientFor } = configuration;
  // Here, and not in `ens`: the provider loads that by `import()`, which may have kept its exports for a test before this one.
  configuration.clientFor = (...args) =>
    clientOfProcess ? Promise.resolve(clientOfProcess) : clientFor(...args);
  return (fresh(`${PROVIDER}/dynamic/index.js`) as { provider: Methods }).provider;
}

const FAKED = [
  "Date",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "performance",
  "hrtime",
] as const;
const nextTurn = setImmediate;
const realTime = performance.now.bind(performance);

/** The machine's clocks: a wall clock that may be wrong and jump, and a monotonic one that runs true. */
export class MachineClock {
  #fake: SinonFakeTimers;
  #offset = 0;

  constructor(platformTime: number) {
    this.#fake = useFakeTimers({ now: platformTime, toFake: [...FAKED] });
  }

  /** What the platform's clock shows. */
  get platform(): number {
    return this.#fake.now - this.#offset;
  }

  set offset(milliseconds: number) {
    const { platform } = this;
    this.#offset = milliseconds;
    this.#fake.setSystemTime(platform + milliseconds);
  }

  pass(milliseconds: number): void {
    this.#fake.tick(milliseconds);
  }

  /** Runs an operation to its end, moving time on whenever it waits for nothing else. */
  async drive<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const begun = realTime();
    const settle = (): void => void (settled = true);
    work.then(settle, settle);
    for (let idle = 0; !settled; idle++) {
      await new Promise((resolve) => nextTurn(resolve));
      if (settled) break;
      if (idle > 10_000 && realTime() - begun > 10_000)
        throw new Stuck("the operation waits for something that never comes");
      // Modules are loaded in turns of their own, which must not cost time on these clocks.
      if (idle < 3 || this.#fake.countTimers() === 0) continue;
      this.#fake.next();
      idle = 0;
    }
    return work;
  }

  /** Forgets the timers of a process that was killed. */
  dropTimers(): void {
    const { now } = this.#fake;
    this.#fake.uninstall();
    this.#fake = useFakeTimers({ now, toFake: [...FAKED] });
  }

  stop(): void {
    this.#fake.uninstall();
  }
}

export class Killed extends Error {}
/** A defect of the simulation, or an operation without an end. */
export class Stuck extends Error {}

/** A process of the provider. `client` is made for it, and gets what it needs to kill it. */
export class ProviderProcess {
  readonly lines: string[] = [];
  #methods = freshMethods();
  #client: EnsClient;
  #kill: (reason: Killed) => void = () => undefined;
  #dead = false;

  constructor(
    readonly clock: MachineClock,
    client: (kill: () => Promise<never>) => EnsClient,
  ) {
    this.#client = client(() => {
      this.#dead = true;
      this.#kill(new Killed("the process was killed"));
      return new Promise<never>(() => undefined);
    });
    void this.#methods.configure({ config: { get: () => undefined } });
  }

  check = (olds: Properties, news: Properties) => this.#run((m) => m.check(copy(olds), copy(news)));
  diff = (id: string, olds: Properties, news: Properties) =>
    this.#run((m) => m.diff(id, copy(olds), copy(news)));
  // Pulumi's host adds the provider to every result.
  create = async (inputs: Properties) => {
    const { id, outs } = await this.#run((m) => m.create(copy(inputs)));
    return { id, outs: withProviderOf(inputs, outs) };
  };
  update = async (id: string, olds: Properties, news: Properties) => {
    const { outs } = await this.#run((m) => m.update(id, copy(olds), copy(news)));
    return { outs: withProviderOf(news, outs) };
  };
  read = async (id: string, outputs: Properties) => {
    const { props } = await this.#run((m) => m.read(id, copy(outputs)));
    return { props: withProviderOf(outputs, props) };
  };
  delete = (id: string, outputs: Properties) => this.#run((m) => m.delete(id, copy(outputs)));

  async #run<T>(method: (methods: Methods) => Promise<T>): Promise<T> {
    if (this.#dead) throw new Killed("the process was killed");
    const killed = new Promise<never>((_, reject) => (this.#kill = reject));
    const { log } = console;
    console.log = (line: unknown) => void this.lines.push(String(line));
    clientOfProcess = this.#client;
    try {
      return await this.clock.drive(Promise.race([method(this.#methods), killed]));
    } catch (error) {
      if (error instanceof Killed) this.clock.dropTimers();
      throw error;
    } finally {
      console.log = log;
      clientOfProcess = undefined;
    }
  }
}

function withProviderOf(properties: Properties, result: Properties): Properties {
  return { ...result, __provider: properties["__provider"] };
}

/** What crosses the border is JSON. */
function copy(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

export function thrown(error: unknown): Thrown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { id, properties, reasons, advice } = error as Partial<Thrown>;
  return {
    message: error.message,
    ...(id && { id }),
    ...(properties && { properties }),
    ...(reasons && { reasons }),
    ...(advice && { advice }),
  };
}
