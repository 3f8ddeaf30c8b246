import assert from "node:assert/strict";
import fc from "fast-check";
import type { Migration, Ordered, OurOrder } from "../../../provider/src/plan/model/migration";
import { withReading } from "../../../provider/src/plan/orders/reading";
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
} from "../builders";

const ORDERED_TIME = timeOf(at());
const take = (before: Migration, status: string, notBefore?: number): Migration =>
  withReading(STACK, EVENT, before, reading(status, notBefore));

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
    for (const notBefore of [ORDERED_TIME, TIME, OTHER_TIME]) {
      assert.deepEqual(
        take(migration(accepted(), "Inquiring"), "Scheduled", notBefore),
        waiting({ notBefore }),
      );
    }
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
    for (const status of ["Inquiring", "Executing", "Executed"]) {
      assert.deepEqual(
        take(waiting({ notBefore: ORDERED_TIME }), status, OTHER_TIME),
        migration(accepted(), status, { notBefore: ORDERED_TIME }),
      );
    }
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
    for (const ordered of [rejected(), unknown()]) {
      assert.deepEqual(
        take(migration(ordered, "Scheduled"), "Scheduled", OTHER_TIME),
        migration(ordered, "Scheduled"),
      );
    }
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

describe("a bad end", () => {
  for (const status of ["Failed", "Canceled"]) {
    it(`${status} of our order is to be reported`, () => {
      assert.equal(take(migration(accepted(), "Executing"), status).unreported, true);
    });

    it(`${status} of an order whose answer was lost is to be reported`, () => {
      assert.equal(take(migration(unknown(), "Inquiring"), status).unreported, true);
    });

    it(`${status} is not to be reported again once it was`, () => {
      assert.equal(take(migration(accepted(), status), status).unreported, undefined);
    });

    it(`${status} is still to be reported`, () => {
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
