import { spawn } from "node:child_process";

/** Runs a script as a CI runner does, and gives its exit code and what it printed. */
export function bash(
  script: string,
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<{ code: number; log: string }> {
  return new Promise((resolve, reject) => {
    const args = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script];
    const child = spawn("bash", args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (log += text));
    }
    child.on("error", reject).on("close", (code) => resolve({ code: code ?? -1, log }));
  });
}
