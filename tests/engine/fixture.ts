import { type Emulator, type EventSeed, type Seed, startEmulator } from "../../emulator/src/index";
import { Stack } from "./stack";

/** The nth event of a test, as an event of a plan. */
export function event(n: number): { eventId: string; resourceId: string } {
  const digits = String(n);
  return { eventId: `e-${digits.padStart(32, "0")}`, resourceId: `i-${digits.padStart(25, "0")}` };
}

const START = Math.floor(Date.now() / 1_000) * 1_000;

/** A whole second so many days from the start of the tests: the same whenever it is asked for. */
export function inDays(days: number): number {
  return START + days * 86_400_000;
}

export interface World {
  emulator: Emulator;
  stack: Stack;
}

/** Runs a scenario with an emulator and a stack of its own, and clears up after it. */
export async function scenario(
  setup: { events: readonly EventSeed[]; seed?: Seed; environment?: NodeJS.ProcessEnv },
  run: (world: World) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator(setup.seed ? { seed: setup.seed } : {});
  try {
    emulator.events(setup.events);
    const stack = await Stack.create(emulator, setup.environment ? { environment: setup.environment } : {});
    try {
      await run({ emulator, stack });
    } finally {
      await stack.remove();
    }
  } finally {
    await emulator.close();
  }
}

/** The orders that were accepted, as `event id → how many`. */
export function accepted(emulator: Emulator): Record<string, number> {
  const orders: Record<string, number> = {};
  for (const { eventId, accepted: taken } of emulator.ledger()) {
    if (taken) orders[eventId] = (orders[eventId] ?? 0) + 1;
  }
  return orders;
}

export function writes(emulator: Emulator): number {
  return emulator.calls().filter(({ action }) => action === "BatchEventMigrateInstance").length;
}
