import assert from "node:assert/strict";
import type { HistoryEvent } from "../../../provider/src/api/ens";
import { lookForLost } from "../../../provider/src/plan/orders/lostOrder";
import { type ReadingTime, SETTLE_TIME } from "../../../provider/src/plan/orders/timeToShow";
import {
  accepted,
  at,
  DAY,
  EVENT,
  migration,
  NOW,
  observed,
  OTHER_TIME,
  ourOrder,
  reading,
  rejected,
  STACK,
  timeOf,
  unknown,
} from "../builders";

const ORDERED_TIME = timeOf(at());
const readAt = (at: number | undefined, waited = false): ReadingTime => ({ at, waited });

describe("an order whose answer was lost, looked for", () => {
  const lost = migration(unknown(at(), NOW, ourOrder(at(OTHER_TIME))), "Scheduled");
  const found = (observed_: HistoryEvent | undefined, reading_: ReadingTime, before = lost) =>
    lookForLost(STACK, EVENT, before, observed_, reading_);
  const late = readAt(NOW + SETTLE_TIME);

  it("is done by its own mark at any time", () => {
    const seen = found(reading("Scheduled", ORDERED_TIME), readAt(NOW));
    assert.equal("migration" in seen && seen.migration?.ordered.state, "accepted");
  });

  const nothing: [string, HistoryEvent | undefined][] = [
    ["what stood before", reading("Scheduled", timeOf(at(OTHER_TIME)))],
    ["Inquiring", reading("Inquiring")],
    ["no such event", undefined],
  ];
  for (const [what, observed_] of nothing) {
    it(`is too early by a reading of ${what} within five minutes, and by one after that it was never taken`, () => {
      assert.deepEqual(found(observed_, readAt(NOW + SETTLE_TIME - 1)), {
        tooEarly: lost.ordered,
        isTimed: true,
      });
      const after = found(observed_, late);
      assert.deepEqual("migration" in after && after.migration?.ordered, {
        state: "accepted",
        ...ourOrder(at(OTHER_TIME)),
        since: NOW, // It was taken no later than the lost one was sent.
      });
    });
  }

  it("leaves nothing where no other order stood before", () => {
    const first = migration(unknown(at(), NOW), "Inquiring");
    assert.deepEqual(found(reading("Inquiring"), late, first), { migration: undefined });
  });

  it("waits where no clock tells", () => {
    const untold = migration(unknown(at(), null), "Inquiring");
    const seen = found(reading("Inquiring"), readAt(NOW + DAY), untold);
    assert.equal("isTimed" in seen && seen.isTimed, false);
    assert.deepEqual(found(reading("Inquiring"), readAt(NOW, true), untold), { migration: undefined });
  });

  it("has nothing to do where no answer was lost", () => {
    for (const ordered of [accepted(), rejected(), observed()]) {
      const before = migration(ordered, "Scheduled");
      assert.deepEqual(found(reading("Inquiring"), readAt(NOW), before), { migration: before });
    }
  });
});
