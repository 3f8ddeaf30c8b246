import type { Figure } from "./statistics";

export type Unit = "s" | "ms" | "µs" | "bytes" | "MB" | "calls" | "modules";

/** One line of the table: what was measured, against what, and whether that is what was aimed at. */
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
  /** Why it was not reached, or what a reader of the figure should know. */
  note?: string;
}
