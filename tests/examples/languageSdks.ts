import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { findPulumi } from "../../tools/findPulumi.mjs";
import { findPython } from "../../tools/findPython.mjs";
import type { Language } from "../../tools/languageHosts.mjs";
import { sdkGenerator } from "../../tools/sdkGenerator.mjs";
import { withFirstOnPath } from "../../tools/searchPath.mjs";

const ROOT = path.resolve(__dirname, "../..");

function pathOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.toUpperCase() === "PATH"));
}

async function run(command: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(command, args, { maxBuffer: 1e8 });
}

/** Writes the SDKs into a directory, as `npm run sdks` does, and makes sure that Pulumi runs programs in the language. */
export async function writeSdks(directory: string, language: Language): Promise<void> {
  await findPulumi({ languages: [language] });
  await run(await sdkGenerator(() => undefined), path.join(ROOT, "plugin/schema.json"), directory);
}

/** Makes a virtual environment with the SDK of these. Gives the variables that a program has in an activated one. */
export async function pythonWith(sdks: string, directory: string): Promise<NodeJS.ProcessEnv> {
  const python = await findPython();
  if (!python) throw new Error("Python is not installed");
  await run(python.command, "-m", "venv", directory);
  const commands = path.join(directory, process.platform === "win32" ? "Scripts" : "bin");
  await run(path.join(commands, "python"), "-m", "pip", "install", "--quiet", path.join(sdks, "python"));
  const cli = await findPulumi();
  return {
    VIRTUAL_ENV: directory,
    ...pathOf(withFirstOnPath(process.env, commands, cli.directory, cli.hosts)),
  };
}
