import assert from "node:assert/strict";
import {
  hasEnded,
  isOver,
  isPending,
  type Ordered,
  standing,
} from "../../../provider/src/plan/model/migration";
import {
  accepted,
  at,
  migration,
  NOW,
  observed,
  OTHER_TIME,
  ourOrder,
  rejected,
  unknown,
  unsent,
} from "../builders";

describe("an order is pending", () => {
  const rows: [Ordered, string, boolean][] = [
    [accepted(), "Inquiring", true],
    [accepted(), "Scheduled", true],
    [accepted(), "Executing", true],
    [accepted(), "Unread", true],
    [accepted(), "Executed", false],
    [accepted(), "Failed", false],
    [accepted(), "Canceled", false],
    [accepted(), "Avoided", false],
    [unknown(), "Inquiring", true],
    [unknown(), "Executed", false],
    [observed(), "Scheduled", true],
    [observed(), "Executing", true],
    [observed(), "Inquiring", false],
    [observed(), "Avoided", false],
    [accepted(), "Unlisted", false],
    [unknown(), "Unlisted", false],
    [observed(), "Unlisted", false],
    [rejected(), "Inquiring", false],
    [rejected(), "Scheduled", false],
    [unsent(), "Scheduled", false],
  ];
  for (const [ordered, status, pending] of rows) {
    it(`${ordered.state} and ${status}: ${pending ? "yes" : "no"}`, () => {
      assert.equal(isPending(migration(ordered, status)), pending);
    });
  }

  it("until the platform's last word, or until ENS has long ceased to list it", () => {
    const ended = ["Executed", "Failed", "Canceled", "Avoided"];
    for (const status of ended) assert.deepEqual([hasEnded(status), isOver(status)], [true, true]);
    assert.deepEqual([hasEnded("Unlisted"), isOver("Unlisted")], [false, true]);
    for (const status of ["Inquiring", "Scheduled", "Executing", "Unread", "Paused"])
      assert.deepEqual([hasEnded(status), isOver(status)], [false, false]);
  });
});

describe("the order of ours that stands", () => {
  it("is the accepted one, or the one before a lost one", () => {
    assert.deepEqual(standing(accepted()), ourOrder());
    assert.deepEqual(standing(unknown(at(OTHER_TIME), NOW, ourOrder())), ourOrder());
  });

  it("is none otherwise", () => {
    for (const ordered of [undefined, unknown(), rejected(), unsent(), observed()])
      assert.equal(standing(ordered), undefined);
  });
});
