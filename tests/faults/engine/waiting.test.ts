import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BehaviourPatch, type Emulator, startEmulator } from "../../../emulator/src/index";
import { accepted, event, inDays, scenario, writes } from "../../engine/fixture";
import { Stack } from "../../engine/stack";
import { report } from "../../report";
import { Control } from "../control";
import { begin, reads } from "./running";
import { fails, succeeds } from "../../engine/outcome";

const MANY = 300;
const numbers = Array.from({ length: MANY }, (_, index) => index + 1);
const MINUTE = 60_000;
const onceEach = Object.fromEntries(numbers.map((n) => [event(n).eventId, 1]));

interface LongWait {
  emulator: Emulator;
  stack: Stack;
  /** Plans all events to go at once and be waited for. */
  wait: (timeout: string) => Promise<void>;
}

/** A world in which the provider's pauses take no time, and move its clock and ENS's on. */
async function quickly(behaviour: BehaviourPatch, run: (world: LongWait) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-clock-"));
  const control = new Control(path.join(directory, "control"));
  const emulator = await startEmulator({ machineTime: () => control.now(), behaviour });
  try {
    emulator.events(numbers.map(event));
    const preload = path.resolve(__dirname, "../preload.cjs");
    const stack = await Stack.create(emulator, {
      environment: { NODE_OPTIONS: `--require=${JSON.stringify(preload)}`, FAULTS_CONTROL: control.file },
    });
    try {
      const wait = (timeout: string) =>
        stack.plans({
          edge: {
            dataPolicy: "force_transfer",
            waitFor: "executed",
            timeout,
            eventsPerCall: 100,
            events: numbers.map((n) => ({ ...event(n), opsType: "immediate" })),
          },
        });
      await run({ emulator, stack, wait });
    } finally {
      await stack.remove();
    }
  } finally {
    await emulator.close();
    control.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** What the provider said of the plan as a whole, line by line, each once. */
function progress(output: string): string[] {
  const diagnostics = output.slice(output.indexOf("Diagnostics:"));
  return [...diagnostics.matchAll(/edge: (\d+ events: .*)/g)].map(([, line = ""]) => line);
}

/** From the last order to the last call, on ENS's clock. */
function waited(emulator: Emulator): number {
  const calls = emulator.calls().map(({ time, action }) => ({ at: Date.parse(time), action }));
  const ordered = calls.filter(({ action }) => action === "BatchEventMigrateInstance").at(-1)?.at ?? NaN;
  return (calls.at(-1)?.at ?? NaN) - ordered;
}

describe(`a wait for ${MANY} events through the engine`, function () {
  this.timeout("900s");

  it("polls less and less often, says each change once, and ends with the last migration", () =>
    quickly(
      { immediateOrder: "Scheduled", immediateStartDelay: "5m", executionDuration: "25m" },
      async ({ emulator, stack, wait }) => {
        await wait("2h");
        const up = await succeeds(stack.up());
        assert.deepEqual(accepted(emulator), onceEach);

        const lines = progress(up);
        assert.ok(
          lines.every((line, index) => line !== lines[index - 1]),
          lines.join("\n"),
        );
        for (const status of ["Scheduled", "Executing", "Executed"])
          assert.ok(lines.includes(`${MANY} events: ${MANY} ${status}`), lines.join("\n"));

        const pages = Math.ceil(MANY / 100);
        const polls = reads(emulator) / pages;
        // Half an hour: seven pauses that grow from 5 s to 57 s, then one a minute.
        assert.ok(polls < 45, `${polls} polls`);
        assert.ok(waited(emulator) < 32 * MINUTE, `waited ${waited(emulator)} ms`);
        report(`a wait of 30 minutes for ${MANY} events: ${polls} polls, ${lines.length} lines`);
      },
    ));

  it("gives up at its timeout, and the next up takes up the wait without another order", () =>
    quickly({ executionDuration: "30m" }, async ({ emulator, stack, wait }) => {
      await wait("10m");
      await fails(
        stack.up(),
        new RegExp(
          `${event(1).eventId}.*ordered, and ENS reads Executing: still waiting after 600 s \\(waitFor: "executed"\\)\\. ` +
            "The order stands. Run `pulumi up` again",
        ),
      );
      assert.ok(Math.abs(waited(emulator) - 10 * MINUTE) < MINUTE, `waited ${waited(emulator)} ms`);

      await wait("1h");
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), onceEach);
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("ends as soon as nothing can change, long before its timeout", () =>
    quickly({ executionDuration: "30m", endStatus: "Failed" }, async ({ emulator, stack, wait }) => {
      await wait("10h");
      await fails(stack.up(), new RegExp(`${event(MANY).eventId}.*Failed on the platform`));
      assert.ok(waited(emulator) < 33 * MINUTE, `waited ${waited(emulator)} ms`);
    }));

  it("ends at once when it is no longer allowed to read", () =>
    quickly({ executionDuration: "30m" }, async ({ emulator, stack, wait }) => {
      await wait("10h");
      emulator.faults([{ kind: "noPermission", action: "DescribeHistoryEvents", skip: 9, count: "always" }]);
      await fails(stack.up(), /its outcome cannot be read: .*NoPermission/);
      assert.ok(waited(emulator) < 5 * MINUTE, `waited ${waited(emulator)} ms`);

      emulator.clearFaults();
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), onceEach);
    }));
});

describe("Ctrl-C while up waits", function () {
  this.timeout("900s");

  const plan = {
    edge: {
      dataPolicy: "force_transfer",
      waitFor: "executed",
      timeout: "1h",
      pollInterval: "1s",
      events: [{ ...event(1), opsType: "immediate" }],
    },
  };

  it("once: the wait goes on to its end, and what came of it is kept", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      await stack.plans(plan);
      const up = begin(stack, "up");
      await up.until(() => reads(emulator) >= 3);
      process.kill(up.pid, "SIGINT");
      const asked = reads(emulator);
      await up.until(() => reads(emulator) >= asked + 3);
      emulator.clock({ advance: "10m" });
      await fails(up.outcome, /cancel/i);
      assert.match((await stack.migrations())[event(1).eventId] ?? "", /\| Executed \|/);

      await succeeds(stack.up());
      assert.equal(writes(emulator), 1);
    }));

  for (const opsType of ["scheduled", "immediate"] as const) {
    it(`twice (${opsType}): up ends at once, and the next up takes up the wait without another order`, () =>
      scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
        const planTime = Math.ceil(Date.now() / 1_000) * 1_000 + 30 * MINUTE;
        const terms = opsType === "scheduled" ? { planTime } : { opsType };
        await stack.plans({ edge: { ...plan.edge, events: [{ ...event(1), ...terms }] } });
        const up = begin(stack, "up");
        await up.until(() => reads(emulator) >= 3);
        process.kill(up.pid, "SIGINT");
        const asked = reads(emulator);
        await up.until(() => reads(emulator) >= asked + 2);
        process.kill(up.pid, "SIGINT");
        await fails(up.outcome);

        const next = begin(stack, "up");
        const before = reads(emulator);
        await next.until(() => reads(emulator) >= before + 3);
        emulator.clock({ advance: "1h" });
        await succeeds(next.outcome);
        assert.equal(writes(emulator), 1);
        await succeeds(stack.up("--expect-no-changes"));
      }));
  }
});

describe("maxErrors as a percentage through the engine", function () {
  this.timeout("900s");

  it("keeps later calls back, names what was not sent, and sends it once the user has decided", () =>
    scenario({ events: [1, 2, 3, 4, 5, 6, 7, 8].map(event) }, async ({ emulator, stack }) => {
      const planOf = (...events: number[]) => ({
        edge: {
          dataPolicy: "force_transfer",
          eventsPerCall: 2,
          maxErrors: "20%",
          events: events.map((n) => ({ ...event(n), planTime: inDays(3) })),
        },
      });
      emulator.faults(
        [1, 3].map((n) => ({
          kind: "itemFailure",
          eventId: event(n).eventId,
          code: 400,
          message: "IncorrectInstanceStatus",
          count: "always",
        })),
      );
      await stack.plans(planOf(1, 2, 3, 4, 5, 6, 7, 8));
      const up = await fails(stack.up());
      const unsent = [5, 6, 7, 8].map((n) => event(n).eventId);
      assert.match(
        up,
        new RegExp(`${unsent.join(", ")}: not sent: 2 events have failed and maxErrors is 20%`),
      );
      assert.deepEqual(accepted(emulator), { [event(2).eventId]: 1, [event(4).eventId]: 1 });
      assert.equal(writes(emulator), 2);

      // Those two are somebody else's to look at. The rest is to go.
      await stack.plans(planOf(2, 4, 5, 6, 7, 8));
      await succeeds(stack.up());
      assert.deepEqual(
        accepted(emulator),
        Object.fromEntries([2, 4, 5, 6, 7, 8].map((n) => [event(n).eventId, 1])),
      );
      await succeeds(stack.up("--expect-no-changes"));
    }));
});
