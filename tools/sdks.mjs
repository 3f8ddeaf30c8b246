// Writes the SDKs of the package into dist/sdks, a folder for each language: npm run sdks
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sdkGenerator } from "./sdkGenerator.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const directory = path.join(root, "dist/sdks");

/** Whose generators are no Go modules that can be had, so that only Pulumi's own tools can write them. */
const others = { ".NET": "dotnet", Java: "java" };

const generator = await sdkGenerator((line) => console.error(line));
fs.rmSync(directory, { recursive: true, force: true });
execFileSync(generator, [path.join(root, "plugin/schema.json"), directory], { stdio: "inherit" });
for (const [name, language] of Object.entries(others)) {
  console.log(
    `${name}: not written, its generator is not a Go module. With Pulumi's release installed: ` +
      `pulumi package gen-sdk plugin/schema.json --language ${language}`,
  );
}
