import assert from "node:assert/strict";
import { figureOf, growth } from "../../bench/statistics";

describe("figures of repeated runs", () => {
  it("are the median, whatever the order, and the range", () => {
    assert.deepEqual(figureOf([9, 1, 5]), { median: 5, min: 1, max: 9 });
    assert.deepEqual(figureOf([4, 1, 2, 100]), { median: 3, min: 1, max: 100 });
    assert.throws(() => figureOf([]), /nothing was measured/);
  });
});

describe("growth", () => {
  it("is 1 where cost is in proportion to size, and n where it grows with one more power of size", () => {
    assert.equal(growth({ size: 10, cost: 3 }, { size: 1_000, cost: 300 }), 1);
    assert.equal(growth({ size: 10, cost: 3 }, { size: 100, cost: 300 }), 10);
    assert.equal(growth({ size: 10, cost: 3 }, { size: 100, cost: 15 }), 0.5);
  });
});
