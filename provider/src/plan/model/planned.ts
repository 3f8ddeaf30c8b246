import type { LocalTime } from "./instant";
import type { Terms } from "./terms";

/** What will be ordered for an event: the preview shows it, policies check it. */
export interface PlannedMigration {
  /** `e-…`. */
  eventId: string;
  /** The instance's id, `i-…`. */
  resourceId: string;
  /** The instance's name, for people alone: nothing depends on it. */
  instanceName?: string;
  /** What will be ordered. */
  terms: Terms;
  /** What the event's instance belongs to, such as a region. */
  group?: string;
  /**
   * Counted from 1, where a schedule sorted it into one.
   *
   * @integer
   */
  wave?: number;
  /** The last moment at which a schedule may start it. Unix milliseconds. */
  deadline?: number;
  /** The planned time as the user reads clocks. Absent where that is UTC. */
  local?: LocalTime;
  /** What is odd about that time on the day clocks change. */
  clockChange?: ClockChange;
  /** The instance's password after the migration: the one that the event gives, or one that ENS makes. */
  password: Password;
  /** A hash of what the user wrote about the order: while it is the same, nothing is ordered again. */
  basis: string;
}

/** Clocks skip the start of the window, so it opens right after; or they show the planned time twice. */
export type ClockChange = "windowStartSkipped" | "timeShownTwice";

export type Password = "given" | "random";
