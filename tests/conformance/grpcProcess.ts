import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import * as rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import * as status from "@pulumi/pulumi/proto/status_pb";
import { CallError } from "./host";
import { type ClientCall, grpc, type Metadata, plain, type ServiceError } from "./pulumiGrpc";

/** No call takes this long, so one that does has got no answer and never will. */
const NO_ANSWER_MS = 30_000;

/** What the engine starts, with the engine's address at the end. */
export interface Command {
  script: string;
  engine: string;
  directory: string;
  environment: NodeJS.ProcessEnv;
}

type Done<Response> = (error: ServiceError | null, response: Response) => void;

/** A provider's process, spoken to over gRPC as the engine does. */
export class GrpcProcess {
  readonly client: rpc.ResourceProviderClient;
  readonly port: number;
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #printed = { stdout: "", stderr: "" };

  private constructor(child: ChildProcessByStdio<null, Readable, Readable>, port: number, printed: string) {
    this.child = child;
    this.port = port;
    this.#printed.stdout = printed;
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => (this.#printed[name] += text));
    const limits = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
    const credentials = grpc.credentials.createInsecure();
    this.client = new rpc.ResourceProviderClient(`127.0.0.1:${port}`, credentials, limits);
  }

  static async start(this: void, { script, engine, directory, environment }: Command): Promise<GrpcProcess> {
    const child = spawn(process.execPath, [script, engine], {
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
    return new GrpcProcess(child, Number(printed.slice(0, end)), printed.slice(end + 1));
  }

  /** Everything that the process has printed so far, apart from its port. */
  get output(): Readonly<Record<"stdout" | "stderr", string>> {
    return this.#printed;
  }

  /** All that the process has printed by the time the text is there, with what follows in the same write. */
  async printed(stream: "stdout" | "stderr", text: string): Promise<string> {
    while (!this.#printed[stream].includes(text)) await once(this.child[stream], "data");
    return this.#printed[stream];
  }

  call<Response>(
    this: void,
    start: (metadata: Metadata, options: { deadline: number }, done: Done<Response>) => ClientCall,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      start(new grpc.Metadata(), { deadline: Date.now() + NO_ANSWER_MS }, (error, response) => {
        if (error) reject(callError(error));
        else resolve(response);
      });
    });
  }

  async stop(): Promise<void> {
    this.client.close();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.kill();
    await exited;
  }
}

/** What a process under test inherits: no credentials, no proxy, nothing of the machine it runs on. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
}

function callError({ code, details, metadata }: ServiceError): CallError {
  const [packed] = metadata.get("grpc-status-details-bin");
  if (packed === undefined) return new CallError(details, undefined, code);
  const detail = status.Status.deserializeBinary(Buffer.from(packed as Buffer))
    .getDetailsList()[0]
    ?.unpack(
      (bytes: Uint8Array) => proto.ErrorResourceInitFailed.deserializeBinary(bytes),
      "pulumirpc.ErrorResourceInitFailed",
    );
  if (!detail) throw new Error(`an unknown detail comes with: ${details}`);
  const partial = {
    id: detail.getId(),
    properties: plain(detail.getProperties()),
    reasons: detail.getReasonsList(),
  };
  return new CallError(details, partial, code);
}
