import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../emulator/src/index";
import type { Outcome } from "./outcome";
import type { Stack } from "./stack";

/** Longer than any command takes on a busy machine, and short of a test's own limit. */
const PATIENCE = 240_000;

/** A command that is under way. */
export interface Running {
  pid: number;
  outcome: Promise<Outcome>;
  /** Goes on once the condition holds; throws what the command printed if it ends before, or never gets there. */
  until(condition: () => boolean): Promise<void>;
}

/** Starts a command and leaves it to the test. */
export function begin(
  stack: Stack,
  command: "up" | "refresh" | "destroy",
  ...args: readonly string[]
): Running {
  const { pid, outcome } = stack.start(command, "--yes", "--skip-preview", "--non-interactive", ...args);
  let ended: Outcome | undefined;
  void outcome.then((value) => (ended = value));
  return {
    pid,
    outcome,
    async until(condition) {
      for (const limit = Date.now() + PATIENCE; !condition(); await sleep(20)) {
        if (ended) throw new Error(`pulumi ended before that: ${ended.output}`);
        if (Date.now() > limit) throw new Error("pulumi never got there");
      }
    },
  };
}

/** Waits for what needs no command; says whether it came. */
export async function comes(condition: () => boolean, within = PATIENCE): Promise<boolean> {
  for (const limit = Date.now() + within; !condition(); await sleep(20)) if (Date.now() > limit) return false;
  return true;
}

/** The process that hosts the provider in the stack's latest command. */
export async function providerPid(stack: Stack): Promise<number> {
  return Number(await readFile(path.join(stack.directory, "pid"), "utf8"));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ends a process that a test has orphaned. */
export function endOrphan(pid: number): void {
  if (isAlive(pid)) process.kill(pid, "SIGKILL");
}

export function reads(emulator: Emulator): number {
  return emulator.calls().filter(({ action }) => action === "DescribeHistoryEvents").length;
}
