import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Io } from "../../../sdk/src/cli/io";
import { run } from "../../../sdk/src/cli/run";

export const ROOT = path.resolve(__dirname, "../../..");

export interface Result {
  code: number;
  out: string;
  err: string;
  /** By name. */
  files: Record<string, string>;
}

/** Runs a command of the CLI in this process, with what it would find around it. */
export async function cli(
  args: readonly string[],
  around: Partial<Io> & { input?: string | Uint8Array } = {},
): Promise<Result> {
  const result: Result = { code: -1, out: "", err: "", files: {} };
  const { input, ...io } = around;
  result.code = await run(args, {
    read: () => Promise.resolve(typeof input === "string" ? Buffer.from(input) : (input ?? Buffer.of())),
    readFile: (file) => readFile(file),
    writeFile: (file, text) => {
      result.files[file] = text;
      return Promise.resolve();
    },
    out: (text) => void (result.out += text),
    err: (text) => void (result.err += text),
    env: {},
    cwd: ROOT,
    inputIsTerminal: input === undefined,
    outputIsTerminal: false,
    ...io,
  });
  return result;
}
