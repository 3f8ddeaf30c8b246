import assert from "node:assert/strict";
import { counted, firstOf } from "../../../provider/src/plan/model/words";

describe("words", () => {
  it("count in English", () => {
    assert.deepEqual(
      [0, 1, 2].map((number) => counted(number, "event")),
      ["0 events", "1 event", "2 events"],
    );
  });

  it("name the first of many, and count the others", () => {
    assert.equal(firstOf(["a", "b"], 2), "a, b");
    assert.equal(firstOf(["a", "b", "c"], 2), "a, b and 1 more");
  });
});
