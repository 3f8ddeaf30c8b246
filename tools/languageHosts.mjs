import fs from "node:fs";
import path from "node:path";
import { buildWithGo } from "./buildWithGo.mjs";
import { directoryWith } from "./pulumiPieces.mjs";
import { searchPath } from "./searchPath.mjs";

const sdkModule = "github.com/pulumi/pulumi/sdk/v3";
const suffix = process.platform === "win32" ? ".exe" : "";

// The newest versions that are Go modules with tags. An official release contains newer ones.
/** @type {Record<Language, import("./buildWithGo.mjs").GoProgram>} */
const programs = {
  yaml: {
    output: `pulumi-language-yaml${suffix}`,
    source: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    modules: ["github.com/pulumi/pulumi-yaml v1.25.0"],
    expected: "about 2 minutes",
  },
  python: {
    output: `pulumi-language-python${suffix}`,
    source: `${sdkModule}/python/cmd/pulumi-language-python`,
    modules: [`${sdkModule} v3.79.0`],
    script: "python/cmd/pulumi-language-python-exec",
    expected: "about a minute",
  },
  go: {
    output: `pulumi-language-go${suffix}`,
    source: `${sdkModule}/go/pulumi-language-go`,
    modules: [`${sdkModule} v3.66.0`],
    expected: "about a minute",
  },
};

/**
 * @typedef {"yaml" | "python" | "go"} Language    beside Node.js, which every CLI that findPulumi finds can run
 *
 * @callback HostMaker   puts the host of a language's programs into a directory; throws when it cannot
 * @param {Language} language
 * @param {string} directory
 * @param {(line: string) => void} log
 * @returns {Promise<void>}
 */

/** @type {readonly Language[]} */
export const languages = ["yaml", "python", "go"];

/** @type {HostMaker} */
export const hostFromGoModules = (language, directory, log) =>
  buildWithGo(programs[language], directory, log);

/**
 * Makes the host of a language's programs where the CLI has none: an official release contains them all, a CLI that was built from
 * Go modules, or comes from a package manager, does not.
 * @param {Language} language
 * @param {import("./findPulumi.mjs").Pulumi} pulumi
 * @param {{ env: NodeJS.ProcessEnv, log: (line: string) => void, make: HostMaker }} options
 */
export async function addLanguageHost(language, { command, directory, hosts }, { env, log, make }) {
  const { output } = programs[language];
  if (directoryWith(output, [directory, ...searchPath(env), hosts])) return;
  fs.mkdirSync(hosts, { recursive: true });
  const made = fs.mkdtempSync(path.join(hosts, "new-"));
  try {
    await make(language, made, log);
    // The host itself comes last: where it is, the rest is.
    const others = fs.readdirSync(made).filter((file) => file !== output);
    for (const file of [...others, output]) fs.renameSync(path.join(made, file), path.join(hosts, file));
    log(`  ${output} is ready in ${hosts}`);
  } catch (error) {
    throw new Error(
      [
        `${command} cannot run ${language} programs: it comes without ${output}, and none could be built:`,
        `  - ${error instanceof Error ? error.message : String(error)}`,
        "Install Pulumi's official release, which contains it, or Go 1.26, to build it (https://go.dev/doc/install), and try again.",
      ].join("\n"),
      { cause: error },
    );
  } finally {
    fs.rmSync(made, { recursive: true, force: true });
  }
}
