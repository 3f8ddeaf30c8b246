import type { PlanOptions } from "../plan/input/options";
import type { Failure } from "../plan/model/advice";
import type { Migration } from "../plan/model/migration";
import type { PlannedMigration } from "../plan/model/planned";
import type { PlanState } from "../plan/state/state";

export interface ApplyRequest {
  planned: readonly PlannedMigration[];
  /** The plan's `schedule` as it is written, if it has one. */
  schedule: unknown;
  /** By event id; only ever sent, never kept. */
  passwords: Readonly<Record<string, string>>;
  options: PlanOptions;
  /** What the plan remembers; empty for a new one. */
  before: ReadonlyMap<string, Migration>;
  /** When it was last read. Unix milliseconds. */
  readAt: number | undefined;
}

/** What the plan remembers now, and, where the operation failed in part, why. */
export interface Applied {
  state: PlanState;
  failures: readonly Failure[];
}
