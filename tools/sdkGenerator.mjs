import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildWithGo } from "./buildWithGo.mjs";
import { cacheDirectory } from "./cacheDirectory.mjs";
import { fillDirectory } from "./fillDirectory.mjs";

const source = fileURLToPath(new URL("./sdks", import.meta.url));

// A newer one may write what the oldest SDK that programs may have does not know.
const version = "v3.274.1";

/** @type {import("./buildWithGo.mjs").GoProgram} */
const program = {
  output: process.platform === "win32" ? "pulumi-ens-sdks.exe" : "pulumi-ens-sdks",
  source,
  modules: ["pkg", "sdk"].map((module) => `github.com/pulumi/pulumi/${module}/v3 ${version}`),
  expected: "about 3 minutes",
};

/**
 * The program that binds a schema and writes SDKs, with Pulumi's own generators: from the cache, or built.
 * @param {(line: string) => void} log
 * @returns {Promise<string>} its file
 */
export async function sdkGenerator(log) {
  const text = fs.readFileSync(path.join(source, "main.go"));
  const digest = createHash("sha256").update(version).update(text).digest("hex").slice(0, 12);
  const directory = path.join(cacheDirectory(), "sdkGenerator", digest);
  await fillDirectory(directory, (into) => buildWithGo(program, into, log));
  return path.join(directory, program.output);
}
