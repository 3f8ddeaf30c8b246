import type { Sizes } from "./sizes";
import { type Figure, figureOf } from "./statistics";

export type Unit = "s" | "ms" | "µs" | "bytes" | "MB" | "calls" | "modules";

/** One line of the table: what was measured, against what, and whether that is what was promised. */
export interface Row {
  /** The same words in every run, so that runs can be compared. */
  work: string;
  unit: Unit;
  measured: Figure;
  /** `measured` against something else. */
  ratio?: number;
  /** Against what the ratio is. */
  against?: string;
  /** In words; a row without one explains others. */
  target?: string;
  reached?: boolean;
  /** What a reader of the figure should know. */
  note?: string;
}

/** All samples of each metric. */
export type Samples = Readonly<Record<string, readonly number[]>>;

/** A benchmark that is ready to be measured. */
export interface Prepared {
  rounds: number;
  /** What each of them measured, by metric. */
  runs: readonly (() => Promise<Readonly<Record<string, number>>>)[];
  release?: () => Promise<void>;
}

export interface Benchmark {
  /** For `--only`. */
  name: string;
  prepare: (sizes: Sizes) => Promise<Prepared>;
  rows: (samples: Samples, sizes: Sizes) => Row[];
}

/** Measures all runs in turn, A B C A B C: what disturbs the machine for a while then disturbs all of them alike. */
export async function measure(
  { name, prepare }: Benchmark,
  sizes: Sizes,
  log: (line: string) => void,
): Promise<Samples> {
  log(`${name}: preparing`);
  const { rounds, runs, release } = await prepare(sizes);
  const samples: Record<string, number[]> = {};
  try {
    for (let round = 1; round <= rounds; round++) {
      log(`${name}: round ${round} of ${rounds}`);
      for (const run of runs)
        for (const [metric, value] of Object.entries(await run())) (samples[metric] ??= []).push(value);
    }
  } finally {
    await release?.();
  }
  return samples;
}

export function figure(samples: Samples, metric: string): Figure {
  return figureOf(samples[metric] ?? []);
}
