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

/** A `Date` header in Unix milliseconds, if it is one. What has no zone would be read as the machine's own time. */
export function parseDate(header: unknown): number | undefined {
  const date = typeof header === "string" && header.endsWith(" GMT") ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : date;
}
