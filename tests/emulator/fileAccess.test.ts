import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const PACKAGE = path.resolve(__dirname, "../../emulator");

/** Node's own permissions, under which nothing but the named folders can be read and nothing written. */
const allowed = process.allowedNodeEnvironmentFlags;
const PERMISSION = allowed.has("--permission") ? "--permission" : "--experimental-permission";

describe("the emulator and the machine's files", () => {
  it("reads its own code and its seed, writes nothing and starts nothing", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "pulumi-ens-seed-"));
    const seed = path.join(folder, "seed.json");
    writeFileSync(seed, JSON.stringify({ events: [{ eventId: "e-1", resourceId: "i-1" }] }));
    const child = spawn(
      process.execPath,
      [
        PERMISSION,
        `--allow-fs-read=${PACKAGE}`,
        `--allow-fs-read=${path.resolve(PACKAGE, "../package.json")}`,
        `--allow-fs-read=${seed}`,
        ...(allowed.has("--allow-net") ? ["--allow-net"] : []),
        path.join(PACKAGE, "dist/cli.js"),
        "--seed",
        seed,
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    try {
      let stderr = "";
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      const [first] = (await Promise.race([
        once(createInterface(child.stdout), "line"),
        once(child, "exit").then(() => [`ended: ${stderr}`]),
      ])) as [string];
      const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(first)?.[0];
      assert.ok(endpoint, first);
      const state = await fetch(`${endpoint}/_emulator/state`);
      assert.match(await state.text(), /"e-1"/);
      assert.equal((await fetch(`${endpoint}/_emulator/reset`, { method: "POST" })).status, 200);
      for (const file of [seed, "/etc/passwd", "/_emulator/../../../../etc/passwd", "/dist/cli.js"])
        assert.ok((await fetch(`${endpoint}${encodeURI(file)}`)).status >= 400, file);
      assert.doesNotMatch(stderr, /ERR_ACCESS_DENIED/);
    } finally {
      child.kill();
      rmSync(folder, { recursive: true });
    }
  });
});
