/** `PROPERTY_RUNS=10 npx mocha "tests/plan/schedule/*.test.ts"` looks ten times as long; by itself only CI looks its fill. */
const ASKED = process.env["PROPERTY_RUNS"];
const FACTOR = Number(ASKED ?? (process.env["CI"] ? 1 : 0.1));

/** A run repeats itself, so that it judges a change and not luck; who asks for more sees other cases each time. */
export function runs(number: number): { numRuns: number; seed?: number } {
  return { numRuns: Math.ceil(number * FACTOR), ...(ASKED === undefined && { seed: 20_261_124 }) };
}
