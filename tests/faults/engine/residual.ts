import assert from "node:assert/strict";
import { accepted, event, type Fixture, inDays, scenario, upKilled, writes } from "../../engine/fixture";
import { type Outcome, succeeds } from "../../engine/outcome";
import { begin } from "../../engine/running";
import { Stack } from "../../engine/stack";
import { report } from "../../report";

const { eventId } = event(1);

const planAt = (days: number) => ({
  edge: {
    dataPolicy: "force_transfer",
    events: [{ ...event(1), planTime: inDays(days) }],
    // A stack whose order was replaced by another's waits for its own to show.
    timeout: "10s",
    pollInterval: "1s",
  },
});

/** Runs one situation several times; what came of it is a fact to tell, and only what must never be is a failure. */
async function measured(what: string, times: number, run: () => Promise<string>): Promise<void> {
  const outcomes = new Map<string, number>();
  for (let index = 0; index < times; index += 1) {
    const outcome = await run();
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  const counts = [...outcomes].map(([outcome, count]) => `${count} of ${times}: ${outcome}`).join("; ");
  report(`${what}: ${counts}`);
}

/** However often it was ordered, one order is in force in the end, and nobody sends another. */
async function comesToRest({ emulator }: Fixture, ...stacks: Stack[]): Promise<void> {
  for (const stack of stacks) {
    const sent = writes(emulator);
    const up = await succeeds(stack.up());
    assert.equal(writes(emulator), sent, up);
  }
  assert.equal(emulator.state().events[0]?.eventStatus, "Scheduled");
  assert.ok((accepted(emulator)[eventId] ?? 0) <= 2);
}

/** What the operator of one stack sees. */
function verdict({ code, output }: Outcome): string {
  const [said = "no word"] = [
    ...(/it has an order already|found an order that|the wait ended after|ENS shows an(?:other)? order|moved by the platform/.exec(
      output,
    ) ?? []),
  ];
  return `${code === 0 ? "succeeds" : "fails"} (${said})`;
}

const orders = (count: number | undefined) => (count === 1 ? "one order" : `${count ?? 0} orders`);

/** Each situation that nobody can exclude, run so many times. */
export function areMeasured(times: number): void {
  for (const [lag, expected] of [
    ["1s", 1],
    ["1h", 2],
  ] as const) {
    it(`a provider killed between an order and its answer, while reads lag by ${lag}`, () =>
      measured(`killed between order and answer, reads lag by ${lag}`, times, async () => {
        let outcome = "";
        await scenario({ events: [event(1)] }, async (fixture) => {
          const { emulator, stack } = fixture;
          // An event is older than what reads show of it.
          emulator.clock({ advance: "2h" });
          emulator.behaviour({ readLag: lag });
          await stack.plans(planAt(3));
          await upKilled(fixture);
          // The shorter lag is over by the next up, whatever the speed of this machine.
          if (expected === 1) emulator.clock({ advance: "2s" });
          const up = begin(stack, "up");
          if (expected === 2) {
            await up.until(() => emulator.ledger().length === 2);
            emulator.behaviour({ readLag: 0 });
          }
          const output = await succeeds(up.outcome);
          const times = new Set(emulator.ledger().map(({ planTime }) => planTime));
          const said = output.includes("found an order that") ? "up finds it" : "up says nothing of it";
          outcome = `${orders(accepted(emulator)[eventId])}, ${times.size} time, ${said}`;
          await comesToRest(fixture, stack);
          assert.equal(accepted(emulator)[eventId], expected);
        });
        return outcome;
      }));
  }

  for (const [what, days] of [
    ["the same time", 3],
    ["another time", 4],
  ] as const) {
    for (const overlap of [false, true]) {
      const when = overlap ? "both read before either orders" : "started at the same moment";
      it(`two stacks that order one event for ${what}, ${when}`, () =>
        measured(`two stacks race for one event, ${what}, ${when}`, times, async () => {
          let outcome = "";
          await scenario({ events: [event(1)] }, async (fixture) => {
            const { emulator, stack } = fixture;
            const other = await Stack.create(emulator, { project: "other" });
            try {
              await stack.plans(planAt(3));
              await other.plans(planAt(days));
              const hold = {
                kind: "delay",
                ms: 20_000,
                when: "after",
                action: "DescribeHistoryEvents",
              } as const;
              if (overlap) emulator.faults([hold, hold]);
              const both = await Promise.all([stack, other].map((each) => begin(each, "up").outcome));
              const count = accepted(emulator)[eventId];
              const later = await Promise.all([stack, other].map((each) => each.up()));
              const read = await Promise.all([stack, other].map((each) => each.refresh()));
              outcome =
                `${orders(count)}; the two ups: ${both.map(verdict).sort().join(" and ")}; ` +
                `the next ones: ${later.map(verdict).sort().join(" and ")}, ` +
                `with ${orders((accepted(emulator)[eventId] ?? 0) - (count ?? 0))} more; ` +
                `their refreshes: ${read.map(verdict).sort().join(" and ")}`;
              assert.ok((accepted(emulator)[eventId] ?? 0) <= 2);
              assert.equal(emulator.state().events[0]?.eventStatus, "Scheduled");
            } finally {
              await other.remove();
            }
          });
          return outcome;
        }));
    }
  }
}
