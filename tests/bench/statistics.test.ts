import assert from "node:assert/strict";
import fc from "fast-check";
import { figureOf, growth } from "../../bench/statistics";

describe("figures of repeated runs", () => {
  it("are the median, whatever the order, and the range", () => {
    assert.deepEqual(figureOf([9, 1, 5]), { median: 5, min: 1, max: 9, runs: 3 });
    assert.deepEqual(figureOf([4, 1, 2, 100]), { median: 3, min: 1, max: 100, runs: 4 });
    assert.deepEqual(figureOf([7]), { median: 7, min: 7, max: 7, runs: 1 });
  });

  it("refuse to be made of nothing", () => {
    assert.throws(() => figureOf([]), /nothing was measured/);
  });

  it("have half of the samples on either side of the median", () => {
    const samples = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(samples, (all) => {
        const { median, min, max } = figureOf(all);
        assert.ok(all.filter((value) => value < median).length <= all.length / 2);
        assert.ok(all.filter((value) => value > median).length <= all.length / 2);
        assert.ok(min <= median && median <= max);
      }),
    );
  });
});

describe("growth", () => {
  it("is 1 where cost is in proportion to size, and n where it grows with one more power of size", () => {
    assert.equal(growth({ size: 10, cost: 3 }, { size: 1_000, cost: 300 }), 1);
    assert.equal(growth({ size: 10, cost: 3 }, { size: 100, cost: 300 }), 10);
    assert.equal(growth({ size: 10, cost: 3 }, { size: 100, cost: 15 }), 0.5);
  });
});
