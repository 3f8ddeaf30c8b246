import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** The plugin's package as it is published, in a directory. */
export async function packPlugin(directory: string): Promise<string> {
  await run(npm, ["pack", "--pack-destination", directory, "-w", "plugin"], {
    cwd: path.resolve(__dirname, "../.."),
    shell: process.platform === "win32",
  });
  const [file = ""] = (await readdir(directory)).filter((each) => each.startsWith("pulumi-ens-plugin-"));
  return path.join(directory, file);
}

/** Installs packages from files, without a registry. */
export async function install(directory: string, ...packages: string[]): Promise<void> {
  await run(npm, ["install", "--offline", "--no-audit", "--no-fund", ...packages], {
    cwd: directory,
    shell: process.platform === "win32",
  });
}
