import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const NAME = "@alicloud/ens20171110";
/** The first version with the event actions. */
const OLDEST = [8, 3] as const;

export type SdkPackage =
  | { state: "absent" }
  | { state: "tooOld"; version: string }
  | { state: "usable"; version: string; load: () => unknown };

/** The vendor's ENS client as the program at `directory` would get it. Found without loading it: it is large. */
export function findSdkPackage(directory: string): SdkPackage {
  const require = createRequire(join(directory, "program.js"));
  let entry: string;
  try {
    entry = require.resolve(NAME);
  } catch {
    return { state: "absent" };
  }
  const version = versionOf(entry) ?? "of unknown version";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const recent = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return recent
    ? { state: "usable", version, load: () => require(entry) as unknown }
    : { state: "tooOld", version };
}

function versionOf(entry: string): string | undefined {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        name?: unknown;
        version?: unknown;
      };
      if (manifest.name === NAME) return typeof manifest.version === "string" ? manifest.version : undefined;
    } catch {
      // No manifest here: look further up.
    }
  }
  return undefined;
}
