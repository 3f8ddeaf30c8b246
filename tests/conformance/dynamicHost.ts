import { ProviderProcess, providerString } from "../dynamic/providerProcess";
import type { Changes, Checked, HostOptions, Kept, PlanName, Properties, ProviderHost } from "./host";

/** Settings that have this project's prefix; others share that of the Alibaba Cloud provider. */
const OWN = new Set(["transport", "endpoint", "clientConnectTimeout", "clientReadTimeout"]);

/** Pulumi's process for dynamic providers, with what this project's SDK adds to a plan. */
export class DynamicHost implements ProviderHost {
  readonly #process: ProviderProcess;
  readonly #provider: string;

  private constructor(started: ProviderProcess, provider: string) {
    this.#process = started;
    this.#provider = provider;
  }

  static async start(
    this: void,
    { directory, environment, config = {} }: HostOptions,
  ): Promise<ProviderHost> {
    const full = Object.entries(config).map(([key, value]) => [
      `${OWN.has(key) ? "ens" : "alicloud"}:${key}`,
      value,
    ]);
    const options = {
      ...(directory !== undefined && { directory }),
      ...(environment && { environment }),
      config: Object.fromEntries(full) as Record<string, string>,
    };
    const [started, provider] = await Promise.all([ProviderProcess.start(options), providerString()]);
    return new DynamicHost(started, provider);
  }

  check({ name, stack }: PlanName, olds: Properties, args: Properties): Promise<Checked> {
    const news = { ...encoded(args), __provider: this.#provider, label: name, stack };
    return this.#process.check(olds, news);
  }

  diff(_: PlanName, { id, outputs }: Kept, inputs: Properties): Promise<Changes> {
    return this.#process.diff(id, outputs, inputs);
  }

  create(_: PlanName, inputs: Properties): Promise<Pick<Kept, "id" | "outputs">> {
    return this.#process.create(inputs);
  }

  update(_: PlanName, { id, outputs }: Kept, inputs: Properties): Promise<Properties> {
    return this.#process.update(id, outputs, inputs);
  }

  async read(_: PlanName, { id, inputs, outputs }: Kept): Promise<Kept> {
    return { inputs, ...(await this.#process.read(id, outputs)) };
  }

  delete(_: PlanName, { id, outputs }: Kept): Promise<void> {
    return this.#process.delete(id, outputs);
  }

  said({ name }: PlanName, line: string): Promise<string> {
    return this.#process.printed("stdout", `${name}: ${line}`);
  }

  seen(): string {
    const { stdout, stderr } = this.#process.output;
    return stdout + stderr;
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}

/** Arguments as the SDK sends them: each event as JSON text, and passwords apart from the events. */
function encoded(args: Properties): Properties {
  const { events, ...others } = args;
  if (!Array.isArray(events)) return args;
  const all = events as Properties[];
  const withPassword = all.filter((event) => "password" in event);
  const passwords = Object.fromEntries(
    withPassword.map(({ eventId, password }) => [String(eventId), password]),
  );
  return {
    ...others,
    events: all.map((event) => JSON.stringify("password" in event ? { ...event, password: true } : event)),
    ...(withPassword.length > 0 && { passwords }),
  };
}
