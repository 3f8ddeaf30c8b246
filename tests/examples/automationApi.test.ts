import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Emulator } from "../../emulator/src/index";
import { pulumiEnvironment } from "../../tools/pulumiEnvironment.mjs";
import { findCli, PASSPHRASE, type Stack } from "../engine/stack";
import { ordersOf, PRELOADED, withExample } from "./example";

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the example's own program in the directory of its stack, with somebody who answers at its terminal. */
async function migrate(stack: Stack, emulator: Emulator, args: string[], answer: string): Promise<Run> {
  const child = spawn(process.execPath, ["--import", "tsx", "migrate.ts", ...args], {
    cwd: stack.directory,
    env: {
      ...pulumiEnvironment({
        home: path.join(stack.directory, "home"),
        backend: path.join(stack.directory, "state"),
        directory: (await findCli()).directory,
        passphrase: PASSPHRASE,
      }),
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
      ENS_ENDPOINT: emulator.endpoint,
      NODE_OPTIONS: PRELOADED,
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // A CLI that was built from its modules does not know its version.
      PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(answer);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

describe("the example automation-api", function () {
  this.timeout("240s");

  it("shows the timeline and orders nothing unless somebody says yes, or --yes does", () =>
    withExample("automation-api", async ({ emulator, stack }) => {
      const unanswered = await migrate(stack, emulator, [], "");
      assert.equal(unanswered.code, 1, unanswered.stderr);
      assert.match(unanswered.stderr, /Order this in dev\? \[y\/N\]/);
      assert.match(unanswered.stderr, /Nothing was ordered/);
      assert.match(unanswered.stdout, /## Migration timeline[^]*5 Planned/);
      assert.deepEqual(emulator.ledger(), []);

      const ordered = await migrate(stack, emulator, [], "y\n");
      assert.equal(ordered.code, 0, ordered.stderr);
      assert.match(ordered.stdout, /5 Planned[^]*5 Scheduled/);
      assert.deepEqual(
        ordersOf(emulator).map(({ start }) => start),
        [
          "2026-12-05 01:00:00",
          "2026-12-05 01:30:00",
          "2026-12-05 01:30:00",
          "2026-12-05 01:30:00",
          "2026-12-05 02:00:00",
        ],
      );

      const again = await migrate(stack, emulator, ["--yes"], "");
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /Nothing to order/);
      assert.equal(emulator.ledger().length, 5);
    }));

  it("reports what stands when a part of it failed", () =>
    withExample("automation-api", async ({ emulator, stack }) => {
      const [, , refused] = emulator.state().events;
      assert.ok(refused);
      const busy = { kind: "itemFailure", eventId: refused.eventId, code: 400, message: "busy" } as const;
      emulator.faults([busy]);

      const run = await migrate(stack, emulator, ["--yes"], "");
      assert.equal(run.code, 1);
      assert.doesNotMatch(run.stderr, /\[y\/N\]/);
      assert.match(run.stderr, new RegExp(`${refused.eventId}.*busy`));
      assert.match(run.stdout, /4 Scheduled/);
      assert.equal(ordersOf(emulator).length, 4);
    }));
});
