import { Client, credentials } from "@grpc/grpc-js";
import type { Say } from "@pulumi-ens/provider/host";
import type { PlanName } from "./inputs";
import { type Content, encode } from "./wire/message";
import { LOG, SEVERITIES } from "./wire/protocol";

type Severity = Parameters<Say>[0];

/** A line that the engine does not take in this time, in milliseconds, is lost; the operation goes on. */
const PATIENCE = 5_000;

/**
 * Shows lines on a resource's own row: the engine hides what a plugin prints. One after another, since the engine shows them in the
 * order in which they arrive.
 */
export class EngineLog {
  #client: Client | undefined;
  #last: Promise<void> = Promise.resolve();

  /** Without an address there is nobody to show lines. */
  attach(address: string): void {
    this.#client?.close();
    this.#client = address ? new Client(address, credentials.createInsecure()) : undefined;
  }

  /** For one plan. Its name begins each line, since `--diff` shows lines without their rows. */
  sayFor({ urn, label }: Pick<PlanName, "urn" | "label">): Say {
    return (severity, line) => this.#enqueue(severity, `${label}: ${line}`, urn);
  }

  /** For no resource. */
  readonly say: Say = (severity, line) => this.#enqueue(severity, line, "");

  #enqueue(severity: Severity, line: string, urn: string): void {
    // A line that cannot be sent must not fail an operation that has sent orders: it would forget them.
    this.#last = this.#last.then(() => this.#send(severity, line, urn)).catch(() => undefined);
  }

  /** Done once all lines have arrived, or are lost: an answer that comes before its lines ends their row. */
  flush(): Promise<void> {
    return this.#last;
  }

  #send(severity: Severity, message: string, urn: string): Promise<void> {
    const client = this.#client;
    if (!client) return Promise.resolve();
    const request = { severity: SEVERITIES[severity], message, urn };
    return new Promise((resolve) => {
      client.makeUnaryRequest(
        "/pulumirpc.Engine/Log",
        (content: Content<typeof LOG>) => encode(LOG, content),
        () => undefined,
        request,
        { deadline: Date.now() + PATIENCE },
        // Where the engine does not take it, there is nobody else to say it to.
        () => resolve(),
      );
    });
  }
}
