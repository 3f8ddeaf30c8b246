import assert from "node:assert/strict";
import * as fc from "fast-check";
import { backoffDelay } from "../../../provider/src/ens/retry/backoff";

const backoff = fc.record({
  baseMs: fc.integer({ min: 1, max: 5_000 }),
  capMs: fc.integer({ min: 1, max: 60_000 }),
});
const attempt = fc.integer({ min: 1, max: 100 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("backoff", () => {
  it("stays between half of the ceiling and the ceiling, and under the cap", () => {
    fc.assert(
      fc.property(attempt, backoff, random, (number, pace, chance) => {
        const ceiling = Math.min(pace.capMs, pace.baseMs * 2 ** (number - 1));
        const delay = backoffDelay(number, pace, () => chance);
        assert.ok(delay >= Math.floor(ceiling / 2) && delay <= Math.ceil(ceiling));
      }),
    );
  });

  it("never shrinks from one attempt to the next for the same chance", () => {
    fc.assert(
      fc.property(attempt, backoff, random, (number, pace, chance) => {
        assert.ok(backoffDelay(number, pace, () => chance) <= backoffDelay(number + 1, pace, () => chance));
      }),
    );
  });
});
