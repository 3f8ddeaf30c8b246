/** `PROPERTY_RUNS=10 npx mocha "tests/plan/schedule/*.test.ts"` looks a hundred times as long; by day a tenth is enough. */
const ASKED = process.env["PROPERTY_RUNS"];
const FACTOR = Number(ASKED ?? 0.1);

/** A run repeats itself, so that it judges a change and not luck; who asks for more sees other cases each time. */
export function runs(number: number): { numRuns: number; seed?: number } {
  return { numRuns: Math.ceil(number * FACTOR), ...(ASKED === undefined && { seed: 20_261_124 }) };
}
