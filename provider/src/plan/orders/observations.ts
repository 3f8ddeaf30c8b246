import type { HistoryEvent } from "../../api/ens";

/** What ENS read for the migrate events of some instances. */
export class Observations {
  readonly #events: ReadonlyMap<string, HistoryEvent>;

  constructor(
    events: readonly HistoryEvent[],
    /** When it was read, by the platform's clock in Unix milliseconds; `undefined` where its answers do not tell it. */
    readonly at: number | undefined,
  ) {
    this.#events = new Map(events.map((event) => [event.eventId, event]));
  }

  /** The observation of an event, if it is for the instance it is thought to be for. */
  of(eventId: string, resourceId: string): HistoryEvent | undefined {
    const observed = this.#events.get(eventId);
    return observed?.resourceId === resourceId ? observed : undefined;
  }
}
