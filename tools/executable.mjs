// The plugin with the Node.js that runs it, for machines that have none. One of two forms, because Node.js cannot make a
// single executable everywhere.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** @typedef {"single" | "beside"} Form */

// The programs of other Node.js programs set NODE_OPTIONS, and a plugin in Go trusts what the system trusts.
const options = ["--use-system-ca"];

const launcher = `#!/bin/sh
# Node.js is beside this file: it does not support single executables here.
directory=$(dirname "$0")
unset NODE_OPTIONS
exec "$directory/node" ${options.join(" ")} "$directory/pulumi-resource-ens.js" "$@"
`;

/**
 * Node.js neither supports nor tests single executables on macOS with Intel.
 * @returns {Form}
 */
export function formOf({ platform = process.platform, arch = process.arch } = {}) {
  return platform === "darwin" && arch === "x64" ? "beside" : "single";
}

/**
 * Puts it into a directory.
 * @param {Form} form
 * @param {{ node: string, bundle: string, directory: string }} places   `node` is the executable of Node.js
 * @returns {string[]} the files' names, the one that the engine starts first
 */
export function putExecutable(form, { node, bundle, directory }) {
  return form === "single" ? putSingle(node, bundle, directory) : putBeside(node, bundle, directory);
}

/**
 * @param {string} node
 * @param {string} bundle
 * @param {string} directory
 */
function putSingle(node, bundle, directory) {
  const name = process.platform === "win32" ? "pulumi-resource-ens.exe" : "pulumi-resource-ens";
  const output = path.join(directory, name);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ens-executable-"));
  try {
    const config = path.join(scratch, "config.json");
    const settings = {
      main: bundle,
      output,
      disableExperimentalSEAWarning: true,
      // Takes a third off the start.
      useCodeCache: true,
      execArgv: options,
      execArgvExtension: "none",
    };
    fs.writeFileSync(config, JSON.stringify(settings));
    execFileSync(node, ["--build-sea", config], { stdio: ["ignore", "ignore", "inherit"] });
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
  // The signature of Node.js itself does not cover what was added, and macOS on ARM starts nothing without one.
  if (process.platform === "darwin") execFileSync("codesign", ["--sign", "-", "--force", output]);
  return [name];
}

/**
 * @param {string} node
 * @param {string} bundle
 * @param {string} directory
 */
function putBeside(node, bundle, directory) {
  const names = ["pulumi-resource-ens", "pulumi-resource-ens.js", "node"];
  const [start = "", program = "", runtime = ""] = names.map((name) => path.join(directory, name));
  fs.writeFileSync(start, launcher, { mode: 0o755 });
  fs.copyFileSync(bundle, program);
  fs.copyFileSync(node, runtime);
  return names;
}
