import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Emulator, type LedgerEntry, type Seed, startEmulator } from "../../emulator/src/index";
import { at, blocks, page } from "../docs/pages";
import { assertShown } from "../docs/shown";
import { succeeds } from "../engine/outcome";
import { Stack } from "../engine/stack";

const EXAMPLES = path.resolve(__dirname, "../../examples");

/** A Tuesday noon in Shanghai: when the examples run, whenever the tests do. */
const NOW = Date.parse("2026-12-01T12:00:00+08:00");

export async function seedOf(example: string, file = "seed.json"): Promise<Seed> {
  return JSON.parse(await readFile(path.join(EXAMPLES, example, file), "utf8")) as Seed;
}

/** Runs with an emulator that takes the present for {@link NOW}. */
export async function withEmulator(seed: Seed, run: (emulator: Emulator) => Promise<void>): Promise<void> {
  const offset = NOW - Date.now();
  const emulator = await startEmulator({ seed, machineTime: () => Date.now() + offset });
  try {
    await run(emulator);
  } finally {
    await emulator.close();
  }
}

/** Runs with a stack of the example's program, against an emulator, at {@link NOW}. */
export async function withStack(
  example: string,
  emulator: Emulator,
  run: (stack: Stack) => Promise<void>,
  environment: NodeJS.ProcessEnv = {},
): Promise<void> {
  const stack = await Stack.create(emulator, {
    from: path.join(EXAMPLES, example),
    environment: {
      NODE_OPTIONS: PRELOADED,
      PULUMI_NODEJS_TRANSPILE_ONLY: "true", // Their types are a test of their own, and checked once.
      ...environment,
    },
  });
  try {
    await stack.write("preload.cjs", preload(NOW - Date.now()));
    await usePackagesOf(stack);
    await run(stack);
  } finally {
    await stack.remove();
  }
}

/** As the example's project file says of a project of one's own. */
async function usePackagesOf(stack: Stack): Promise<void> {
  const project = await readFile(path.join(stack.directory, "Pulumi.yaml"), "utf8");
  await stack.write("Pulumi.yaml", project.replace("../../node_modules/.bin", "node_modules/.bin"));
}

/** Runs with an example's seed and program. */
export function withExample(
  example: string,
  run: (fixture: { emulator: Emulator; stack: Stack }) => Promise<void>,
): Promise<void> {
  return seedOf(example).then((seed) =>
    withEmulator(seed, (emulator) => withStack(example, emulator, (stack) => run({ emulator, stack }))),
  );
}

/** For every Node process of the stack: programs sign requests too, and the emulator checks when. */
export const PRELOADED = "--require=./preload.cjs";

function preload(offset: number): string {
  return `
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length > 0) super(...args);
    else super(RealDate.now() + ${offset});
  }
  static now() {
    return RealDate.now() + ${offset};
  }
};`;
}

/** A preview and an `up` as a person runs them, in one command; both succeed. */
export function up(stack: Stack): Promise<string> {
  return succeeds(stack.pulumi("up", "--yes", "--diff", "--non-interactive"));
}

/** Asserts that the blocks of an example's page that show output show this: one output for each block, or one for all. */
export function assertOnPage(example: string, ...outputs: [string, ...string[]]): void {
  const shown = blocks(page(`examples/${example}/README.md`)).filter(({ note }) => note?.word === "output");
  assert.notEqual(shown.length, 0, example);
  for (const [index, block] of shown.entries())
    assertShown(block.code, outputs[index] ?? outputs[0], at(block));
}

export interface Order {
  instance: string;
  /** In Shanghai, without the milliseconds that mark an order: `2026-12-05 01:00:00`. */
  start: string;
  order: LedgerEntry;
}

/** What ENS has taken, by its start. */
export function ordersOf(emulator: Emulator): Order[] {
  const names = new Map(
    emulator.state().instances.map(({ instanceId, instanceName }) => [instanceId, instanceName]),
  );
  return emulator
    .ledger()
    .filter(({ accepted }) => accepted)
    .sort((a, b) => (a.planTime ?? 0) - (b.planTime ?? 0))
    .map((order) => ({
      instance: names.get(order.resourceId) ?? order.resourceId,
      start: order.planTime === null ? "at once" : inShanghai(order.planTime),
      order,
    }));
}

/** China has no summer time. */
function inShanghai(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

/** How many times each thing is there, in the order of their first. */
export function timesOfEach(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
