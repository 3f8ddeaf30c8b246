import assert from "node:assert/strict";
import { Groups } from "../../../provider/src/plan/schedule/groups";
import { HOUR, MINUTE } from "../builders";
import { NOW } from "./builders";

const ofOne = (downtime: number): Groups => new Groups({ count: 1 }, downtime, new Map([["a", 9]]));

describe("a group of which one instance may be down", () => {
  it("takes one that is back at the moment another starts", () => {
    const groups = ofOne(HOUR);
    groups.add("a", NOW);
    assert.equal(groups.fits("a", NOW + HOUR), true);
    assert.equal(groups.fits("a", NOW + HOUR - 1), false);
  });

  it("takes one before another that starts when it is back, and none that is down by then", () => {
    const groups = ofOne(HOUR);
    groups.add("a", NOW + HOUR);
    assert.equal(groups.fits("a", NOW), true);
    assert.equal(groups.fits("a", NOW + 1), false);
  });

  it("takes one between others, whatever the order in which they came", () => {
    const starts = [4, 0, 6, 2].map((hours) => NOW + hours * HOUR);
    const groups = ofOne(HOUR);
    for (const start of starts) groups.add("a", start);
    assert.equal(groups.fits("a", NOW + HOUR), true);
    for (const start of starts) assert.equal(groups.fits("a", start + 59 * MINUTE), false);
  });

  it("has nothing to do with another group", () => {
    const groups = ofOne(HOUR);
    groups.add("a", NOW);
    assert.equal(groups.fits("b", NOW), true);
  });
});

describe("the limit of a group", () => {
  const limit = (maxUnavailable: ConstructorParameters<typeof Groups>[0], size: number): number =>
    new Groups(maxUnavailable, HOUR, new Map([["a", size]])).limitOf("a");

  it("is a share of it, rounded down, and one at least", () => {
    assert.equal(limit({ percent: 50 }, 5), 2);
    assert.equal(limit({ percent: 10 }, 5), 1);
  });

  it("is none without maxUnavailable", () => {
    assert.equal(limit(undefined, 5), Number.POSITIVE_INFINITY);
  });
});
