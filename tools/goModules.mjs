import fs from "node:fs";
import path from "node:path";
import { directoryWith, pieces } from "./pulumiPieces.mjs";
import { runStep } from "./runStep.mjs";
import { searchPath } from "./searchPath.mjs";

// `go install` refuses the CLI's module, because its go.mod has replace lines. A module of our own that
// requires it builds it without them.
// Newer hosts of Node.js programs live in a module without tags. This old one runs today's programs; the one
// thing it cannot do is to start a policy pack given as a directory.
const sdkModule = "github.com/pulumi/pulumi/sdk/v3";
const languageHostVersion = "v3.68.0";

/**
 * @typedef {object} GoProgram
 * @property {string} output
 * @property {string} source
 * @property {string[]} modules    each with its version
 * @property {string} [ldflags]
 * @property {string} expected     the time of a first build on two cores
 */

/** @type {(version: string) => GoProgram} */
const cli = (version) => ({
  output: pieces.cli,
  source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  modules: [`github.com/pulumi/pulumi/pkg/v3 v${version}`, `${sdkModule} v${version}`],
  ldflags: `-X ${sdkModule}/go/common/version.Version=v${version}`,
  expected: "about 7 minutes",
});

/** @type {GoProgram} */
const languageHost = {
  output: pieces.languageHost,
  source: `${sdkModule}/nodejs/cmd/pulumi-language-nodejs`,
  modules: [`${sdkModule} ${languageHostVersion}`],
  expected: "about 30 seconds",
};

/** @type {import("./findPulumi.mjs").Maker} */
export const goModules = {
  source: "built from Go modules",
  async make(directory, version, log) {
    const go = process.platform === "win32" ? "go.exe" : "go";
    if (!directoryWith(go, searchPath(process.env))) throw new Error("Go is not installed");
    await buildWithGo(languageHost, directory, log);
    await buildWithGo(cli(version), directory, log);
  },
};

/**
 * @param {GoProgram} program
 * @param {string} directory
 * @param {(line: string) => void} log
 */
async function buildWithGo(program, directory, log) {
  log(`Building ${program.output} from its Go modules (${program.expected} the first time, on two cores)`);
  const work = path.join(directory, "build");
  fs.mkdirSync(work);
  fs.writeFileSync(
    path.join(work, "go.mod"),
    [
      "module pulumi-ens.local/build",
      "",
      "go 1.24",
      "",
      ...program.modules.map((module) => `require ${module}`),
      "",
    ].join("\n"),
  );
  const ldflags = ["-w -s", program.ldflags ?? ""].join(" ").trim();
  const output = path.join(directory, program.output);
  await runStep("go", ["build", "-trimpath", "-ldflags", ldflags, "-o", output, program.source], {
    what: `building ${program.output}`,
    log,
    cwd: work,
    env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" },
    timeoutMinutes: 45,
  });
  fs.rmSync(work, { recursive: true });
}
