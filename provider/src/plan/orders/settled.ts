import type { PlanOptions, WaitFor } from "../input/options";
import { isOver, type Migration, UNREAD } from "../model/migration";

/**
 * Whether an order has come as far as the plan waits for. An order that ENS does not have is not waited for. What runs is,
 * whoever ordered it: it may be the order of an `up` that was killed.
 */
export function isSettled(migration: Migration, waitFor: WaitFor): boolean {
  if (migration.ordered.state === "observed")
    return waitFor !== "executed" || migration.status !== "Executing";
  if (migration.ordered.state !== "accepted") return true;
  switch (waitFor) {
    case "submitted":
      return true;
    case "scheduled":
      return (
        migration.status !== "Inquiring" && migration.status !== UNREAD && migration.outdated === undefined
      );
    case "executed":
      return isOver(migration.status);
  }
}

/** Whether the next `up` has work with an event of the plan that no change of the inputs shows. */
export function isUnfinished(
  migration: Migration,
  { waitFor, onExistingOrder }: Pick<PlanOptions, "waitFor" | "onExistingOrder">,
): boolean {
  const { movedTo, outdated, ordered, status } = migration;
  switch (ordered.state) {
    case "accepted":
      return movedTo !== undefined || outdated !== undefined || !isSettled(migration, waitFor);
    case "observed":
      // Somebody else's order was kept, and now it is gone or to give way.
      return (
        status === "Inquiring" ||
        (status === "Scheduled" && onExistingOrder === "resubmit") ||
        !isSettled(migration, waitFor)
      );
    case "unknown":
    case "rejected":
    case "unsent":
      return !isOver(status);
  }
}
