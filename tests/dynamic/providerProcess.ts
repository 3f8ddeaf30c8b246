import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import type { Readable } from "node:stream";
import * as rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import * as status from "@pulumi/pulumi/proto/status_pb";
import type { Emulator } from "../../emulator/src/index";
import { MigrationPlan } from "../../sdk/src/index";
import { run } from "../sdk/program";

const ROOT = path.resolve(__dirname, "../..");

// Pulumi's own copies, which its generated protocol code belongs to.
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const grpc = ofPulumi("@grpc/grpc-js") as {
  credentials: { createInsecure(): Credentials };
  Metadata: new () => Metadata;
};
const { Struct } = ofPulumi("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(value: object): Message };
};
type Message = NonNullable<ReturnType<proto.CheckRequest["getOlds"]>>;
type Credentials = ConstructorParameters<typeof rpc.ResourceProviderClient>[1];
type CheckCall = Parameters<rpc.ResourceProviderClient["check"]>;
type Metadata = CheckCall[1];
type ServiceError = NonNullable<Parameters<CheckCall[3]>[0]>;

/** No call takes this long, so one that does has got no answer and never will. */
const NO_ANSWER_MS = 30_000;

/** Inputs or outputs of a resource, as they lie in the engine's state. */
export type Properties = Record<string, unknown>;

/** What `diff` says: nothing, something, or that the engine is to compare the inputs itself. */
export type Changes = "none" | "some" | "unknown";

export interface Checked {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

/** A method of the provider failed. Only `create` and `update` may say what exists nevertheless. */
export class CallError extends Error {
  readonly partial: PartialFailure | undefined;

  constructor(message: string, partial: PartialFailure | undefined) {
    super(message);
    this.partial = partial;
  }
}

export interface PartialFailure {
  id: string;
  properties: Properties;
  reasons: string[];
}

export interface ProcessOptions {
  /** Default: the repository, from which the SDK resolves. */
  directory?: string;
  environment?: NodeJS.ProcessEnv;
  /** Stack configuration by full key. */
  config?: Record<string, string>;
}

/** The real process that hosts dynamic providers, spoken to over gRPC as the engine does. */
export class ProviderProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #client: rpc.ResourceProviderClient;
  readonly #printed = { stdout: "", stderr: "" };

  private constructor(child: ChildProcessByStdio<null, Readable, Readable>, port: number, printed: string) {
    this.#child = child;
    this.#printed.stdout = printed;
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => (this.#printed[name] += text));
    const limits = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
    const credentials = grpc.credentials.createInsecure();
    this.#client = new rpc.ResourceProviderClient(`127.0.0.1:${port}`, credentials, limits);
  }

  /** Starts a process and gives it its configuration. */
  static async start({
    directory = ROOT,
    environment = {},
    config = {},
  }: ProcessOptions = {}): Promise<ProviderProcess> {
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const child = spawn(process.execPath, [script, "127.0.0.1:1"], {
      cwd: directory,
      env: { ...bareEnvironment(), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    child.stdout.setEncoding("utf8");
    while (!printed.includes("\n")) {
      const [text] = (await Promise.race([once(child.stdout, "data"), once(child, "exit")])) as unknown[];
      if (typeof text !== "string") throw new Error(`the process ended before it printed a port: ${printed}`);
      printed += text;
    }
    const end = printed.indexOf("\n");
    const started = new ProviderProcess(child, Number(printed.slice(0, end)), printed.slice(end + 1));
    const request = new proto.ConfigureRequest();
    request.setArgs(struct(config));
    await started.#call<proto.ConfigureResponse>((metadata, options, done) =>
      started.#client.configure(request, metadata, options, done),
    );
    return started;
  }

  async check(olds: Properties, news: Properties): Promise<Checked> {
    const request = new proto.CheckRequest();
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const response = await this.#call<proto.CheckResponse>((metadata, options, done) =>
      this.#client.check(request, metadata, options, done),
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
    const request = new proto.DiffRequest();
    request.setId(id);
    request.setOlds(struct(outputs));
    request.setNews(struct(inputs));
    const response = await this.#call<proto.DiffResponse>((metadata, options, done) =>
      this.#client.diff(request, metadata, options, done),
    );
    if (response.getReplacesList().length > 0) throw new Error("diff asks for replacement");
    return (["unknown", "none", "some"] as const)[response.getChanges()];
  }

  async create(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const request = new proto.CreateRequest();
    request.setProperties(struct(inputs));
    const response = await this.#call<proto.CreateResponse>((metadata, options, done) =>
      this.#client.create(request, metadata, options, done),
    );
    return { id: response.getId(), outputs: plain(response.getProperties()) };
  }

  async update(id: string, outputs: Properties, inputs: Properties): Promise<Properties> {
    const request = new proto.UpdateRequest();
    request.setId(id);
    request.setOlds(struct(outputs));
    request.setNews(struct(inputs));
    const response = await this.#call<proto.UpdateResponse>((metadata, options, done) =>
      this.#client.update(request, metadata, options, done),
    );
    return plain(response.getProperties());
  }

  async read(id: string, outputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const request = new proto.ReadRequest();
    request.setId(id);
    request.setProperties(struct(outputs));
    const response = await this.#call<proto.ReadResponse>((metadata, options, done) =>
      this.#client.read(request, metadata, options, done),
    );
    return { id: response.getId(), outputs: plain(response.getProperties()) };
  }

  async delete(id: string, outputs: Properties): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setId(id);
    request.setProperties(struct(outputs));
    await this.#call((metadata, options, done) => this.#client.delete(request, metadata, options, done));
  }

  /** All that the process has printed by the time the text is there, with what follows in the same write. */
  async printed(stream: "stdout" | "stderr", text: string): Promise<string> {
    while (!this.#printed[stream].includes(text)) await once(this.#child[stream], "data");
    return this.#printed[stream];
  }

  async stop(): Promise<void> {
    this.#client.close();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill();
    await exited;
  }

  #call<Response>(
    start: (
      metadata: Metadata,
      options: { deadline: number },
      done: (error: ServiceError | null, response: Response) => void,
    ) => void,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      start(new grpc.Metadata(), { deadline: Date.now() + NO_ANSWER_MS }, (error, response) => {
        if (error) reject(callError(error));
        else resolve(response);
      });
    });
  }
}

/** What a process under test inherits: no credentials, no proxy, nothing of the machine it runs on. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
}

/** Credentials and endpoint of an emulator, as environment variables. */
export function environmentOf(emulator: Emulator): NodeJS.ProcessEnv {
  return {
    ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
    ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
    ENS_ENDPOINT: emulator.endpoint,
  };
}

function struct(value: Properties): Message {
  return Struct.fromJavaScript(value);
}

function plain(message: Message | undefined): Properties {
  if (!message) throw new Error("the answer has no properties");
  return message.toJavaScript();
}

function callError({ details, metadata }: ServiceError): CallError {
  const [packed] = metadata.get("grpc-status-details-bin");
  if (packed === undefined) return new CallError(details, undefined);
  const detail = status.Status.deserializeBinary(Buffer.from(packed as Buffer))
    .getDetailsList()[0]
    ?.unpack(
      (bytes: Uint8Array) => proto.ErrorResourceInitFailed.deserializeBinary(bytes),
      "pulumirpc.ErrorResourceInitFailed",
    );
  if (!detail) throw new Error(`an unknown detail comes with: ${details}`);
  return new CallError(details, {
    id: detail.getId(),
    properties: plain(detail.getProperties()),
    reasons: detail.getReasonsList(),
  });
}

/** The `__provider` string that every plan of a program carries. */
export async function providerString(): Promise<string> {
  const { registered } = await run(() => new MigrationPlan("any", { events: [] }));
  return registered[0]?.inputs["__provider"] as string;
}
