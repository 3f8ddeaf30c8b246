import fs from "node:fs";
import path from "node:path";
import { directoryWith } from "./pulumiPieces.mjs";
import { runStep } from "./runStep.mjs";
import { searchPath } from "./searchPath.mjs";

/**
 * @typedef {object} GoProgram
 * @property {string} output
 * @property {string} source        its package, or a directory of ours with its files
 * @property {string[]} modules     each with its version; the first one has the program
 * @property {string} [ldflags]
 * @property {string} [script]      a file of the first module that the program needs beside it
 * @property {string} expected      the time of a first build on two cores
 */

/**
 * Builds a program from its Go modules. `go install` refuses some of them, because their go.mod has replace lines; a module of our
 * own that requires them builds them without these.
 * @param {GoProgram} program
 * @param {string} directory
 * @param {(line: string) => void} log
 */
export async function buildWithGo(program, directory, log) {
  const command = process.platform === "win32" ? "go.exe" : "go";
  if (!directoryWith(command, searchPath(process.env))) throw new Error("Go is not installed");
  log(`Building ${program.output} from its Go modules (${program.expected} the first time, on two cores)`);
  const work = fs.mkdtempSync(path.join(directory, "build-"));
  try {
    const requirements = program.modules.map((module) => `require ${module}`);
    fs.writeFileSync(
      path.join(work, "go.mod"),
      ["module pulumi-ens.local/build", "", "go 1.24", "", ...requirements, ""].join("\n"),
    );
    const isOurs = path.isAbsolute(program.source);
    if (isOurs) fs.cpSync(program.source, work, { recursive: true });
    const ldflags = ["-w -s", program.ldflags ?? ""].join(" ").trim();
    const output = path.join(directory, program.output);
    await go("build", "-trimpath", "-ldflags", ldflags, "-o", output, isOurs ? "." : program.source);
    if (program.script !== undefined) {
      const [module = ""] = (program.modules[0] ?? "").split(" ");
      const sources = (await go("list", "-m", "-f", "{{.Dir}}", module)).trim();
      const script = path.join(directory, path.basename(program.script));
      fs.copyFileSync(path.join(sources, program.script), script);
      fs.chmodSync(script, 0o755);
    }
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }

  /** @param {string[]} args */
  function go(...args) {
    return runStep("go", args, {
      what: `building ${program.output}`,
      log,
      cwd: work,
      env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" },
      timeoutMinutes: 45,
    });
  }
}
