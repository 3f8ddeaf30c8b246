import fs from "node:fs";
import path from "node:path";
import { cacheDirectory } from "./cacheDirectory.mjs";
import { goModules } from "./goModules.mjs";
import { addLanguageHost, hostFromGoModules } from "./languageHosts.mjs";
import { officialRelease } from "./officialRelease.mjs";
import { addDynamicPlugin, directoryWith, pieces, versionOf } from "./pulumiPieces.mjs";
import { searchPath } from "./searchPath.mjs";

/** The version that is fetched or built where there is none. */
export const pulumiVersion = "3.274.1";
/** Older ones do not hand the provider's `inputs` on from a refresh. */
const oldestVersion = "3.216.0";

/**
 * @typedef {object} Pulumi
 * @property {string} command     the executable
 * @property {string} directory   where it lies; to be put first on PATH, so that it finds its plugins
 * @property {string} hosts       where the hosts of other languages are that it comes without; may be the same directory
 * @property {string} version     such as "3.274.1"
 * @property {string} source      in words: "PATH", "cache", "official release", "built from Go modules"
 *
 * @typedef {object} Maker
 * @property {string} source
 * @property {(directory: string, version: string, log: (line: string) => void) => Promise<void>} make
 *   fills the directory; throws when it cannot
 *
 * @typedef {object} Options
 * @property {NodeJS.ProcessEnv} [env]             where PATH and the cache's place come from
 * @property {(line: string) => void} [log]
 * @property {readonly Maker[]} [makers]           what to try, in this order, when none is found
 * @property {readonly import("./languageHosts.mjs").Language[]} [languages]   what it must run beside Node.js programs
 * @property {import("./languageHosts.mjs").HostMaker} [makeHost]              of a language that it cannot run
 */

/**
 * Finds a Pulumi CLI that runs Node.js programs and those of the languages asked for, or makes what is missing and keeps it in the
 * cache.
 * @param {Options} [options]
 * @returns {Promise<Pulumi>}
 */
export async function findPulumi(options = {}) {
  const { env = process.env, log = console.error, languages = [], makeHost = hostFromGoModules } = options;
  const pulumi = await findCli(env, log, options.makers ?? [officialRelease, goModules]);
  for (const language of languages) await addLanguageHost(language, pulumi, { env, log, make: makeHost });
  return pulumi;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} log
 * @param {readonly Maker[]} makers
 * @returns {Promise<Pulumi>}
 */
async function findCli(env, log, makers) {
  const cached = path.join(cacheDirectory({ env }), "cli", `v${pulumiVersion}`);
  /** @type {string[]} */
  const reasons = [];

  const onPath = await fromPath(env);
  if (typeof onPath === "object") return onPath;
  reasons.push(`PATH: ${onPath}`);

  const inCache = await fromCache(cached);
  if (typeof inCache === "object") return inCache;
  reasons.push(`cache: ${inCache}`);

  for (const maker of makers) {
    try {
      return await makeIn(cached, maker, log);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      reasons.push(`${maker.source}: ${reason}`);
      log(`  ${maker.source}: ${firstLine(reason)}`);
    }
  }
  throw new Error(howToInstall(reasons));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Pulumi | string>} a string says why not
 */
async function fromPath(env) {
  const directories = searchPath(env);
  const directory = directoryWith(pieces.cli, directories);
  if (!directory) return `no ${pieces.cli}`;
  for (const piece of [pieces.languageHost, pieces.dynamicPlugin]) {
    if (!directoryWith(piece, [directory, ...directories]))
      return `${path.join(directory, pieces.cli)} is there, but ${piece} is missing`;
  }
  const command = path.join(directory, pieces.cli);
  const version = await versionOf(command);
  if (!version) return `"${command} version" does not answer`;
  if (isOlder(version, oldestVersion))
    return `${command} is version ${version}, which is too old: ${oldestVersion} or newer is required`;
  // Nothing is added to what the user installed.
  const hosts = path.join(cacheDirectory({ env }), "languageHosts");
  return { command, directory, hosts, version, source: "PATH" };
}

/**
 * @param {string} directory
 * @returns {Promise<Pulumi | string>} a string says why not
 */
async function fromCache(directory) {
  if (!fs.existsSync(directory)) return `nothing in ${directory}`;
  for (const piece of [pieces.cli, pieces.languageHost])
    if (!directoryWith(piece, [directory])) return `${directory} lacks ${piece}`;
  const command = path.join(directory, pieces.cli);
  const version = await versionOf(command);
  if (!version) return `"${command} version" does not answer`;
  try {
    addDynamicPlugin(directory);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return { command, directory, hosts: directory, version, source: "cache" };
}

/**
 * Makes a copy beside the cached one and puts it there in one move, so that nobody ever sees half of it.
 * @param {string} cached
 * @param {Maker} maker
 * @param {(line: string) => void} log
 * @returns {Promise<Pulumi>}
 */
async function makeIn(cached, maker, log) {
  fs.mkdirSync(path.dirname(cached), { recursive: true });
  const directory = fs.mkdtempSync(`${cached}.new-`);
  try {
    addDynamicPlugin(directory);
    await maker.make(directory, pulumiVersion, log);
    const made = await fromCache(directory);
    if (typeof made === "string") throw new Error(made);
    // Another process may have been first; its copy is as good as ours.
    const other = await fromCache(cached);
    if (typeof other === "object") return other;
    fs.rmSync(cached, { recursive: true, force: true });
    fs.renameSync(directory, cached);
    log(`  the Pulumi CLI ${made.version} is ready in ${cached}`);
    const command = path.join(cached, pieces.cli);
    return { ...made, command, directory: cached, hosts: cached, source: maker.source };
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {string} version
 * @param {string} than
 */
function isOlder(version, than) {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const difference = [0, 1, 2].map((part) => (a?.[part] ?? 0) - (b?.[part] ?? 0)).find((part) => part !== 0);
  return difference !== undefined && difference < 0;
}

/** @param {string} text */
function firstLine(text) {
  return text.split("\n", 1)[0] ?? text;
}

/** @param {string[]} reasons */
function howToInstall(reasons) {
  const ways = {
    win32: ["winget install Pulumi.Pulumi", "or install Go, to build it: winget install GoLang.Go"],
    darwin: ["brew install pulumi/tap/pulumi", "or install Go, to build it: brew install go"],
    other: [
      "curl -fsSL https://get.pulumi.com | sh   (then open a new shell)",
      "or install Go 1.26, to build it: https://go.dev/doc/install",
    ],
  };
  const { platform } = process;
  const way = platform === "win32" || platform === "darwin" ? ways[platform] : ways.other;
  return [
    "No Pulumi CLI was found, and none could be downloaded or built:",
    ...reasons.map((reason) => `  - ${reason}`),
    "Install one and try again:",
    ...way.map((line) => `  ${line}`),
  ].join("\n");
}
