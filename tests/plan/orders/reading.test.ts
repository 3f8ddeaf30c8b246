import assert from "node:assert/strict";
import fc from "fast-check";
import type { HistoryEvent } from "../../../provider/src/api/ens";
import type { Migration, Ordered, OurOrder } from "../../../provider/src/plan/model/migration";
import { withReading } from "../../../provider/src/plan/orders/reading";
import {
  hadTimeToShow,
  isFresh,
  type ReadingTime,
  SETTLE_TIME,
} from "../../../provider/src/plan/orders/timeToShow";
import { leaveBehind } from "../../../provider/src/plan/orders/reread";
import { lookForLost } from "../../../provider/src/plan/orders/lostOrder";
import { withAbsence } from "../../../provider/src/plan/orders/absence";
import {
  accepted,
  anyStatus,
  at,
  atOnce,
  DAY,
  EVENT,
  HOUR,
  marked,
  migration,
  MINUTE,
  NOW,
  observed,
  OTHER_STACK,
  OTHER_TIME,
  ourOrder,
  reading,
  rejected,
  STACK,
  TIME,
  timeOf,
  unknown,
  unsent,
} from "../builders";

const ORDERED_TIME = timeOf(at());
const take = (before: Migration, status: string, notBefore?: number): Migration =>
  withReading(STACK, EVENT, before, reading(status, notBefore));
const readAt = (at: number | undefined, waited = false): ReadingTime => ({ at, waited });

describe("a reading", () => {
  it("brings the status, in the platform's own words", () => {
    fc.assert(
      fc.property(
        anyStatus,
        fc.constantFrom<Ordered>(accepted(), unknown(), rejected(), observed()),
        (status, ordered) => {
          assert.equal(take(migration(ordered, "Inquiring"), status).status, status);
        },
      ),
    );
  });

  it("leaves what it does not speak of as it was", () => {
    const before = migration(rejected(), "Inquiring", { released: true });
    assert.deepEqual(take(before, "Inquiring", OTHER_TIME), before);
  });

  it("ends an absence", () => {
    const missing = migration(accepted(atOnce()), "Executing", { missingSince: NOW });
    assert.equal(take(missing, "Executing").missingSince, undefined);
  });

  it("does not change what it was taken into", () => {
    const before = Object.freeze(migration(Object.freeze(accepted()), "Scheduled", { notBefore: TIME }));
    take(before, "Scheduled", OTHER_TIME);
  });
});

describe("NotBefore of an order of ours", () => {
  const waiting = (more: Partial<Migration> = {}) => migration(accepted(), "Scheduled", more);

  it("is the reference when it is first read, even if it is not the time that was ordered", () => {
    for (const notBefore of [ORDERED_TIME, TIME, OTHER_TIME])
      assert.deepEqual(
        take(migration(accepted(), "Inquiring"), "Scheduled", notBefore),
        waiting({ notBefore }),
      );
  });

  it("that stays is no move", () => {
    assert.deepEqual(
      take(waiting({ notBefore: OTHER_TIME }), "Scheduled", OTHER_TIME),
      waiting({ notBefore: OTHER_TIME }),
    );
  });

  it("that changes is a move by the platform; the reference stays", () => {
    assert.deepEqual(
      take(waiting({ notBefore: ORDERED_TIME }), "Scheduled", OTHER_TIME),
      waiting({ notBefore: ORDERED_TIME, movedTo: OTHER_TIME }),
    );
  });

  it("that moves again is the last move", () => {
    const moved = waiting({ notBefore: ORDERED_TIME, movedTo: OTHER_TIME });
    assert.equal(take(moved, "Scheduled", OTHER_TIME + DAY).movedTo, OTHER_TIME + DAY);
  });

  it("that comes back is no move any more", () => {
    const moved = waiting({ notBefore: ORDERED_TIME, movedTo: OTHER_TIME });
    assert.deepEqual(take(moved, "Scheduled", ORDERED_TIME), waiting({ notBefore: ORDERED_TIME }));
  });

  it("that shows the ordered time late is the new reference, not a move", () => {
    assert.deepEqual(
      take(waiting({ notBefore: OTHER_TIME }), "Scheduled", ORDERED_TIME),
      waiting({ notBefore: ORDERED_TIME }),
    );
  });

  it("that shows an order which this one replaced is outdated, and no reference", () => {
    const before = timeOf(at(OTHER_TIME));
    const fresh = migration(accepted(at(), { since: NOW, replaced: [before] }), "Unread");
    const late = take(fresh, "Scheduled", before);
    assert.deepEqual(late, { ...fresh, status: "Scheduled", outdated: before });
    const shown = take(late, "Scheduled", ORDERED_TIME);
    assert.deepEqual([shown.notBefore, shown.outdated], [ORDERED_TIME, undefined]);
    assert.equal(take(shown, "Scheduled", before).outdated, before, "reads may be late again");
  });

  it("forgets when it was taken once it is shown, so that lines at rest are short", () => {
    const fresh = migration(accepted(at(), { since: NOW, asked: OTHER_TIME + 7 }), "Unread");
    assert.deepEqual(take(fresh, "Scheduled", ORDERED_TIME), waiting({ notBefore: ORDERED_TIME }));
  });

  for (const [whose, stack] of [
    ["this", STACK],
    ["another", OTHER_STACK],
  ] as const) {
    it(`that shows another order of ${whose} stack, even before any other, is that of another order`, () => {
      const other = timeOf(at(OTHER_TIME), stack);
      const fresh = migration(accepted(at(), { since: NOW }), "Inquiring");
      const read = take(fresh, "Scheduled", other);
      assert.deepEqual(read, { ...fresh, status: "Scheduled", movedTo: other, ofAnother: true });
      // The platform writes whole seconds, so this one says no more whose it is.
      const moved = take(read, "Scheduled", OTHER_TIME + DAY);
      assert.deepEqual(
        moved,
        { ...read, movedTo: OTHER_TIME + DAY },
        "moved by the platform, it is still another's",
      );
      assert.deepEqual(take(moved, "Scheduled", ORDERED_TIME), waiting({ notBefore: ORDERED_TIME }));
    });
  }

  it("that ENS gave while it still asked for an order is a reference, whatever its milliseconds", () => {
    const asked = OTHER_TIME + 123;
    const before = migration(accepted(at(), { since: NOW, asked }), "Unread");
    assert.deepEqual(take(before, "Scheduled", asked), waiting({ notBefore: asked }));
  });

  it("that is missing changes nothing", () => {
    assert.deepEqual(
      take(waiting({ notBefore: ORDERED_TIME }), "Scheduled"),
      waiting({ notBefore: ORDERED_TIME }),
    );
  });

  it("of an event that is not waiting means nothing", () => {
    for (const status of ["Inquiring", "Executing", "Executed"])
      assert.deepEqual(
        take(waiting({ notBefore: ORDERED_TIME }), status, OTHER_TIME),
        migration(accepted(), status, { notBefore: ORDERED_TIME }),
      );
  });

  it("of an immediate order is a reference like any other", () => {
    const immediate = migration(accepted(atOnce()), "Inquiring");
    const first = take(immediate, "Scheduled", NOW);
    assert.equal(first.notBefore, NOW);
    assert.equal(take(first, "Scheduled", NOW + HOUR).movedTo, NOW + HOUR);
  });

  it("of somebody else's order is what it takes up", () => {
    const kept = migration(observed(), "Scheduled");
    assert.deepEqual(take(kept, "Scheduled", OTHER_TIME), { ...kept, notBefore: OTHER_TIME });
  });

  it("of what is not ours to judge means nothing", () => {
    for (const ordered of [rejected(), unknown()])
      assert.deepEqual(
        take(migration(ordered, "Scheduled"), "Scheduled", OTHER_TIME),
        migration(ordered, "Scheduled"),
      );
  });
});

describe("an order that has run", () => {
  it("ran under the terms of the mark that it shows, where that is another one of this stack", () => {
    const other = marked(at(OTHER_TIME, "abandon"));
    const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: other.planTime });
    const ran = take(before, "Executing", other.planTime);
    assert.deepEqual("terms" in ran.ordered && ran.ordered.terms, other);
  });

  it("at once shows the time of an order before it, which says nothing", () => {
    const before = migration(accepted(atOnce()), "Inquiring");
    assert.deepEqual(take(before, "Executing", ORDERED_TIME).ordered, accepted(atOnce()));
  });
});

describe("an order whose answer was lost", () => {
  const lost = migration(unknown(), "Inquiring");
  const { requestId: _, ...found } = accepted() as Ordered & { requestId?: string };

  it("was taken when ENS shows its mark", () => {
    assert.deepEqual(
      take(lost, "Scheduled", ORDERED_TIME),
      migration(found, "Scheduled", { notBefore: ORDERED_TIME }),
    );
  });

  it("after another one with the same time of its own stays unknown while that time is shown", () => {
    const twin = migration(unknown(at(TIME + 250, "abandon"), NOW, ourOrder(at(TIME + 250))), "Scheduled");
    assert.equal(take(twin, "Scheduled", TIME + 250).ordered.state, "unknown");
  });

  for (const status of ["Executing", "Executed", "Failed", "Avoided", "Paused"]) {
    it(`was taken when ENS reads ${status}`, () => {
      assert.equal(take(lost, status).ordered.state, "accepted");
    });
  }

  const stillLost: [string, string, number?][] = [
    ["ENS still inquires", "Inquiring"],
    ["ENS still inquires, with a time", "Inquiring", ORDERED_TIME],
    ["another time is scheduled", "Scheduled", OTHER_TIME],
    ["the whole second is scheduled, which anybody may have ordered", "Scheduled", TIME],
    [
      "the same time is scheduled under another data policy",
      "Scheduled",
      marked(at(TIME, "abandon")).planTime,
    ],
    ["something is scheduled without a time", "Scheduled"],
  ];
  for (const [what, status, notBefore] of stillLost) {
    it(`stays unknown while ${what}`, () => {
      assert.deepEqual(take(lost, status, notBefore).ordered, lost.ordered);
    });
  }

  it("for an immediate order stays unknown while something is scheduled", () => {
    assert.equal(take(migration(unknown(atOnce()), "Inquiring"), "Scheduled", NOW).ordered.state, "unknown");
  });
});

describe("an order whose answer was lost, once the event has run", () => {
  const LOST = at(OTHER_TIME, "abandon");
  const run = (terms: typeof LOST | ReturnType<typeof atOnce>, notBefore?: number, earlier?: OurOrder) =>
    take(migration(unknown(terms, NOW, earlier), "Scheduled"), "Executed", notBefore).ordered;

  it("ran, where no other one stood", () => {
    assert.deepEqual(run(LOST, undefined), { state: "accepted", ...ourOrder(LOST) });
  });

  it("ran, where ENS shows its time", () => {
    assert.deepEqual(run(LOST, timeOf(LOST), ourOrder()), { state: "accepted", ...ourOrder(LOST) });
  });

  it("did not, where ENS shows the time of the one before it", () => {
    assert.deepEqual(run(LOST, ORDERED_TIME, ourOrder()), { state: "accepted", ...ourOrder() });
  });

  for (const [what, notBefore] of [
    ["no time", undefined],
    ["a time of neither", OTHER_TIME + HOUR],
  ] as const) {
    it(`may have run, or the one before it, where ENS shows ${what}`, () => {
      assert.deepEqual(run(LOST, notBefore, ourOrder()), {
        state: "accepted",
        ...ourOrder(LOST),
        or: marked(at()),
      });
    });
  }

  it("may have run at once although ENS shows the time of the one before it, which it would keep", () => {
    const ordered = run(atOnce("abandon"), ORDERED_TIME, ourOrder());
    assert.deepEqual("or" in ordered && ordered.or, marked(at()));
  });

  it("may have run under either policy where both have the same time of their own", () => {
    const ordered = run(at(TIME + 250, "abandon"), TIME + 250, ourOrder(at(TIME + 250)));
    assert.deepEqual("or" in ordered && ordered.or, at(TIME + 250));
  });
});

describe("how long an order has had to show", () => {
  it("is counted on the platform's clock", () => {
    assert.equal(hadTimeToShow(NOW, readAt(NOW + SETTLE_TIME)), true);
    assert.equal(hadTimeToShow(NOW, readAt(NOW + SETTLE_TIME - 1)), false);
  });

  it("nobody can tell where that clock is missing at either end, until the operation has waited itself", () => {
    assert.equal(hadTimeToShow(undefined, readAt(NOW)), undefined);
    assert.equal(hadTimeToShow(NOW, readAt(undefined)), undefined);
    assert.equal(hadTimeToShow(undefined, readAt(undefined, true)), true);
  });
});

describe("settling an order whose answer was lost", () => {
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

describe("an accepted order", () => {
  const fresh = (more: Partial<Migration>, now = NOW, since: number | null = NOW): boolean =>
    isFresh(
      { ...migration(accepted(at(), since === null ? {} : { since }), "Unread"), ...more },
      readAt(now),
    );

  it("is fresh until ENS shows it or has had the time to", () => {
    assert.equal(fresh({}), true);
    assert.equal(fresh({ status: "Scheduled", outdated: OTHER_TIME }), true, "a late reading shows another");
    assert.equal(fresh({ status: "Scheduled", notBefore: ORDERED_TIME }), false);
    assert.equal(fresh({ status: "Executing" }), false);
    assert.equal(fresh({}, NOW + SETTLE_TIME), false);
  });

  it("is fresh until ENS shows it where no clock tells when it was taken", () => {
    assert.equal(fresh({}, NOW + DAY, null), true);
  });
});

describe("a bad end", () => {
  for (const status of ["Failed", "Canceled"]) {
    it(`${status} of our order is to be told`, () => {
      assert.equal(take(migration(accepted(), "Executing"), status).unreported, true);
    });

    it(`${status} of an order whose answer was lost is to be told`, () => {
      assert.equal(take(migration(unknown(), "Inquiring"), status).unreported, true);
    });

    it(`${status} is not to be told again once it was`, () => {
      assert.equal(take(migration(accepted(), status), status).unreported, undefined);
    });

    it(`${status} is still to be told if nobody was`, () => {
      assert.equal(take(migration(accepted(), status, { unreported: true }), status).unreported, true);
    });

    it(`${status} without an order of ours is not ours to tell`, () => {
      for (const ordered of [observed(), rejected()])
        assert.equal(take(migration(ordered, "Scheduled"), status).unreported, undefined);
    });
  }

  for (const status of ["Executed", "Avoided"]) {
    it(`${status} is none`, () => {
      assert.equal(take(migration(accepted(), "Executing"), status).unreported, undefined);
    });
  }
});

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
      it(`is remembered when its ${ordered.state} order reads ${status}, until that is told`, () => {
        const left = leave(migration(ordered, "Scheduled"), reading(status));
        assert.deepEqual([left?.released, left?.unreported], [true, true]);
        assert.equal(leave(left!)?.unreported, true, "also while ENS no longer lists it");
        const { unreported: _, ...told } = left!;
        assert.equal(leave(told, reading(status)), undefined);
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

describe("an order that ENS does not list", () => {
  const statusAt = (before: Migration, now: number, lastRead?: number): string =>
    withAbsence(before, { now, lastRead }).status;

  it("is Unlisted more than a day after its time", () => {
    for (const ordered of [accepted(), unknown()]) {
      const due = migration(ordered, "Scheduled");
      assert.deepEqual(withAbsence(due, { now: ORDERED_TIME + DAY, lastRead: NOW }), due);
      assert.equal(statusAt(due, ORDERED_TIME + DAY + 1), "Unlisted");
    }
  });

  const timeless: [string, Migration][] = [
    ["an immediate one", migration(accepted(atOnce()), "Executing")],
    ["an immediate one whose answer was lost", migration(unknown(atOnce()), "Inquiring")],
    ["somebody else's", migration(observed(), "Executing")],
  ];
  for (const [what, before] of timeless) {
    it(`is Unlisted a day after it was last read, where it has no time: ${what}`, () => {
      const missing = withAbsence(before, { now: NOW + HOUR, lastRead: NOW });
      assert.deepEqual(missing, { ...before, missingSince: NOW });
      const later = { lastRead: NOW + 20 * HOUR };
      assert.equal(withAbsence(missing, { now: NOW + DAY - 1, ...later }).status, before.status);
      assert.deepEqual(withAbsence(missing, { now: NOW + DAY, ...later }), { ...before, status: "Unlisted" });
    });
  }

  it("is missing from now on where nobody knows when it was last read", () => {
    const before = migration(accepted(atOnce()), "Executing");
    assert.equal(withAbsence(before, { now: NOW, lastRead: undefined }).missingSince, NOW);
  });

  it("stays as it is where it is over or nothing was ordered", () => {
    for (const before of [
      migration(accepted(), "Executed"),
      migration(rejected(atOnce()), "Inquiring"),
      migration(unsent(atOnce()), "Inquiring"),
    ])
      assert.deepEqual(withAbsence(before, { now: TIME + 30 * DAY, lastRead: NOW }), before);
  });
});
