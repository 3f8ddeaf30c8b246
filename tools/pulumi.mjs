// Runs the Pulumi CLI that findPulumi finds: npm run pulumi -- ARGS
import { spawn } from "node:child_process";
import os from "node:os";
import { findPulumi } from "./findPulumi.mjs";
import { withFirstOnPath } from "./searchPath.mjs";

// npm starts scripts in the root of the checkout and tells in INIT_CWD where the caller was. A nested npm
// script leaves its own INIT_CWD behind, which says nothing about us.
const calledByNpm = process.env.npm_lifecycle_event === "pulumi";
const cwd = (calledByNpm && process.env.INIT_CWD) || process.cwd();

try {
  const { command, directory, hosts } = await findPulumi({ languages: ["yaml"] });
  const env = withFirstOnPath(process.env, directory, hosts);
  const child = spawn(command, process.argv.slice(2), { cwd, env, stdio: "inherit" });
  // The terminal sends Ctrl-C to both; how to stop is the CLI's decision.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", fail);
  child.on("close", (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? os.constants.signals[signal] : 0);
  });
} catch (error) {
  fail(error);
}

/** @param {unknown} error */
function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
