import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty, grpc } from "../../conformance/pulumiGrpc";

/** A line as the engine shows it. */
export interface Line {
  urn: string;
  severity: "debug" | "info" | "warning" | "error";
  message: string;
  ephemeral: boolean;
}

const SEVERITIES = ["debug", "info", "warning", "error"] as const;

/** The part of the engine that its plugins call: it takes lines, and it can go. */
export class FakeEngine {
  readonly lines: Line[] = [];
  readonly address: string;
  readonly #server: InstanceType<typeof grpc.Server>;
  #changed: () => void = () => undefined;

  private constructor(server: InstanceType<typeof grpc.Server>, port: number) {
    this.#server = server;
    this.address = `127.0.0.1:${port}`;
  }

  static async start(this: void): Promise<FakeEngine> {
    const server = new grpc.Server();
    const taken: { by?: FakeEngine } = {};
    server.addService(EngineService, {
      log: ({ request }: { request: LogRequest }, done: (error: null, answer: object) => void) => {
        taken.by?.take(request);
        done(null, new Empty());
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    return (taken.by = new FakeEngine(server, port));
  }

  take(request: LogRequest): void {
    this.lines.push({
      urn: request.getUrn(),
      severity: SEVERITIES[request.getSeverity()] ?? "error",
      message: request.getMessage(),
      ephemeral: request.getEphemeral(),
    });
    this.#changed();
  }

  /** The lines so far, by the time that there is one like this. */
  async until(isThere: (line: Line) => boolean): Promise<readonly Line[]> {
    while (!this.lines.some(isThere)) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.lines;
  }

  /** As when it is killed: its connections end. */
  stop(): void {
    this.#server.forceShutdown();
  }
}
