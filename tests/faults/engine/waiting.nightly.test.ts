import assert from "node:assert/strict";
import { accepted, event, inDays, refusal, scenario, writes } from "../../engine/fixture";
import { fails, succeeds } from "../../engine/outcome";
import { begin, reads } from "../../engine/running";
import { report } from "../../report";
import { MANY, MINUTE, onceEach, quickly, waited, WAITED_FOR } from "./waiting";

/** What the provider said of the plan as a whole, line by line, each once. */
function progress(output: string): string[] {
  const diagnostics = output.slice(output.indexOf("Diagnostics:"));
  return [...diagnostics.matchAll(/edge: (\d+ events: .*)/g)].map(([, line = ""]) => line);
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

  it("ends as soon as nothing can change, long before its timeout", () =>
    quickly({ executionDuration: "30m", endStatus: "Failed" }, async ({ emulator, stack, wait }) => {
      await wait("10h");
      await fails(
        stack.up(),
        new RegExp(`and ${MANY - 50} more events, see migrations: its migration failed`),
      );
      assert.ok(waited(emulator) < 33 * MINUTE, `waited ${waited(emulator)} ms`);
    }));

  it("ends at once when it is no longer allowed to read", () =>
    quickly({ executionDuration: "30m" }, async ({ emulator, stack, wait }) => {
      await wait("10h");
      emulator.faults([{ kind: "noPermission", action: "DescribeHistoryEvents", skip: 9, count: "always" }]);
      await fails(stack.up(), /ENS cannot be read\. .*NoPermission/);
      assert.ok(waited(emulator) < 5 * MINUTE, `waited ${waited(emulator)} ms`);

      emulator.clearFaults();
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), onceEach);
    }));
});

describe("Ctrl-C while up waits", function () {
  this.timeout("900s");

  for (const opsType of ["scheduled", "immediate"] as const) {
    it(`twice (${opsType}): up ends at once, and the next up takes up the wait without another order`, () =>
      scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
        const planTime = Math.ceil(Date.now() / 1_000) * 1_000 + 30 * MINUTE;
        const terms = opsType === "scheduled" ? { planTime } : { opsType };
        await stack.plans({ edge: { ...WAITED_FOR.edge, events: [{ ...event(1), ...terms }] } });
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
      emulator.faults([1, 3].map((n) => ({ ...refusal(n), count: "always" })));
      await stack.plans(planOf(1, 2, 3, 4, 5, 6, 7, 8));
      const up = await fails(stack.up());
      const unsent = [5, 6, 7, 8].map((n) => event(n).eventId);
      assert.match(
        up,
        new RegExp(
          `${unsent.map((eventId) => `${eventId} \\(i-\\d+\\)`).join(", ")}: order not sent: 2 events failed, and maxErrors is 20%`,
        ),
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
