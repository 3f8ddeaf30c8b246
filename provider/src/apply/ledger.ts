import type { Failure } from "../plan/model/advice";
import type { Migration } from "../plan/model/migration";

/** The ledger of one `up`: what is remembered of each event, what has failed, and which answers were lost. */
export class Ledger {
  readonly migrations = new Map<string, Migration>();
  /** Events of which nobody knows whether ENS took the order that was sent. */
  readonly lost = new Set<string>();
  #failures: Failure[] = [];
  readonly #failed = new Set<string>();

  get failures(): readonly Failure[] {
    return this.#failures;
  }

  hasFailed(eventId: string): boolean {
    return this.#failed.has(eventId);
  }

  fail(failure: Failure): void {
    this.#failures.push(failure);
    this.#failed.add(failure.eventId);
  }

  /** The failure of an event is taken back: what was to be is so. */
  forgive(eventId: string): void {
    this.#failures = this.#failures.filter((failure) => failure.eventId !== eventId);
    this.#failed.delete(eventId);
  }
}
