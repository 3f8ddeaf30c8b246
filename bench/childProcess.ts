import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const script = (name: string): string => path.join(__dirname, "processes", `${name}.mjs`);

/** Runs one of `processes/` in a fresh Node.js, with nothing in it but what is measured: the last line it prints is JSON. */
export async function inFreshProcess<Answer>(name: string, input: object): Promise<Answer> {
  const { stdout } = await promisify(execFile)(process.execPath, [script(name), JSON.stringify(input)]);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Answer;
}

/** Starts one of `processes/` that prints one line when it is ready and then runs until it is stopped. */
export async function startProcess(name: string): Promise<{ line: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [script(name)], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(() => Promise.reject(new Error(`${name} ended before it was ready`))),
  ])) as [string];
  return { line, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill();
  await exited;
}
