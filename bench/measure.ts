import type { Benchmark, Samples } from "./benchmark";
import type { Sizes } from "./sizes";

/**
 * Measures a benchmark at one or several checkouts, all runs in turn: A B A B. What disturbs the machine for a while then
 * disturbs all of them alike. Gives the samples of each checkout.
 */
export async function measure(
  benchmark: Benchmark,
  checkouts: readonly string[],
  sizes: Sizes,
  log: (line: string) => void,
): Promise<Samples[]> {
  const prepared: Awaited<ReturnType<Benchmark["prepare"]>>[] = [];
  try {
    for (const checkout of checkouts) {
      log(`${benchmark.name}: preparing`);
      prepared.push(await benchmark.prepare(checkout, sizes));
    }
    const samples = prepared.map((): Record<string, number[]> => ({}));
    const rounds = Math.max(0, ...prepared.flatMap(({ runs }) => runs.map((run) => run.rounds)));
    const longest = Math.max(0, ...prepared.map(({ runs }) => runs.length));
    for (let round = 0; round < rounds; round++) {
      log(`${benchmark.name}: round ${round + 1} of ${rounds}`);
      for (let index = 0; index < longest; index++) {
        for (const [at, { runs }] of prepared.entries()) {
          const run = runs[index];
          if (!run || round >= run.rounds) continue;
          for (const [metric, value] of Object.entries(await run.measure())) {
            // Six digits are more than any of it is exact to.
            ((samples[at] ??= {})[metric] ??= []).push(Number(value.toPrecision(6)));
          }
        }
      }
    }
    return samples;
  } finally {
    for (const { release } of prepared) await release();
  }
}
