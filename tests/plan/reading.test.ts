import assert from "node:assert/strict";
import fc from "fast-check";
import type { Migration, Ordered } from "../../provider/src/plan/migration";
import { isLost, release, SETTLE_TIME, withReading } from "../../provider/src/plan/reading";
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
  OTHER_TIME,
  reading,
  rejected,
  TIME,
  unknown,
} from "./builders";

const ORDERED_TIME = marked(at()).planTime;
const take = (before: Migration, status: string, notBefore?: number): Migration =>
  withReading(EVENT, before, reading(status, notBefore));

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

  it("that shows an earlier order of ours, before any other, is no reference: the reading is outdated", () => {
    const earlier = marked(at(OTHER_TIME)).planTime;
    assert.deepEqual(
      take(migration(accepted(), "Inquiring"), "Scheduled", earlier),
      waiting({ outdated: true }),
    );
    assert.equal(take(waiting({ outdated: true }), "Scheduled", ORDERED_TIME).outdated, undefined);
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

  it("of somebody else's order is not ours to judge", () => {
    for (const ordered of [observed(), rejected(), unknown()])
      assert.deepEqual(
        take(migration(ordered, "Scheduled"), "Scheduled", OTHER_TIME),
        migration(ordered, "Scheduled"),
      );
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
  const due = accepted(at(TIME));

  for (const ordered of [due, unknown(at(TIME))]) {
    for (const status of ["Inquiring", "Scheduled", "Executing"]) {
      it(`is remembered as released while its ${ordered.state} order reads ${status}`, () => {
        const released = release(EVENT, migration(ordered, "Scheduled"), reading(status), NOW);
        assert.equal(released?.released, true);
        assert.equal(released.status, status);
      });
    }

    for (const status of ["Executed", "Failed", "Canceled", "Avoided"]) {
      it(`is forgotten when its ${ordered.state} order reads ${status}`, () => {
        assert.equal(release(EVENT, migration(ordered, "Scheduled"), reading(status), NOW), undefined);
      });
    }
  }

  for (const ordered of [rejected(), observed(), { state: "unsent", basis: "b", why: "w" }] as Ordered[]) {
    it(`is forgotten where nothing of ours is out: ${ordered.state}`, () => {
      assert.equal(release(EVENT, migration(ordered, "Scheduled"), reading("Scheduled"), NOW), undefined);
    });
  }

  it("is remembered until a day after its time if ENS does not list it", () => {
    const before = migration(due, "Scheduled");
    assert.deepEqual(release(EVENT, before, undefined, NOW), { ...before, released: true });
    assert.deepEqual(release(EVENT, before, undefined, TIME + DAY), { ...before, released: true });
    assert.equal(release(EVENT, before, undefined, TIME + DAY + 1_000), undefined);
  });

  it("is forgotten once its order, whose answer was lost, has had its time to show and ENS still inquires", () => {
    const lost = migration(unknown(at(TIME), NOW), "Inquiring");
    const at5 = (status: string, now: number) => release(EVENT, lost, reading(status), now);
    assert.equal(at5("Inquiring", NOW + SETTLE_TIME - 1)?.released, true);
    assert.equal(at5("Inquiring", NOW + SETTLE_TIME), undefined);
    assert.equal(at5("Scheduled", NOW + SETTLE_TIME)?.released, true, "something is scheduled");
    const taken = migration(due, "Inquiring");
    assert.equal(
      release(EVENT, taken, reading("Inquiring"), NOW + SETTLE_TIME)?.released,
      true,
      "readings may lag behind an order that was taken",
    );
  });

  it("with an immediate order is forgotten as soon as ENS does not list it", () => {
    assert.equal(release(EVENT, migration(accepted(atOnce()), "Inquiring"), undefined, NOW), undefined);
  });

  it("is forgotten if it ended before and ENS does not list it", () => {
    assert.equal(release(EVENT, migration(due, "Executed"), undefined, NOW), undefined);
  });

  it("takes in what the reading says of its order", () => {
    const released = release(
      EVENT,
      migration(unknown(), "Inquiring"),
      reading("Scheduled", ORDERED_TIME),
      NOW,
    );
    assert.equal(released?.ordered.state, "accepted");
    assert.equal(released.notBefore, ORDERED_TIME);
  });
});

describe("an order that ENS lists no more", () => {
  it("is lost more than a day after its time, unless it is over or nothing was ordered", () => {
    const { planTime } = marked(at(TIME));
    const due = migration(accepted(), "Scheduled");
    assert.equal(isLost(due, planTime + DAY), false);
    assert.equal(isLost(due, planTime + DAY + 1), true);
    assert.equal(isLost(migration(unknown(), "Scheduled"), planTime + DAY + 1), true);
    assert.equal(isLost(migration(accepted(), "Executed"), planTime + DAY + 1), false);
    assert.equal(isLost(migration(accepted(atOnce()), "Executing"), NOW + 365 * DAY), false);
    assert.equal(isLost(migration(unknown(atOnce(), NOW), "Inquiring"), NOW + DAY), false);
    assert.equal(isLost(migration(unknown(atOnce(), NOW), "Inquiring"), NOW + DAY + 1), true);
    for (const ordered of [rejected(), observed()])
      assert.equal(isLost(migration(ordered, "Scheduled"), planTime + DAY + 1), false);
  });
});
