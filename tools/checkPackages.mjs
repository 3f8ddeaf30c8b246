// Packs what would be published, and checks the archives: npm run packages
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const workspaces = ["provider", "sdk", "plugin", "policy", "emulator"];

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ens-packages-"));
try {
  for (const workspace of workspaces) check(workspace);
} finally {
  fs.rmSync(directory, { recursive: true });
}

/** @param {string} workspace */
function check(workspace) {
  const packed = pack(workspace);
  const archive = path.join(directory, packed.filename);
  const files = packed.files.map((file) => file.path);
  const problems = [
    ...["README.md", "LICENSE"].filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...(files.some((file) => file.endsWith(".js")) ? [] : ["it has no JavaScript"]),
    ...files
      .filter((file) => /\.(tsbuildinfo|test\.[jt]s)$/.test(file))
      .map((file) => `${file} must not be published`),
    ...licenseProblems(workspace),
    ...run("publint", ["run", archive, "--strict"]),
    // Users are on Node.js 20.19 or newer; the node16 profile leaves out what only older resolvers need.
    ...run("@arethetypeswrong/cli", [archive, "--profile", "node16", "--no-emoji", "--format", "ascii"]),
  ];
  const size = `${files.length} files, ${Math.round(packed.size / 1024)} kB packed`;
  console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${packed.name} ${packed.version} (${size})`);
  for (const problem of problems) console.log(problem.replace(/^/gm, "       "));
  if (problems.length > 0) process.exitCode = 1;
}

/**
 * @param {string} workspace
 * @returns {{ name: string, version: string, filename: string, size: number, files: { path: string }[] }}
 */
function pack(workspace) {
  const args = ["pack", "--json", "--pack-destination", directory, "--workspace", workspace];
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
  const output = npm
    ? execFileSync(process.execPath, [npm, ...args], { cwd: root, encoding: "utf8" })
    : execFileSync("npm", args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  const result = JSON.parse(output);
  // npm 11 gives a list, newer ones an object by name.
  return Array.isArray(result) ? result[0] : Object.values(result)[0];
}

/**
 * npm packs only what lies in the package's own directory, so each has a copy of the licence.
 * @param {string} workspace
 */
function licenseProblems(workspace) {
  const [ours, copy] = [".", workspace].map((place) => {
    const file = path.join(root, place, "LICENSE");
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  });
  return ours === copy ? [] : [`${workspace}/LICENSE differs from the one in the root`];
}

/**
 * Runs a package's command; what it prints is the problem if it fails.
 * @param {string} name
 * @param {string[]} args
 */
function run(name, args) {
  const manifest = path.join(root, "node_modules", name, "package.json");
  const { bin } = createRequire(import.meta.url)(manifest);
  const program = path.join(
    path.dirname(manifest),
    typeof bin === "string" ? bin : String(Object.values(bin)[0]),
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  return status === 0 ? [] : [`${name}:\n${stdout}${stderr}`.trim()];
}
