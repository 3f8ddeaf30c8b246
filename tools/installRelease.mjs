// Installs the official release with Pulumi's own installer: node tools/installRelease.mjs ROOT VERSION
// A program of its own, so that findPulumi.mjs can stop it when the network does not answer.
import { createRequire } from "node:module";

const [root = "", version = ""] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { PulumiCommand } = require("@pulumi/pulumi/automation");
const { SemVer } = createRequire(require.resolve("@pulumi/pulumi"))("semver");

try {
  await PulumiCommand.install({ root, version: new SemVer(version) });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
