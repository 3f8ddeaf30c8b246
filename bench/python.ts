import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "../tools/cacheDirectory.mjs";

const run = promisify(execFile);

/** The vendor's client of the day on which this was written. */
const PACKAGES = ["alibabacloud-ens20171110==12.1.0", "alibabacloud-tea-openapi==0.4.6"];

export const SCRIPT = path.join(__dirname, "programs", "order_migrations.py");

/**
 * A Python with the vendor's client, made once in the cache that the Pulumi CLI is kept in. Throws where there is no Python or
 * its package index is out of reach.
 */
export async function pythonWithClient(log: (line: string) => void): Promise<string> {
  const directory = path.join(cacheDirectory(), "bench-python");
  const windows = process.platform === "win32";
  const python = path.join(directory, ...(windows ? ["Scripts", "python.exe"] : ["bin", "python"]));
  const done = path.join(directory, PACKAGES.join("+").replaceAll("==", "-"));
  if (existsSync(done)) return python;
  log(`installing ${PACKAGES.join(" and ")} into ${directory}`);
  await rm(directory, { recursive: true, force: true });
  await mkdir(path.dirname(directory), { recursive: true });
  await run(windows ? "python" : "python3", ["-m", "venv", directory]);
  await run(python, ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", ...PACKAGES]);
  await writeFile(done, "");
  return python;
}
