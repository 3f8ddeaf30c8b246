import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A program's directory; `version` installs a stand-in for the vendor's ENS client beside it. */
export interface ProgramDirectory {
  path: string;
  remove(): void;
}

export function createProgramDirectory(version?: string): ProgramDirectory {
  const path = mkdtempSync(join(tmpdir(), "pulumi-ens-program-"));
  if (version !== undefined) installClient(path, version);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Puts the stand-in into the `node_modules` of a directory. */
export function installClient(directory: string, version: string): void {
  const folder = join(directory, "node_modules", "@alicloud", "ens20171110");
  mkdirSync(join(folder, "dist"), { recursive: true });
  copyFileSync(join(__dirname, "..", "standin", "ens20171110.cjs"), join(folder, "dist", "client.js"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "@alicloud/ens20171110", version, main: "dist/client.js" }),
  );
  for (const name of ["@alicloud/openapi-core", "@darabonba/typescript"]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(dirname(require.resolve(name)), ".."), link, "dir");
  }
}
