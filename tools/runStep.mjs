import { spawn } from "node:child_process";

/**
 * @typedef {object} Step
 * @property {string} what                what is being done, for the progress lines
 * @property {(line: string) => void} log
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} timeoutMinutes
 */

/**
 * Runs a command whose output matters only if it fails, and says every half minute that it is still at work.
 * @param {string} command
 * @param {string[]} args
 * @param {Step} step
 * @returns {Promise<string>} what it printed on stdout
 */
export function runStep(command, args, { what, log, cwd, env, timeoutMinutes }) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMinutes * 60_000,
    });
    let stdout = "";
    let output = "";
    child.stdout.on("data", (data) => {
      stdout += data;
      output += data;
    });
    child.stderr.on("data", (data) => (output += data));
    const heartbeat = setInterval(() => log(`  still ${what} (${elapsed(started)})`), 30_000);
    child.on("error", (error) => {
      clearInterval(heartbeat);
      reject(error);
    });
    child.on("close", (code, signal) => {
      clearInterval(heartbeat);
      if (code === 0) {
        resolve(stdout);
      } else {
        reject(
          new Error(
            `${what} failed (${signal ?? `exit code ${code}`} after ${elapsed(started)})\n${tail(output)}`,
          ),
        );
      }
    });
  });
}

/** @param {number} started */
function elapsed(started) {
  const seconds = Math.round((Date.now() - started) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** @param {string} output */
function tail(output) {
  return output
    .trim()
    .split(/\r?\n/)
    .slice(-15)
    .map((line) => `    ${line}`)
    .join("\n");
}
