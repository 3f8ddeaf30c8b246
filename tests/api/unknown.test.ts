import assert from "node:assert/strict";
import { containsUnknown, isUnknown, UNKNOWN } from "../../provider/src/api/unknown";
import { SENTINELS } from "../sentinels";

describe("unknown values", () => {
  for (const [kind, sentinel] of Object.entries(SENTINELS)) {
    it(`the sentinel of an unknown ${kind} is one, however deep it lies`, () => {
      assert.equal(isUnknown(sentinel), true);
      assert.equal(containsUnknown(sentinel), true);
      assert.equal(containsUnknown({ a: [1, { b: [null, sentinel] }] }), true);
      assert.equal(containsUnknown([[sentinel]]), true);
    });
  }

  it("what stands for an unknown value is itself a sentinel", () => {
    assert.equal(isUnknown(UNKNOWN), true);
  });

  const known: unknown[] = [
    null,
    undefined,
    0,
    false,
    "",
    [],
    {},
    `${UNKNOWN} `,
    UNKNOWN.toUpperCase(),
    { [UNKNOWN]: 1 },
    [{ a: "b" }],
  ];
  for (const value of known) {
    it(`${JSON.stringify(value)} is known`, () => {
      assert.equal(isUnknown(value), false);
      assert.equal(containsUnknown(value), false);
    });
  }
});
