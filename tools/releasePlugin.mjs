// What a GitHub release has for this platform: npm run release:plugin
// dist/pulumi-resource-ens-vVERSION-OS-ARCH.tar.gz, where `pulumi plugin install` looks for it, and its checksum.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { formOf, putExecutable } from "./executable.mjs";
import { pluginVersion } from "./pluginVersion.mjs";
import { releaseNode } from "./releaseNode.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const plugin = path.join(root, "plugin");

// As Pulumi names them.
/** @type {Partial<Record<string, string>>} */
const systems = { win32: "windows" };
/** @type {Partial<Record<string, string>>} */
const architectures = { x64: "amd64" };

/**
 * Makes the archive, and starts what is in it.
 * @param {{ directory?: string, form?: import("./executable.mjs").Form }} [options]
 * @returns {Promise<string>} the archive
 */
export async function releasePlugin({ directory = path.join(root, "dist"), form = formOf() } = {}) {
  /** @type {{ version: string }} */
  const { version } = JSON.parse(fs.readFileSync(path.join(plugin, "package.json"), "utf8"));
  const system = systems[process.platform] ?? process.platform;
  const architecture = architectures[process.arch] ?? process.arch;
  const name = `pulumi-resource-ens-v${version}-${system}-${architecture}.tar.gz`;
  const { command: node, licence } = await releaseNode();
  const contents = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ens-release-"));
  try {
    const bundle = path.join(plugin, "dist/pulumi-resource-ens.js");
    const [start = "", ...others] = putExecutable(form, { node, bundle, directory: contents });
    const licences = {
      LICENSE: path.join(plugin, "LICENSE"),
      "THIRD-PARTY-NOTICES.txt": path.join(plugin, "dist/THIRD-PARTY-NOTICES.txt"),
      "NODE-LICENSE.txt": licence,
    };
    for (const [file, from] of Object.entries(licences)) fs.copyFileSync(from, path.join(contents, file));
    await checkStart(path.join(contents, start), version);
    const files = [start, ...others, ...Object.keys(licences)];
    // Names without a directory: some versions of tar take C: for another machine. macOS would add files of its own.
    const env = { ...process.env, COPYFILE_DISABLE: "1" };
    execFileSync("tar", ["-czf", name, ...files], { cwd: contents, env });
    fs.mkdirSync(directory, { recursive: true });
    const archive = path.join(directory, name);
    fs.copyFileSync(path.join(contents, name), archive);
    const checksum = createHash("sha256").update(fs.readFileSync(archive)).digest("hex");
    fs.writeFileSync(`${archive}.sha256`, `${checksum}  ${name}\n`);
    return archive;
  } finally {
    fs.rmSync(contents, { recursive: true, force: true });
  }
}

/**
 * Starts it where there is nothing else: no package, no Node.js on PATH.
 * @param {string} command
 * @param {string} version
 */
async function checkStart(command, version) {
  const PATH = process.platform === "win32" ? "" : "/usr/bin:/bin";
  const answered = await pluginVersion(command, { env: { ...process.env, PATH } });
  if (answered !== version)
    throw new Error(`${command} says that it is ${answered}, but package.json of the plugin says ${version}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  void releasePlugin().then((archive) =>
    console.log(`${archive} (${Math.round(fs.statSync(archive).size / 1_000_000)} MB)`),
  );
}
