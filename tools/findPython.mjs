import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Python 3, whatever it is called here; undefined where it is not installed.
 * @returns {Promise<{ command: string, version: string } | undefined>} the version as in "3.11"
 */
export async function findPython() {
  for (const command of process.platform === "win32" ? ["python", "py"] : ["python3", "python"]) {
    const print = "import sys; print('%d.%d' % sys.version_info[:2])";
    const found = await promisify(execFile)(command, ["-c", print]).catch(() => undefined);
    if (found && Number(found.stdout.split(".")[0]) >= 3) return { command, version: found.stdout.trim() };
  }
  return undefined;
}
