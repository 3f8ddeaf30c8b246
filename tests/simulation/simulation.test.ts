import assert from "node:assert/strict";
import fc from "fast-check";
import { report } from "../report";
import { type Story, story } from "./arbitrary";
import type { Rule } from "./judge";
import { newPlan } from "./edit";
import { DAY, HOUR } from "./platform";
import { rest, timedEvents } from "./rest";
import { World } from "./story";

/**
 * Random stories. `SIMULATION_RUNS` multiplies their number, `SIMULATION_SEED` sets the seed. `SIMULATION_COUNT=2000` plays
 * so many to the end whatever is found, and prints how often each rule was broken, with a seed that shows it.
 */
const SEED = Number(process.env["SIMULATION_SEED"] ?? 20261124);
const RUNS = 300 * Number(process.env["SIMULATION_RUNS"] ?? 1);
const COUNT = Number(process.env["SIMULATION_COUNT"] ?? 0);

const figures = { sequences: 0, operations: 0, orders: 0, violations: 0 };
const residuals = new Map<string, number>();

async function play({ program, behaviour, chapters }: Story): Promise<World> {
  const world = new World();
  try {
    await world.play({ step: "pass", milliseconds: HOUR }); // So that readings that lag see the events.
    await world.play({ step: "switch", behaviour });
    world.write("a", program);
    await world.run("a", "up");
    for (const step of chapters.flat()) {
      await world.play(step);
      if (world.violations.length > 0) return world;
    }
    await rest(world);
    return world;
  } finally {
    world.end();
    figures.sequences++;
    figures.operations += world.operations;
    figures.orders += world.platform.ledger.length;
    for (const [name, count] of world.judge.residuals)
      residuals.set(name, (residuals.get(name) ?? 0) + count);
  }
}

async function warmUp(): Promise<void> {
  const world = new World();
  try {
    world.write("a", [{ ...newPlan("alpha"), events: timedEvents([1], world.platform.now() + DAY) }]);
    await world.run("a", "up");
    await world.play({ step: "edit", stack: "a", edit: "schedule", plan: "alpha", index: 0 });
    await world.play({ step: "edit", stack: "a", edit: "add", event: 2, plan: "alpha" });
    await world.run("a", "up", { refresh: true });
    await world.run("a", "destroy");
  } finally {
    world.end();
  }
}

function tell(seconds: number): void {
  const { sequences, operations, orders, violations } = figures;
  report(
    `simulation: ${sequences} sequences, ${operations} operations, ${orders} orders, ${violations} violations, seed ${SEED}, ${seconds.toFixed(1)} s`,
  );
  report(
    `residual risks met: ${[...residuals].map(([name, count]) => `${name} ${count}`).join(", ") || "none"}`,
  );
}

describe("random stories", function () {
  this.timeout("10m");
  const begun = performance.now();
  // Modules are loaded once, which must not happen while time is played.
  before(() => warmUp());
  after(() => tell((performance.now() - begun) / 1000));

  it("after a success, what is in force is what the program says", async function () {
    if (COUNT > 0) this.skip();
    const property = fc.asyncProperty(story, async (told) => {
      const world = await play(told);
      assert.equal(world.violations.length, 0, world.log.join("\n"));
    });
    const outcome = await fc.check(property, { numRuns: RUNS, seed: SEED, endOnFailure: false });
    if (!outcome.failed) return;
    figures.violations++;
    const [shortest] = outcome.counterexample as [Story];
    const { log } = await play(shortest);
    const { counterexamplePath, seed } = outcome;
    assert.fail(`seed ${seed}, path ${counterexamplePath ?? ""}:\n${log.join("\n")}`);
  });

  it("counts what is broken, and goes on", async function () {
    if (COUNT === 0) this.skip();
    const found = new Map<Rule, { count: number; seeds: number[] }>();
    for (let seed = SEED; seed < SEED + COUNT; seed++) {
      const [told] = fc.sample(story, { seed, numRuns: 1 });
      const { violations, log } = await play(told as Story);
      const [first] = violations;
      if (!first) continue;
      figures.violations++;
      const known = found.get(first.rule);
      if (known) {
        known.count++;
        if (known.seeds.length < 12) known.seeds.push(seed);
      } else found.set(first.rule, { count: 1, seeds: [seed] });
      if (process.env["SIMULATION_LOG"] === first.rule && !known) console.log(log.join("\n"));
    }
    for (const [rule, { count, seeds }] of found) report(`${rule}: ${count}, seeds ${seeds.join(", ")}`);
  });
});
