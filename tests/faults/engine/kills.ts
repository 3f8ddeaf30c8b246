import assert from "node:assert/strict";
import type { Emulator, FaultInput } from "../../../emulator/src/index";
import { accepted, event, type Fixture, inDays, scenario } from "../../engine/fixture";
import { fails, succeeds } from "../../engine/outcome";
import { begin, comes, endOrphan, isAlive, providerPid, reads } from "../../engine/running";
import { type TransportName, withTransport } from "./transports";

/**
 * A step of an operation at which something is killed. The emulator holds the call that the step is about, so that the kill
 * meets it; what it holds back "before" is never carried out while the test runs.
 */
interface Step {
  name: string;
  hold?: FaultInput;
  plan?: object;
  /** The plan's events go at once, so that they run while somebody waits. */
  immediate?: true;
  reached: (emulator: Emulator, before: { orders: number; reads: number }) => boolean;
}

const held = (emulator: Emulator) => emulator.state().faults.length === 0;
export const ORDER = "BatchEventMigrateInstance";

const STEPS: readonly Step[] = [
  {
    name: "while it reads",
    hold: { kind: "delay", ms: 5_000, action: "DescribeHistoryEvents" },
    reached: held,
  },
  {
    name: "before its write is taken",
    hold: { kind: "delay", ms: 600_000, action: ORDER },
    reached: held,
  },
  {
    name: "after a write was taken and before its answer",
    hold: { kind: "delay", ms: 5_000, when: "after", action: ORDER },
    reached: (emulator, { orders }) => emulator.ledger().length > orders,
  },
  {
    name: "between two chunks",
    plan: { eventsPerCall: 1 },
    hold: { kind: "delay", ms: 5_000, when: "after", action: ORDER },
    reached: (emulator, { orders }) => emulator.ledger().length > orders,
  },
  {
    name: "while it waits",
    plan: { waitFor: "executed", timeout: "30m", pollInterval: "1s" },
    immediate: true,
    reached: (emulator, before) => reads(emulator) >= before.reads + 3,
  },
];

export interface Kill {
  victim: "provider" | "engine";
  step: Step;
  operation: "create" | "update";
  transport: TransportName;
}

/** Every step with every victim; operation and transport take turns, so that every pair of any two is there. */
export const KILLS: readonly Kill[] = STEPS.flatMap((step, index): Kill[] => [
  {
    victim: "provider",
    step,
    operation: index % 2 === 0 ? "create" : "update",
    transport: index % 3 === 0 ? "builtin" : "sdk",
  },
  {
    victim: "engine",
    step,
    operation: index % 2 === 0 ? "update" : "create",
    transport: index % 3 === 0 ? "sdk" : "builtin",
  },
]);

/** The engine dies when nobody knows yet whether its order was taken. */
export function isWorst({ victim, step }: Kill): boolean {
  return victim === "engine" && step.name === "after a write was taken and before its answer";
}

/** Lets a provider that outlived its engine go on, until it is gone or has sent what it would send. */
export async function orphanGoesOn(pid: number, emulator: Emulator): Promise<void> {
  // It may have ended already: what stands still in a group that has lost its parent is hung up.
  if (!isAlive(pid)) return;
  const orders = emulator.ledger().length;
  process.kill(pid, "SIGCONT");
  await comes(() => !isAlive(pid) || emulator.ledger().length > orders, 15_000);
}

async function killed({ victim, step, operation, transport }: Kill, fixture: Fixture): Promise<void> {
  const { emulator, stack } = fixture;
  await withTransport(stack, transport);
  // An orphan that is held up must not read anew only because its call took too long.
  await stack.configure({ "ens:clientReadTimeout": "600000" });
  const terms = (n: number, days: number) =>
    step.immediate ? { opsType: "immediate" } : { planTime: inDays(days + n) };
  const plan = (numbers: readonly number[]) => ({
    edge: {
      dataPolicy: "force_transfer",
      ...step.plan,
      events: numbers.map((n) => ({ ...event(n), ...terms(n, 3) })),
    },
  });
  if (operation === "update") {
    await stack.plans({ edge: { ...plan([1]).edge, waitFor: "submitted" } });
    await succeeds(stack.up());
  }

  await stack.plans(plan([1, 2, 3]));
  if (step.hold) emulator.faults([step.hold]);
  const before = { orders: emulator.ledger().length, reads: reads(emulator) };
  const up = begin(stack, "up");
  await up.until(() => step.reached(emulator, before));
  const provider = await providerPid(stack);
  try {
    emulator.clearFaults();
    if (victim === "provider") {
      process.kill(provider, "SIGKILL");
      await fails(up.outcome);
    } else {
      // Nobody kills the provider with its engine. It is held up until after the repair: the worst that it can do.
      process.kill(provider, "SIGSTOP");
      process.kill(up.pid, "SIGKILL");
      await comes(() => !isAlive(up.pid));
      assert.match((await stack.up()).output, /the stack is currently locked by 1 lock[^]*pulumi cancel/);
      await succeeds(stack.pulumi("cancel", "--yes"));
    }
    // What was to be waited for comes to pass meanwhile.
    if (step.immediate) emulator.clock({ advance: "10m" });

    await succeeds(stack.up());
    if (victim === "engine") await orphanGoesOn(provider, emulator);
    assert.deepEqual(accepted(emulator), Object.fromEntries([1, 2, 3].map((n) => [event(n).eventId, 1])));
    // Not by the calls: one that was held up is on the emulator's list only once it is answered.
    const sent = emulator.ledger().length;
    await succeeds(stack.up("--expect-no-changes"));
    assert.equal(emulator.ledger().length, sent);
  } finally {
    endOrphan(provider);
    await up.outcome;
  }
}

/** A test for each of these kills. */
export function areRepaired(kills: readonly Kill[]): void {
  for (const kill of kills) {
    const { victim, step, operation, transport } = kill;
    it(`of the ${victim} in ${operation} ${step.name} (${transport}): every event is ordered once`, () =>
      scenario({ events: [1, 2, 3].map(event) }, (fixture) => killed(kill, fixture)));
  }
}
