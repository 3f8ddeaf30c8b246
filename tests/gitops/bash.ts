import { spawn } from "node:child_process";
import type { Outcome } from "../engine/outcome";

/** Runs a script as a CI runner does, and gives its exit code and what it printed. */
export function bash(script: string, options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const args = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script];
    const child = spawn("bash", args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.on("error", reject).on("close", (code) => resolve({ command: script, code: code ?? -1, output }));
  });
}
