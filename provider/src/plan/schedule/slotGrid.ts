import { type Opening, type Span, spans } from "./openings";
import type { Schedule } from "./schedule";

/** Starts lie on this grid from an opening, so that a preview and the `up` after it agree. */
export const GRID = 15 * 60_000;

/** A time at which a migration may start. */
export interface Slot {
  at: number;
  opening: Opening;
}

/** Where starts are allowed, worked out as far as anybody asks: windows cost far more to find than slots. */
export class SlotGrid {
  readonly #spans: Span[] = [];
  readonly #source: Iterator<Span>;

  /** Nothing starts before `from`, or from `horizon` on. Unix milliseconds. */
  constructor(schedule: Schedule, from: number, horizon: number) {
    this.#source = spans(schedule, from, horizon);
  }

  /** The first slot of the grid at or after a time. */
  onGrid(at: number): Slot | undefined {
    for (let index = this.#firstEndingAfter(at); ; index++) {
      const span = this.#span(index);
      if (!span) return undefined;
      const { start } = span.opening;
      const slot = start + Math.ceil((Math.max(at, span.from) - start) / GRID) * GRID;
      if (slot < span.to) return { at: slot, opening: span.opening };
    }
  }

  /** That very time if it is open, else the first slot of the grid after it. */
  openFrom(at: number): Slot | undefined {
    const span = this.#span(this.#firstEndingAfter(at));
    return span && span.from <= at ? { at, opening: span.opening } : this.onGrid(at);
  }

  isOpen(at: number): boolean {
    return this.openFrom(at)?.at === at;
  }

  #span(index: number): Span | undefined {
    while (this.#spans.length <= index) {
      const next = this.#source.next();
      if (next.done) return undefined;
      this.#spans.push(next.value);
    }
    return this.#spans[index];
  }

  #firstEndingAfter(at: number): number {
    while ((this.#spans.at(-1)?.to ?? Number.NEGATIVE_INFINITY) <= at && this.#span(this.#spans.length))
      continue;
    let [low, high] = [0, this.#spans.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#spans[middle] as Span).to <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
