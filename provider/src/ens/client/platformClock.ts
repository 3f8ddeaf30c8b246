/** The platform's clock, as its answers tell it. */
export class PlatformClock {
  #last: { date: number; at: number } | undefined;

  /** An answer arrived just now, with this `Date` (Unix milliseconds). */
  set(date: number | undefined): void {
    if (date !== undefined) this.#last = { date, at: performance.now() };
  }

  now(): number | undefined {
    return this.#last && this.#last.date + (performance.now() - this.#last.at);
  }
}
