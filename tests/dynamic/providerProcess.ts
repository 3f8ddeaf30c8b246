import path from "node:path";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { Emulator } from "../../emulator/src/index";
import { MigrationPlan } from "../../sdk/src/index";
import { GrpcProcess } from "../conformance/grpcProcess";
import type { Changes, Checked, Properties } from "../conformance/host";
import { plain, struct } from "../conformance/pulumiGrpc";
import { run } from "../sdk/program";

const ROOT = path.resolve(__dirname, "../..");

export interface ProcessOptions {
  /** Default: the repository, from which the SDK resolves. */
  directory?: string;
  environment?: NodeJS.ProcessEnv;
  /** Stack configuration by full key. */
  config?: Record<string, string>;
}

/** The real process that hosts dynamic providers, spoken to over gRPC as the engine does. */
export class ProviderProcess {
  readonly #process: GrpcProcess;

  private constructor(started: GrpcProcess) {
    this.#process = started;
  }

  /** Starts a process and gives it its configuration. */
  static async start({
    directory = ROOT,
    environment = {},
    config = {},
  }: ProcessOptions = {}): Promise<ProviderProcess> {
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const started = await GrpcProcess.start({ script, engine: "127.0.0.1:1", directory, environment });
    const request = new proto.ConfigureRequest();
    request.setArgs(struct(config));
    await started.call<proto.ConfigureResponse>((metadata, options, done) =>
      started.client.configure(request, metadata, options, done),
    );
    return new ProviderProcess(started);
  }

  async check(olds: Properties, news: Properties): Promise<Checked> {
    const { call, client } = this.#process;
    const request = new proto.CheckRequest();
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const response = await call<proto.CheckResponse>((metadata, options, done) =>
      client.check(request, metadata, options, done),
    );
    return {
      inputs: plain(response.getInputs()),
      failures: response.getFailuresList().map((failure) => ({
        property: failure.getProperty(),
        reason: failure.getReason(),
      })),
    };
  }

  async diff(id: string, outputs: Properties, inputs: Properties): Promise<Changes> {
    const { call, client } = this.#process;
    const request = new proto.DiffRequest();
    request.setId(id);
    request.setOlds(struct(outputs));
    request.setNews(struct(inputs));
    const response = await call<proto.DiffResponse>((metadata, options, done) =>
      client.diff(request, metadata, options, done),
    );
    if (response.getReplacesList().length > 0) throw new Error("diff asks for replacement");
    return (["unknown", "none", "some"] as const)[response.getChanges()];
  }

  async create(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const { call, client } = this.#process;
    const request = new proto.CreateRequest();
    request.setProperties(struct(inputs));
    const response = await call<proto.CreateResponse>((metadata, options, done) =>
      client.create(request, metadata, options, done),
    );
    return { id: response.getId(), outputs: plain(response.getProperties()) };
  }

  async update(id: string, outputs: Properties, inputs: Properties): Promise<Properties> {
    const { call, client } = this.#process;
    const request = new proto.UpdateRequest();
    request.setId(id);
    request.setOlds(struct(outputs));
    request.setNews(struct(inputs));
    const response = await call<proto.UpdateResponse>((metadata, options, done) =>
      client.update(request, metadata, options, done),
    );
    return plain(response.getProperties());
  }

  async read(id: string, outputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const { call, client } = this.#process;
    const request = new proto.ReadRequest();
    request.setId(id);
    request.setProperties(struct(outputs));
    const response = await call<proto.ReadResponse>((metadata, options, done) =>
      client.read(request, metadata, options, done),
    );
    return { id: response.getId(), outputs: plain(response.getProperties()) };
  }

  async delete(id: string, outputs: Properties): Promise<void> {
    const { call, client } = this.#process;
    const request = new proto.DeleteRequest();
    request.setId(id);
    request.setProperties(struct(outputs));
    await call((metadata, options, done) => client.delete(request, metadata, options, done));
  }

  /** All that the process has printed by the time the text is there, with what follows in the same write. */
  printed(stream: "stdout" | "stderr", text: string): Promise<string> {
    return this.#process.printed(stream, text);
  }

  /** Everything that the process has printed so far. */
  get output(): GrpcProcess["output"] {
    return this.#process.output;
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}

/** Credentials and endpoint of an emulator, as environment variables. */
export function environmentOf(emulator: Emulator): NodeJS.ProcessEnv {
  return {
    ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
    ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
    ENS_ENDPOINT: emulator.endpoint,
  };
}

let program: ReturnType<typeof run> | undefined;

/** The `__provider` string that every plan of a program carries. */
export async function providerString(): Promise<string> {
  // Once, since two programs at the same time would share Pulumi's mocks.
  program ??= run(() => new MigrationPlan("any", { events: [] }));
  const { registered } = await program;
  return registered[0]?.inputs["__provider"] as string;
}
