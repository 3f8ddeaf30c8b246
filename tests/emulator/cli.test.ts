import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CLI = join(__dirname, "../../emulator/src/cli.ts");

interface Run {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: () => string;
  readonly errors: () => string;
  readonly ended: Promise<readonly [number | null, string | null]>;
}

function run(...args: readonly string[]): Run {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", CLI, ...args]);
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, "close").then(
    ([code, signal]) => [code, signal] as [number | null, string | null],
  );
  return { child, output: () => output, errors: () => errors, ended };
}

async function firstLine({ child, output, errors, ended }: Run): Promise<Record<string, string>> {
  while (!output().includes("\n")) {
    const over = await Promise.race([once(child.stdout, "data").then(() => false), ended.then(() => true)]);
    assert.ok(!over || output().includes("\n"), errors());
  }
  return JSON.parse(output()) as Record<string, string>;
}

describe("ens-emulator", () => {
  const directory = mkdtempSync(join(tmpdir(), "ens-emulator-"));
  after(() => {
    rmSync(directory, { recursive: true });
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`prints one line, serves its seed, and ends on ${signal} with a connection open`, async () => {
      const file = join(directory, `${signal}.json`);
      const credentials = [{ accessKeyId: "ak", accessKeySecret: "as", securityToken: "st" }];
      const seed = JSON.stringify({ credentials, events: [{ eventId: "e-1", resourceId: "i-1" }] });
      // One of them as `>` of Windows PowerShell 5 writes it.
      writeFileSync(file, signal === "SIGINT" ? Buffer.from(`\uFEFF${seed}`, "utf16le") : seed);
      const running = run("--port", "0", "--seed", file);
      const agent = new Agent({ keepAlive: true });
      try {
        const { endpoint, ...key } = await firstLine(running);
        assert.match(endpoint ?? "", /^http:\/\/127\.0\.0\.1:\d+$/);
        assert.deepEqual(key, { accessKeyId: "ak", accessKeySecret: "as", securityToken: "st" });
        const text = await new Promise<string>((resolve, reject) => {
          get(`${endpoint}/_emulator/state`, { agent }, (response) => {
            let body = "";
            response.on("data", (chunk: Buffer) => (body += chunk.toString()));
            response.on("end", () => {
              resolve(body);
            });
          }).on("error", reject);
        });
        assert.match(text, /"eventId":"e-1"/);
        running.child.kill(signal);
        assert.deepEqual(await running.ended, [0, null]);
        assert.equal(running.output().split("\n").length, 2);
        assert.equal(running.errors(), "");
      } finally {
        agent.destroy();
        running.child.kill("SIGKILL");
      }
    });
  }

  it("helps", async () => {
    const running = run("--help");
    assert.deepEqual(await running.ended, [0, null]);
    assert.match(running.output(), /^Usage: ens-emulator \[--port N\] \[--seed FILE\]/);
  });

  it("announces only endpoint and key by default", async () => {
    const running = run();
    try {
      assert.deepEqual(Object.keys(await firstLine(running)), ["endpoint", "accessKeyId", "accessKeySecret"]);
    } finally {
      running.child.kill("SIGKILL");
      await running.ended;
    }
  });

  it("says on one line what is wrong with its arguments", async () => {
    const broken = join(directory, "broken.json");
    writeFileSync(broken, "{");
    const unknown = join(directory, "unknown.json");
    writeFileSync(unknown, '{"evnts":[]}');
    const cases: [string[], RegExp][] = [
      [["--port", "70000"], /^ens-emulator: --port: must be a number from 0 to 65535, got "70000"\n$/],
      [["--seed", join(directory, "missing.json")], /^ens-emulator: --seed: cannot read .*ENOENT.*\n$/],
      [["--seed", broken], /^ens-emulator: --seed: cannot read .*JSON.*\n$/],
      [["--seed", unknown], /^ens-emulator: seed: unknown key "evnts" .*\n$/],
      [["--sed", "x"], /^ens-emulator: Unknown option '--sed'/],
    ];
    await Promise.all(
      cases.map(async ([args, message]) => {
        const running = run(...args);
        assert.deepEqual(await running.ended, [1, null]);
        assert.match(running.errors(), message);
        assert.equal(running.output(), "");
      }),
    );
  });
});
