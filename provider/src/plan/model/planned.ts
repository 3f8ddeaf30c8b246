import type { Terms } from "./terms";

/** What will be ordered for an event: `check` resolves it, the preview shows it, policies judge it. */
export interface PlannedMigration {
  /** `e-…`. */
  eventId: string;
  /** The instance's id, `i-…`. */
  resourceId: string;
  /** What will be ordered. */
  terms: Terms;
  /** What the event's instance belongs to, such as a region. */
  group?: string;
  /** Counted from 1, where a schedule sorted it into one. */
  wave?: number;
  /** The last moment at which a schedule may start it. Unix milliseconds. */
  deadline?: number;
  /** The planned time as the user reads clocks: `2026-12-05 01:30 Asia/Shanghai`. Absent where that is UTC. */
  local?: string;
  /** What the order brings with it: `random password`, `local data is lost`. */
  notes: string[];
  /** A hash of what the user wrote about the order: while it is the same, nothing is ordered again. */
  basis: string;
}
