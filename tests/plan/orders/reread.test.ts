import assert from "node:assert/strict";
import type { HistoryEvent } from "../../../provider/src/api/ens";
import type { Migration } from "../../../provider/src/plan/model/migration";
import { leaveBehind } from "../../../provider/src/plan/orders/reread";
import { type ReadingTime, SETTLE_TIME } from "../../../provider/src/plan/orders/timeToShow";
import {
  accepted,
  at,
  atOnce,
  DAY,
  EVENT,
  migration,
  MINUTE,
  NOW,
  observed,
  OTHER_STACK,
  OTHER_TIME,
  reading,
  rejected,
  STACK,
  TIME,
  timeOf,
  unknown,
  unsent,
} from "../builders";

const ORDERED_TIME = timeOf(at());
const readAt = (at: number | undefined, waited = false): ReadingTime => ({ at, waited });

describe("an event that left the plan", () => {
  const leave = (before: Migration, observed_?: HistoryEvent, now = NOW): Migration | undefined =>
    leaveBehind(STACK, EVENT, before, observed_, {
      reading: readAt(now),
      absence: { now, lastRead: undefined },
    });

  for (const ordered of [accepted(), unknown()]) {
    for (const status of ["Inquiring", "Scheduled", "Executing"]) {
      it(`is remembered as released while its ${ordered.state} order reads ${status}`, () => {
        const left = leave(migration(ordered, "Scheduled"), reading(status));
        assert.deepEqual([left?.released, left?.status], [true, status]);
      });
    }

    for (const status of ["Executed", "Avoided"]) {
      it(`is forgotten when its ${ordered.state} order reads ${status}`, () => {
        assert.equal(leave(migration(ordered, "Scheduled"), reading(status)), undefined);
      });
    }

    for (const status of ["Failed", "Canceled"]) {
      it(`is remembered when its ${ordered.state} order reads ${status}, until that is reported`, () => {
        const left = leave(migration(ordered, "Scheduled"), reading(status));
        assert.deepEqual([left?.released, left?.unreported], [true, true]);
        assert.equal(leave(left!)?.unreported, true, "also while ENS no longer lists it");
        const { unreported: _, ...reported } = left!;
        assert.equal(leave(reported, reading(status)), undefined);
      });
    }
  }

  for (const ordered of [rejected(), observed(), unsent()]) {
    it(`is forgotten where nothing of ours is out: ${ordered.state}`, () => {
      assert.equal(leave(migration(ordered, "Scheduled"), reading("Scheduled")), undefined);
    });
  }

  it("is remembered until a day after its time if ENS does not list it", () => {
    const before = migration(accepted(), "Scheduled");
    assert.deepEqual(leave(before), { ...before, released: true });
    assert.deepEqual(leave(before, undefined, ORDERED_TIME + DAY), { ...before, released: true });
    assert.equal(leave(before, undefined, ORDERED_TIME + DAY + 1), undefined);
  });

  it("with an immediate order is remembered until a day after ENS ceased to list it", () => {
    const left = leave(migration(accepted(atOnce()), "Executing"));
    assert.deepEqual([left?.released, left?.missingSince], [true, NOW]);
    assert.equal(leave(left!, undefined, NOW + DAY - 1)?.released, true);
    assert.equal(leave(left!, undefined, NOW + DAY), undefined);
  });

  it("is forgotten once its order, whose answer was lost, has had its time to show and ENS still inquires", () => {
    const lost = migration(unknown(at(TIME), NOW), "Inquiring");
    assert.equal(leave(lost, reading("Inquiring"), NOW + SETTLE_TIME - 1)?.released, true);
    assert.equal(leave(lost, reading("Inquiring"), NOW + SETTLE_TIME), undefined);
    assert.equal(leave(lost, reading("Scheduled"), NOW + SETTLE_TIME), undefined, "somebody else's stands");
    const taken = migration(accepted(), "Inquiring");
    assert.equal(leave(taken, reading("Inquiring"), NOW + SETTLE_TIME)?.released, true, "reads may lag");
  });

  it("is forgotten once ENS shows that another order of this stack has replaced its own", () => {
    const other = timeOf(at(OTHER_TIME));
    const shown = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME });
    assert.equal(leave(shown, reading("Scheduled", other)), undefined);
    assert.equal(
      leave(shown, reading("Scheduled", timeOf(at(OTHER_TIME), OTHER_STACK)))?.released,
      true,
      "another stack's order is none",
    );
  });

  it("is not while that may be the order before its own, shown late", () => {
    const other = timeOf(at(OTHER_TIME));
    const fresh = migration(accepted(at(), { since: NOW, replaced: [other] }), "Unread");
    assert.equal(leave(fresh, reading("Scheduled", other), NOW + MINUTE)?.released, true);
  });

  it("is forgotten if it ended before and ENS does not list it", () => {
    assert.equal(leave(migration(accepted(), "Executed")), undefined);
  });

  it("takes in what the reading says of its order", () => {
    const left = leave(migration(unknown(), "Inquiring"), reading("Scheduled", ORDERED_TIME));
    assert.deepEqual([left?.ordered.state, left?.notBefore], ["accepted", ORDERED_TIME]);
  });
});
