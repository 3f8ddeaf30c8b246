// Writes the SDKs of the package into dist/sdks, a folder for each language: npm run sdks
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sdkGenerator } from "./sdkGenerator.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const directory = path.join(root, "dist/sdks");

fs.rmSync(directory, { recursive: true, force: true });
for (const name of /** @type {const} */ (["current", "dotnet"])) {
  const generator = await sdkGenerator((line) => console.error(line), name);
  execFileSync(generator, [path.join(root, "plugin/schema.json"), directory], { stdio: "inherit" });
}
console.log(
  "java: not written, because its generator cannot be had as a Go module. With Pulumi's release installed, " +
    "`pulumi package gen-sdk plugin/schema.json --language java` writes it",
);
