import type { Row } from "./row";
import type { Sizes } from "./sizes";
import { type Figure, figureOf } from "./statistics";

/** What one run measured, by metric. */
export type Metrics = Readonly<Record<string, number>>;

/** One measured run. Runs of a benchmark take turns: A B C, A B C. */
export interface Run {
  /** Taken part in this many rounds. */
  rounds: number;
  measure: () => Promise<Metrics>;
}

/** A benchmark of one checkout, ready to be measured. */
export interface Prepared {
  runs: readonly Run[];
  release: () => Promise<void>;
}

/** All samples of each metric. */
export type Samples = Readonly<Record<string, readonly number[]>>;

export interface Benchmark {
  /** For `--only`. */
  name: string;
  /** Whether it tells two revisions of this project apart. */
  tellsRevisionsApart: boolean;
  /** `checkout` is an absolute path; what is measured is its build. */
  prepare: (checkout: string, sizes: Sizes) => Promise<Prepared>;
  rows: (samples: Samples, sizes: Sizes) => Row[];
}

export function figure(samples: Samples, metric: string): Figure {
  return figureOf(samples[metric] ?? []);
}

export function has(samples: Samples, metric: string): boolean {
  return (samples[metric]?.length ?? 0) > 0;
}
