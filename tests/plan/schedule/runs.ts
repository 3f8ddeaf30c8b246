/** `PROPERTY_RUNS=10 npx mocha "tests/plan/schedule/*.test.ts"` looks ten times as long; by itself only CI looks its fill. */
const FACTOR = Number(process.env["PROPERTY_RUNS"] ?? (process.env["CI"] ? 1 : 0.1));

export function runs(number: number): { numRuns: number } {
  return { numRuns: Math.ceil(number * FACTOR) };
}
