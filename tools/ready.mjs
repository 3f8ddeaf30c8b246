// Makes ready what a script needs, and does nothing where it is: node tools/ready.mjs [install] [build] [pulumi] [languages] [sdks]
// Runs before anything is installed, so it may use nothing but Node.js.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findPulumi } from "./findPulumi.mjs";
import { isInstalled } from "./isInstalled.mjs";
import { languages } from "./languageHosts.mjs";
import { sdkGenerator } from "./sdkGenerator.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @type {Record<string, () => Promise<number> | number>} each gives an exit code */
const stages = {
  install,
  build,
  /** A CLI for programs in Node.js and YAML. */
  pulumi: () => pulumi(["yaml"]),
  /** The same for every language that a test has a program in. */
  languages: () => pulumi(languages),
  sdks,
};

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} names */
async function main(names) {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node.js ${process.versions.node} is too old. Install 20.19 or newer.`);
    return 1;
  }
  for (const name of names) {
    const stage = stages[name];
    if (!stage) {
      console.error(`"${name}" is not a stage. Use one of ${Object.keys(stages).join(", ")}.`);
      return 2;
    }
    const code = await stage();
    if (code !== 0) return code;
  }
  return 0;
}

function install() {
  if (isInstalled(root)) return 0;
  console.error("Installing dependencies (npm ci)");
  // npm tells its scripts where it is, which spares us the search for npm.cmd on Windows.
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
  return npm ? run(process.execPath, [npm, "ci"]) : run("npm", ["ci"], process.platform === "win32");
}

async function build() {
  // `tsc -b` looks by itself whether there is anything to do, in less than half a second.
  const code = run(process.execPath, [path.join(root, "node_modules", "typescript", "bin", "tsc"), "-b"]);
  if (code === 0) await (await import("./bundlePlugin.mjs")).bundlePlugin();
  return code;
}

/** @param {readonly import("./languageHosts.mjs").Language[]} languages */
async function pulumi(languages) {
  try {
    await findPulumi({ languages });
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

/** The generator of SDKs. Its tests are skipped where it cannot be built, so this fails in CI alone. */
async function sdks() {
  try {
    await sdkGenerator((line) => console.error(line));
    return 0;
  } catch (error) {
    console.error(`No SDKs can be generated: ${error instanceof Error ? error.message : String(error)}`);
    return process.env.CI ? 1 : 0;
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {boolean} [shell]
 */
function run(command, args, shell = false) {
  // What it prints is progress, and stdout belongs to the script that follows.
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    shell,
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (error) console.error(`${command} ${args.join(" ")}: ${error.message}`);
  return status ?? 1;
}
