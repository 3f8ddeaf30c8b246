import type { Properties, ProviderHost } from "../conformance/host";
import { Plan } from "../conformance/plan";
import { secondThatTells } from "../marks";
import { notAsWritten, ordersOf, writtenIn } from "./judge";
import type { Target, Testbed } from "./testbed";

/** What cannot be excluded without a client token or a cancel call in ENS, measured. */
export interface Risk {
  name: string;
  measure: (testbed: Testbed) => Promise<Measured>;
}

export interface Measured {
  /** Orders that ENS took for the one event, and that it refused. */
  accepted: number;
  refused: number;
  /** Whether the order in force at the end is the one that the (last) plan names. */
  asPlanned: boolean;
  /** What the runs afterwards came to. */
  afterwards: "no changes" | "an error";
  /** Whether the stack whose order was replaced shows it at its next refresh. */
  seesMove?: boolean;
}

const DAY = 86_400_000;
const SETTLE_TIME = 5 * 60_000;

export const RISKS: readonly Risk[] = [
  killed("scheduled", "2m", "immediately"),
  killed("immediate", "2m", "immediately"),
  killed("scheduled", "2m", "after the lag"),
  killed("scheduled", "0s", "immediately"),
  racing("the same time"),
  racing("different times"),
];

type Moment = "immediately" | "after the lag";

function killed(opsType: "scheduled" | "immediate", lag: string, next: Moment): Risk {
  const reads = lag === "0s" ? "reads that do not lag" : `reads that lag by ${lag}`;
  return {
    name: `SIGKILL after an ${opsType === "immediate" ? "immediate" : "order for a later time"}${opsType === "immediate" ? " order" : ""} was taken, ${reads}, \`up\` again ${next}`,
    measure: (testbed) =>
      withTarget(testbed, async (target, healthy) => {
        const { emulator, gateway } = target;
        const plan = new Plan({ name: "edge", stack: target.stack });
        const planTime = opsType === "immediate" ? undefined : inDays(testbed, 3);
        const wanted = wantedOf(target, planTime);
        // The event must be older than the lag.
        testbed.control.advance(DAY);
        emulator.behaviour({ readLag: lag });
        const { process, kill } = await testbed.mortal({});
        gateway.kill = kill;
        gateway.way("killedAfter", "once", "BatchEventMigrateInstance");
        await plan.up(process, wanted);
        await process.stop();
        if (next === "after the lag") testbed.control.advance(3 * 60_000);
        return measured(target, wanted, await untilQuiet(testbed, plan, healthy, wanted));
      }),
  };
}

/** Two stacks that have both read that the event waits for an order before either sends one. */
function racing(times: "the same time" | "different times"): Risk {
  return {
    name: `two stacks order one event at the same moment, for ${times}`,
    measure: (testbed) =>
      withTarget(testbed, async (target, healthy) => {
        const stacks = [`${target.stack}-first`, `${target.stack}-second`] as const;
        const first = new Plan({ name: "edge", stack: stacks[0] });
        const second = new Plan({ name: "edge", stack: stacks[1] });
        const planTime = secondThatTells(stacks, "e-1", inDays(testbed, 3));
        const ofFirst = wantedOf(target, planTime);
        const ofSecond = wantedOf(target, times === "the same time" ? planTime : planTime + DAY);
        target.gateway.after("DescribeHistoryEvents", async () => {
          await second.up(healthy, ofSecond);
        });
        await first.up(healthy, ofFirst);
        const quiet = [
          await untilQuiet(testbed, second, healthy, ofSecond),
          await untilQuiet(testbed, first, healthy, ofFirst),
          await untilQuiet(testbed, second, healthy, ofSecond),
        ];
        // The later order is the first stack's; the second learns of it only when it reads.
        await second.refresh(healthy);
        const { migrations } = (second.kept?.outputs ?? {}) as { migrations?: Record<string, string> };
        const seesMove = / \| moved to /.test(migrations?.["e-1"] ?? "");
        return { ...measured(target, ofFirst, quiet.every(Boolean)), seesMove };
      }),
  };
}

async function withTarget(
  testbed: Testbed,
  run: (target: Target, healthy: ProviderHost) => Promise<Measured>,
): Promise<Measured> {
  const target = await testbed.target({}, {});
  try {
    return await run(target, await testbed.process({}));
  } finally {
    await target.close();
  }
}

/** A whole second so many days ahead. */
function inDays(testbed: Testbed, days: number): number {
  return Math.ceil(testbed.control.now() / 1_000) * 1_000 + days * DAY;
}

/** A plan of one event, to be moved then, or at once. */
function wantedOf({ gateway }: Target, planTime: number | undefined): Properties {
  const event = { eventId: "e-1", resourceId: "i-1" };
  return {
    dataPolicy: "force_transfer",
    connection: { endpoint: gateway.endpoint },
    events: [{ ...event, ...(planTime === undefined ? { opsType: "immediate" } : { planTime }) }],
  };
}

async function untilQuiet(
  testbed: Testbed,
  plan: Plan,
  provider: ProviderHost,
  wanted: Properties,
): Promise<boolean> {
  for (let run = 1; run <= 4; run++) {
    const { did, error } = await plan.up(provider, wanted);
    if (did === "nothing" && !error) return true;
    if (error) testbed.control.advance(SETTLE_TIME);
  }
  return false;
}

function measured({ emulator }: Target, program: Properties, quiet: boolean): Measured {
  return {
    accepted: ordersOf(emulator).get("e-1") ?? 0,
    refused: emulator.ledger().filter(({ accepted }) => !accepted).length,
    asPlanned: notAsWritten(emulator, writtenIn(program)).length === 0,
    afterwards: quiet ? "no changes" : "an error",
  };
}
