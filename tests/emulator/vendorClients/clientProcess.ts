import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import type { Command } from "./languages";

/** What a client of the vendor is to do. */
export interface VendorCall {
  readonly client: string;
  /** Host and port. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | null;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What it came to, as the client tells it; null where it does not. */
export type VendorAnswer =
  | { readonly body: unknown }
  | {
      readonly code: string | null;
      readonly status: number | null;
      readonly requestId: string | null;
      /** In milliseconds. */
      readonly retryAfter: number | null;
      readonly message: string;
    };

/**
 * The program of a language, which carries out calls with the vendor's clients: a {@link VendorCall} is a line of JSON on
 * its standard input, the {@link VendorAnswer} one on its standard output. It runs for all calls, since it is slow to start.
 */
export class ClientProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  #errorOutput = "";

  constructor({ command, args, env }: Command) {
    // The emulator is on this machine, behind no proxy.
    const variables = Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name));
    this.#child = spawn(command, args, { env: { ...Object.fromEntries(variables), ...env } });
    this.#child.stderr.on("data", (data: Buffer) => (this.#errorOutput += data.toString()));
    for (const emitter of [this.#child, this.#child.stdin])
      emitter.on("error", (error: Error) => (this.#errorOutput += String(error)));
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  async call(call: VendorCall): Promise<VendorAnswer> {
    this.#child.stdin.write(`${JSON.stringify(call)}\n`);
    const line = await this.#answers.next();
    if (line.done === true) throw new Error(`the vendor's client ended:\n${this.#errorOutput.slice(-4_000)}`);
    return JSON.parse(line.value) as VendorAnswer;
  }

  close(): void {
    this.#lines.close();
    this.#child.kill();
  }
}
