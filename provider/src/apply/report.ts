import type { WaitFor } from "../plan/input/options";
import { isOver } from "../plan/model/migration";
import { badEnd, undecided, unsettled } from "../plan/orders/failures";
import { isSettled } from "../plan/orders/settled";
import type { Ledger } from "./ledger";

/** Orders that the wait ended without. `at` is the platform's time. */
export function reportUnsettled(
  waitedFor: readonly string[],
  waitFor: WaitFor,
  ledger: Ledger,
  { gaveUp, at }: { gaveUp: string; at: number | undefined },
): void {
  for (const eventId of waitedFor) {
    const migration = ledger.migrations.get(eventId);
    if (!migration || isSettled(migration, waitFor)) continue;
    ledger.fail({ eventId, ...unsettled(migration, gaveUp, at) });
  }
}

/** Orders that only the last readings showed: nothing was decided about them yet. */
export function reportOthers(stack: string, ledger: Ledger): void {
  for (const [eventId, { movedTo, ofAnother, released, status }] of ledger.migrations) {
    if (movedTo === undefined || !ofAnother || released || isOver(status) || ledger.hasFailed(eventId))
      continue;
    ledger.fail({ eventId, ...undecided(stack, eventId, movedTo) });
  }
}

/** A bad end fails one operation; later ones only notice it. */
export function reportBadEnds(ledger: Ledger): void {
  for (const [eventId, migration] of ledger.migrations) {
    const { unreported, ...reported } = migration;
    if (!unreported) continue;
    if (migration.released) ledger.migrations.delete(eventId);
    else ledger.migrations.set(eventId, reported);
    ledger.fail({ eventId, ...badEnd(migration) });
  }
}
