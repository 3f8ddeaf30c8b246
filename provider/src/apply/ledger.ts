import type { Failure } from "../plan/model/advice";
import type { Migration } from "../plan/model/migration";

/** The books of one `up`: what is remembered of each event, and what has failed. */
export class Ledger {
  readonly migrations = new Map<string, Migration>();
  readonly #failures: Failure[] = [];

  get failures(): readonly Failure[] {
    return this.#failures;
  }

  fail(failure: Failure): void {
    this.#failures.push(failure);
  }

  /** The failure of an event is taken back: what was to be is so. */
  forgive(eventId: string): void {
    const index = this.#failures.findIndex((failure) => failure.eventId === eventId);
    if (index >= 0) this.#failures.splice(index, 1);
  }
}
