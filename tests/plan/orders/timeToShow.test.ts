import assert from "node:assert/strict";
import type { Migration } from "../../../provider/src/plan/model/migration";
import {
  hadTimeToShow,
  isFresh,
  type ReadingTime,
  SETTLE_TIME,
} from "../../../provider/src/plan/orders/timeToShow";
import { accepted, at, DAY, migration, NOW, OTHER_TIME, timeOf } from "../builders";

const ORDERED_TIME = timeOf(at());
const readAt = (at: number | undefined, waited = false): ReadingTime => ({ at, waited });

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
