import type { HistoryEvent } from "../../api/ens";
import type { Migration } from "../model/migration";
import { recognise } from "../model/terms";
import { shownOf } from "./reading";
import { isFresh, type ReadingTime } from "./timeToShow";

/** What another plan of the stack has ordered is for this one to know where no mark tells: ENS is late to show it, or shows none. */
export function handedOver(
  stack: string,
  eventId: string,
  migration: Migration | undefined,
  observed: HistoryEvent | undefined,
  reading: ReadingTime,
): Migration | undefined {
  if (migration?.ordered.state !== "accepted" && migration?.ordered.state !== "unknown") return undefined;
  const { ordered } = migration;
  switch (observed?.eventStatus) {
    case undefined:
      return migration; // A hidden history shows none, however old.
    case "Inquiring":
      return isFresh(migration, reading) ? migration : undefined;
    case "Scheduled": {
      const { notBefore } = observed;
      // What is shown may be the order before one whose answer was lost.
      if (ordered.state === "unknown") return isFresh(migration, reading) ? migration : undefined;
      const isMarked = recognise(stack, eventId, notBefore) !== undefined;
      const isIt = shownOf(stack, eventId, migration, ordered, notBefore) === "it";
      return isIt && !isMarked ? migration : undefined;
    }
    default:
      return undefined;
  }
}
