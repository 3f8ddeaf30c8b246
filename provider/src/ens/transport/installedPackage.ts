import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A package as a program would get it. */
export interface InstalledPackage {
  version: string | undefined;
  load: () => unknown;
}

/** Found without loading it. `undefined` where a program in the directory would find none. */
export function installedPackage(name: string, directory: string): InstalledPackage | undefined {
  const require = createRequire(join(directory, "program.js"));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    return undefined;
  }
  return { version: versionOf(name, entry), load: () => require(entry) as unknown };
}

function versionOf(name: string, entry: string): string | undefined {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        name?: unknown;
        version?: unknown;
      };
      if (manifest.name === name) return typeof manifest.version === "string" ? manifest.version : undefined;
    } catch {
      // No manifest here: look further up.
    }
  }
  return undefined;
}
