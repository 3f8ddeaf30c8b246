import assert from "node:assert/strict";
import { LIVES, OPERATIONS, PAIRS } from "./cells";
import { areSurvived } from "./pairs";

describe("faults through the engine", function () {
  this.timeout("900s");

  it("are picked so that every pair of group, operation and transport is there that can be", () => {
    const seen = new Set(
      LIVES.flatMap(({ transport, cells }) =>
        cells.flatMap(({ operation, group }) => [
          `${group} ${operation}`,
          `${group} ${transport}`,
          `${operation} ${transport}`,
        ]),
      ),
    );
    const transports = ["builtin", "sdk"];
    const wanted = [
      ...PAIRS.map((pair) => pair.join(" ")),
      ...[...new Set(PAIRS.map(([group]) => group)), ...OPERATIONS].flatMap((one) =>
        transports.map((transport) => `${one} ${transport}`),
      ),
    ];
    assert.deepEqual([...seen].sort(), wanted.sort());
  });

  areSurvived(LIVES.slice(0, 2)); // One with each transport.
});
