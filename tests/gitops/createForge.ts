import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { withFirstOnPath } from "../../tools/searchPath.mjs";

/** What the forge knows (forge.mjs). */
interface Known {
  token: string;
  /** The newest commit of `main`. */
  head: string;
  comments: { id: number; user: { login: string }; body: string }[];
  issues: { number: number; title: string; body: string; label: string; state: "open" | "closed" }[];
  labels: string[];
  /** Nothing answers. */
  down?: boolean;
}

/** A stand-in for the forge behind `gh` and `curl`. */
export interface Forge {
  /** With both on the path. */
  environment: NodeJS.ProcessEnv;
  known: () => Promise<Known>;
  change: (change: (known: Known) => void) => Promise<void>;
}

export async function createForge(directory: string): Promise<Forge> {
  const bin = path.join(directory, "bin");
  const file = path.join(directory, "forge.json");
  await mkdir(bin);
  for (const tool of ["gh", "curl"]) {
    const program = `exec "${process.execPath}" "${path.join(__dirname, "forge.mjs")}" ${tool} "$@"`;
    await writeFile(path.join(bin, tool), `#!/usr/bin/env bash\n${program}\n`);
    await chmod(path.join(bin, tool), 0o755);
  }
  const known = async (): Promise<Known> => JSON.parse(await readFile(file, "utf8")) as Known;
  const change: Forge["change"] = async (by) => {
    const changed = await known();
    by(changed);
    await writeFile(file, JSON.stringify(changed));
  };
  const empty: Known = { token: "forge-token-0123456789", head: "", comments: [], issues: [], labels: [] };
  await writeFile(file, JSON.stringify(empty));
  return { environment: { ...withFirstOnPath(process.env, bin), FORGE: file }, known, change };
}
