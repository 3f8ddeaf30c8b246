import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Emulator } from "../../emulator/src/index";
import { pulumiEnvironment } from "../../tools/pulumiEnvironment.mjs";
import { findCli, PASSPHRASE, type Stack } from "../engine/stack";
import { PRELOADED } from "./example";

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the example's own program in the directory of its stack, with somebody who answers at its terminal. */
export async function migrate(
  stack: Stack,
  emulator: Emulator,
  args: string[],
  answer: string,
): Promise<Run> {
  const child = spawn(process.execPath, ["--import", "tsx", "migrate.ts", ...args], {
    cwd: stack.directory,
    env: {
      ...pulumiEnvironment({
        home: path.join(stack.directory, "home"),
        backend: path.join(stack.directory, "state"),
        directory: (await findCli()).directory,
        passphrase: PASSPHRASE,
      }),
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
      ENS_ENDPOINT: emulator.endpoint,
      NODE_OPTIONS: PRELOADED,
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // A CLI that was built from its modules does not know its version.
      PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(answer);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}
