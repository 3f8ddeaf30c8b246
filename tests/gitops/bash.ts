import { spawn } from "node:child_process";
import path from "node:path";
import type { Outcome } from "../engine/outcome";

const SCRIPTS = path.resolve(__dirname, "../../gitops/scripts");

interface Surroundings {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Runs a line as a CI runner does. */
export function bash(line: string, surroundings: Surroundings): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const args = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", line];
    const child = spawn("bash", args, { ...surroundings, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject).on("close", (code) => resolve({ command: line, code: code ?? -1, output }));
  });
}

/** Runs one of `gitops/scripts`, which leaves its files in the directory. */
export function script(
  name: string,
  directory: string,
  surroundings: Surroundings,
  ...more: readonly string[]
): Promise<Outcome> {
  return bash([`bash "${path.join(SCRIPTS, name)}" "${directory}"`, ...more].join(" "), surroundings);
}
