import type { Migration } from "../model/migration";

/** How long ENS may take to show an order that it took. */
export const SETTLE_TIME = 5 * 60_000;

/** When a reading was made, as far as that tells whether an order has had its time to show. */
export interface ReadingTime {
  /** By the platform's clock, in Unix milliseconds; `undefined` where ENS's answers do not tell it. */
  at: number | undefined;
  /** The operation has waited for the settle time since its first reading. */
  waited: boolean;
}

/** Whether an order sent at `since` has had its time to show; `undefined` where no clock can tell. */
export function hadTimeToShow(since: number | undefined, { at, waited }: ReadingTime): boolean | undefined {
  if (waited) return true;
  return since === undefined || at === undefined ? undefined : at - since >= SETTLE_TIME;
}

/** Whether an order was sent, nobody has seen it at ENS yet, and it may still come to show. */
export function isFresh({ ordered, notBefore, status }: Migration, reading: ReadingTime): boolean {
  if (ordered.state !== "accepted" && ordered.state !== "unknown") return false;
  const isSeen =
    ordered.state === "accepted" &&
    (notBefore !== undefined || !["Inquiring", "Unread", "Scheduled"].includes(status));
  return !isSeen && hadTimeToShow(ordered.since, reading) !== true;
}
