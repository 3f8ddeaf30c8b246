import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { accepted, event, inDays } from "./fixture";
import { fails, succeeds } from "./outcome";
import { Stack } from "./stack";

const ROOT = path.resolve(__dirname, "../..");
const run = promisify(execFile);
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const versions = { "@pulumi/pulumi": "3.248.0" };

/** A test that packs what is published, installs it in an empty directory, and runs a plan's life. */
export function worksWith(manager: "npm" | "pnpm"): void {
  let tarballs: string;
  let emulator: Emulator;

  before(async () => {
    tarballs = await mkdtemp(path.join(tmpdir(), "pulumi-ens-packed-"));
    await run(npm, ["pack", "--pack-destination", tarballs, "-w", "provider", "-w", "sdk", "-w", "policy"], {
      cwd: ROOT,
    });
    emulator = await startEmulator();
  });

  after(async () => {
    await emulator.close();
    await rm(tarballs, { recursive: true, force: true });
  });

  async function tarball(name: string): Promise<string> {
    const file = (await readdir(tarballs)).find((each) => each.startsWith(`pulumi-ens-${name}-`));
    assert.ok(file, `${name} was not packed`);
    return `file:${path.join(tarballs, file)}`;
  }

  /** A program's package.json. Until the packages are published, the SDK's own dependency is overridden by the tarball too. */
  async function writeManifest(stack: Stack, overridden: (overrides: object) => object): Promise<void> {
    const dependencies = {
      ...versions,
      "@pulumi-ens/sdk": await tarball("sdk"),
      "@pulumi-ens/policy": await tarball("policy"),
    };
    const overrides = { "@pulumi-ens/provider": await tarball("provider") };
    const manifest = { main: "index.js", dependencies, ...overridden(overrides) };
    await stack.write("package.json", JSON.stringify(manifest));
  }

  const installers = {
    npm: async (stack: Stack) => {
      await writeManifest(stack, (overrides) => ({ overrides }));
      await run(npm, ["install", "--no-audit", "--no-fund"], { cwd: stack.directory });
    },
    pnpm: async (stack: Stack) => {
      await writeManifest(stack, (overrides) => ({ pnpm: { overrides } }));
      const pnpm = path.join(ROOT, "node_modules/pnpm/bin/pnpm.cjs");
      const store = path.join(stack.directory, "pnpm-store");
      await run(process.execPath, [pnpm, "install", "--store-dir", store], { cwd: stack.directory });
    },
  };

  it(`order, read and are destroyed with ${manager}`, async () => {
    const planned = event(1);
    emulator.events([planned]);
    const stack = await Stack.create(emulator, { modules: "none" });
    try {
      await installers[manager](stack);
      await stack.plans({
        edge: { dataPolicy: "force_transfer", events: [{ ...planned, planTime: inDays(3) }] },
      });
      const pack = path.join(stack.directory, "node_modules/@pulumi-ens/policy/pulumi-ens-policy");
      // The emulator is none.
      await fails(stack.preview("--policy-pack", pack), /official-endpoint/);
      await succeeds(stack.up());
      assert.equal(accepted(emulator)[planned.eventId], 1);
      await succeeds(stack.up("--expect-no-changes"));
      await succeeds(stack.refresh());
      const command = path.join(stack.directory, "node_modules/.bin/pulumi-ens");
      const exported = await succeeds(stack.pulumi("stack", "export"));
      await stack.write("state.json", exported);
      const { stdout } = await run(command, ["report", path.join(stack.directory, "state.json")], {
        shell: process.platform === "win32",
      });
      assert.match(stdout, new RegExp(`${planned.resourceId} .*Scheduled`));
      await succeeds(stack.destroy());
    } finally {
      await stack.remove();
    }
  });
}
