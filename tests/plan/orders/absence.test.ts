import assert from "node:assert/strict";
import type { Migration } from "../../../provider/src/plan/model/migration";
import { withAbsence } from "../../../provider/src/plan/orders/absence";
import {
  accepted,
  at,
  atOnce,
  DAY,
  HOUR,
  migration,
  NOW,
  observed,
  rejected,
  TIME,
  timeOf,
  unknown,
  unsent,
} from "../builders";

const ORDERED_TIME = timeOf(at());

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
