import assert from "node:assert/strict";
import fc from "fast-check";
import { report } from "../report";
import { type Story, story } from "./arbitrary";
import { Figures, play, warmUp } from "./play";

/** `SIMULATION_SEED` tells other stories. `npm run simulation` tells thousands, and counts. */
const SEED = Number(process.env["SIMULATION_SEED"] ?? 20261124);

/** A test that plays so many random stories. */
export function areTrue(numRuns: number): void {
  let figures: Figures;
  let violations = 0;
  before(async () => {
    await warmUp();
    figures = new Figures();
  });
  after(() => figures.lines(violations, SEED).forEach((line) => report(line)));

  it("after a success, what is in force is what the program says", async () => {
    const property = fc.asyncProperty(story, async (one) => {
      const simulation = await play(one, figures);
      assert.equal(simulation.violations.length, 0, simulation.log.join("\n"));
    });
    const outcome = await fc.check(property, { numRuns, seed: SEED, endOnFailure: false });
    if (!outcome.failed) return;
    violations = 1;
    const [shortest] = outcome.counterexample as [Story];
    const { log } = await play(shortest, figures);
    const { counterexamplePath, seed } = outcome;
    assert.fail(`seed ${seed}, path ${counterexamplePath ?? ""}:\n${log.join("\n")}`);
  });
}
