import { configurationOf } from "@pulumi-ens/provider/configuration";
import { type Host, Memory, type Say, sharedClients } from "@pulumi-ens/provider/host";
import { Claims } from "./claims";
import type { Properties } from "./values";

/** What the process knows between two calls of Configure: of one account, and of the plans that it has seen. */
export class Session {
  readonly claims = new Claims();
  readonly clientFor: Host["clientFor"];
  readonly #memory = new Memory();
  readonly #cancelled = new AbortController();

  constructor(args: Properties) {
    this.clientFor = sharedClients(async (connection, log) => {
      const { openEnsClient } = await import("@pulumi-ens/provider/ens");
      return openEnsClient({
        connection,
        config: configurationOf(args),
        prefix: "ens",
        env: process.env,
        programDirectory: process.cwd(),
        log,
      });
    });
  }

  /** For one operation; `timeout` is the program's own limit for it in seconds, and 0 where it has none. */
  host(say: Say, timeout = 0): Host {
    return {
      memory: this.#memory,
      clientFor: this.clientFor,
      now: Date.now,
      say,
      signal: this.cancelled,
      timeLimit: timeout > 0 ? timeout * 1_000 : undefined,
    };
  }

  get cancelled(): AbortSignal {
    return this.#cancelled.signal;
  }

  /** Ends waits: of Ctrl-C, and at the end of every command. */
  cancel(): void {
    this.#cancelled.abort();
  }
}
