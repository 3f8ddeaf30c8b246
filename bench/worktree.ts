import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** A built checkout of a revision in a temporary directory, gone after `work`. */
export async function withRevision<T>(
  repository: string,
  revision: string,
  work: (checkout: string) => Promise<T>,
): Promise<T> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)("git", args, { cwd: repository })).stdout.trim();
  const commit = await commitOf(git, revision);
  const parent = await mkdtemp(path.join(tmpdir(), "pulumi-ens-bench-"));
  const checkout = path.join(parent, "checkout");
  try {
    await git("worktree", "add", "--detach", checkout, commit);
    // That revision's own dependencies, by its own tool: they are a part of what is compared.
    const make = spawn(process.execPath, [path.join("tools", "ready.mjs"), "install", "build"], {
      cwd: checkout,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const [code] = (await once(make, "exit")) as [number | null];
    if (code !== 0) throw new Error(`${revision} does not build`);
    return await work(checkout);
  } finally {
    await rm(parent, { recursive: true, force: true });
    await git("worktree", "prune");
  }
}

/** A clone of one branch knows the others only as the remote's. */
async function commitOf(git: (...args: string[]) => Promise<string>, revision: string): Promise<string> {
  for (const name of [revision, `origin/${revision}`]) {
    try {
      return await git("rev-parse", "--verify", "--quiet", `${name}^{commit}`);
    } catch {
      continue;
    }
  }
  throw new Error(
    `there is no revision ${revision} here, and none on origin; git fetch origin ${revision} may bring it`,
  );
}
