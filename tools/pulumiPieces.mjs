import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const windows = process.platform === "win32";

/** What a working CLI consists of: itself, the host of Node.js programs, and the plugin of dynamic providers. */
export const pieces = {
  cli: windows ? "pulumi.exe" : "pulumi",
  languageHost: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
  dynamicPlugin: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
};

/**
 * The first of the directories that has the file, ready to run.
 * @param {string} file
 * @param {string[]} directories
 */
export function directoryWith(file, directories) {
  return directories.find((directory) => {
    try {
      fs.accessSync(path.join(directory, file), fs.constants.X_OK);
      return fs.statSync(path.join(directory, file)).isFile();
    } catch {
      return false;
    }
  });
}

/**
 * What `pulumi version` answers, without the "v"; undefined if it does not answer.
 * @param {string} command
 * @returns {Promise<string | undefined>}
 */
export async function versionOf(command) {
  // Even `pulumi version` writes a log into its home: give it one that goes away.
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  try {
    const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await promisify(execFile)(command, ["version"], { env, timeout: 30_000 });
    return /^v?(\d+\.\d+\.\d+\S*)$/m.exec(stdout)?.[1];
  } catch {
    return undefined;
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Adds the plugin of dynamic providers, a script that comes with the npm package @pulumi/pulumi.
 * @param {string} directory
 */
export function addDynamicPlugin(directory) {
  if (directoryWith(pieces.dynamicPlugin, [directory])) return;
  const script = fileURLToPath(
    new URL(`../node_modules/@pulumi/pulumi/${pieces.dynamicPlugin}`, import.meta.url),
  );
  if (!fs.existsSync(script)) throw new Error(`${directory} lacks ${pieces.dynamicPlugin}: run \`npm ci\``);
  const target = path.join(directory, pieces.dynamicPlugin);
  const temporary = `${target}.${process.pid}`;
  fs.copyFileSync(script, temporary);
  fs.chmodSync(temporary, 0o755);
  fs.renameSync(temporary, target);
}
