import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildWithGo } from "./buildWithGo.mjs";
import { cacheDirectory } from "./cacheDirectory.mjs";
import { fillDirectory } from "./fillDirectory.mjs";

/** Which release of Pulumi has the generators: `current` those for Python, Go and Node.js; `dotnet` is the last with one for .NET. */
const versions = { current: "v3.274.1", dotnet: "v3.206.0" };

/**
 * A program that binds a schema and writes SDKs, with Pulumi's own generators: from the cache, or built.
 * @param {(line: string) => void} log
 * @param {keyof typeof versions} [name]
 * @returns {Promise<string>} its file
 */
export async function sdkGenerator(log, name = "current") {
  const source = fileURLToPath(new URL(`./sdks/${name}`, import.meta.url));
  const version = versions[name];
  const output = process.platform === "win32" ? "pulumi-ens-sdks.exe" : "pulumi-ens-sdks";
  const text = fs.readFileSync(path.join(source, "main.go"));
  const digest = createHash("sha256").update(version).update(text).digest("hex").slice(0, 12);
  const directory = path.join(cacheDirectory(), "sdkGenerator", digest);
  const modules = ["pkg", "sdk"].map((module) => `github.com/pulumi/pulumi/${module}/v3 ${version}`);
  const program = { output, source, modules, expected: "about 3 minutes" };
  await fillDirectory(directory, (into) => buildWithGo(program, into, log));
  return path.join(directory, output);
}
