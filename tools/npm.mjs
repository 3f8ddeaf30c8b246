import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Runs npm and gives what it printed on stdout; rejects with what it said when it fails.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, node?: string }} [options]   `node` runs npm instead of ours
 * @returns {Promise<string>}
 */
export async function npm(args, { cwd, env = process.env, node = process.execPath } = {}) {
  // npm tells its scripts where it is, which spares us the search for npm.cmd on Windows.
  const script = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
  const [command, words] = script ? [node, [script, ...args]] : ["npm", args];
  const shell = !script && process.platform === "win32";
  const { stdout } = await promisify(execFile)(command, words, { cwd, env, shell, maxBuffer: 2 ** 26 });
  return stdout;
}
