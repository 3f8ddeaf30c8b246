// The checkers of the files in gitops/ and .github/, each fetched into the cache when it is first asked for.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "./cacheDirectory.mjs";
import { fillDirectory } from "./fillDirectory.mjs";
import { findPython } from "./findPython.mjs";
import { runStep } from "./runStep.mjs";

const windows = process.platform === "win32";

const actionlintModule = { path: "github.com/rhysd/actionlint/cmd/actionlint", version: "v1.7.12" };

const schemaChecker = { package: "check-jsonschema", module: "check_jsonschema", version: "0.39.0" };

/**
 * Checks GitHub workflows, with actionlint, which is built from its Go module once.
 * @param {string[]} files
 * @param {(line: string) => void} [log]
 * @returns {Promise<string[]>} what is wrong, as it says it; empty when nothing is
 */
export async function lintWorkflows(files, log = console.error) {
  const { path: module, version } = actionlintModule;
  const directory = path.join(cacheDirectory(), "checkers", `actionlint-${version}`);
  await fillDirectory(directory, async (into) => {
    log(`Building actionlint ${version} from its Go module`);
    await runStep("go", ["install", `${module}@${version}`], {
      what: "building actionlint",
      log,
      env: { ...process.env, GOBIN: into, GOFLAGS: "", GOWORK: "off" },
      timeoutMinutes: 10,
    }).catch((error) => {
      throw isMissing(error) ? new Error("actionlint is built with Go: https://go.dev/doc/install") : error;
    });
  });
  const executable = path.join(directory, windows ? "actionlint.exe" : "actionlint");
  // Without shellcheck and pyflakes, which a machine has or has not.
  return problems(executable, ["-no-color", "-oneline", "-shellcheck=", "-pyflakes=", ...files], process.env);
}

/**
 * Checks YAML or JSON files against a JSON schema, with check-jsonschema.
 * @param {string[]} args   its arguments, such as `["--builtin-schema", "vendor.gitlab-ci", file]`
 * @param {(line: string) => void} [log]
 * @returns {Promise<string[]>} what is wrong, as it says it; empty when nothing is
 */
export async function checkSchema(args, log = console.error) {
  const python = await findPython();
  if (python === undefined) {
    throw new Error(
      "check-jsonschema needs Python 3.9 or newer with pip: https://www.python.org/downloads, or apt install python3-pip",
    );
  }
  const directory = path.join(
    cacheDirectory(),
    "checkers",
    `${schemaChecker.package}-${schemaChecker.version}-python-${python.version}`,
  );
  await fillDirectory(directory, async (into) => {
    log(`Installing ${schemaChecker.package} ${schemaChecker.version}`);
    const requirement = `${schemaChecker.package}==${schemaChecker.version}`;
    const options = ["--quiet", "--disable-pip-version-check", "--target", into];
    await runStep(python.command, ["-m", "pip", "install", ...options, requirement], {
      what: `installing ${schemaChecker.package}`,
      log,
      timeoutMinutes: 5,
    });
  });
  return problems(python.command, ["-m", schemaChecker.module, "--no-cache", ...args], {
    ...process.env,
    PYTHONPATH: directory,
  });
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string[]>}
 */
async function problems(command, args, env) {
  try {
    await promisify(execFile)(command, args, { env });
    return [];
  } catch (error) {
    const { code, stdout, stderr } = /** @type {{ code?: unknown, stdout: string, stderr: string }} */ (
      error
    );
    // 1 is "there is something wrong with it"; anything else is trouble of the checker's own.
    if (code !== 1 || stderr.includes("Traceback")) throw error;
    return stdout.trim().split("\n");
  }
}

/** @param {unknown} error */
function isMissing(error) {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
