import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cacheDirectory } from "./cacheDirectory.mjs";
import { npm } from "./npm.mjs";

/**
 * The newest Node.js of a line, in the cache. It comes from the npm packages that hold nothing but the executable:
 * the package `node` itself fetches one of these with an install script, which npm may refuse to run.
 * @param {string} line   such as "22", or one version, "22.19.0"
 * @returns {Promise<{ command: string, directory: string, version: string }>} `directory` is to be put on PATH
 */
export async function nodeRelease(line) {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const project = path.join(cacheDirectory(), "node", line);
  fs.mkdirSync(project, { recursive: true });
  const quiet = ["--ignore-scripts", "--no-save", "--no-audit", "--no-fund"];
  await npm(["install", "--prefix", project, ...quiet, `${name}@${line}`]);
  const directory = path.join(project, "node_modules", name, "bin");
  const command = path.join(directory, process.platform === "win32" ? "node.exe" : "node");
  const version = execFileSync(command, ["--version"], { encoding: "utf8" }).trim();
  return { command, directory, version };
}
