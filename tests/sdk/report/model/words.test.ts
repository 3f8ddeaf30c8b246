import assert from "node:assert/strict";
import { readReport } from "../../../../sdk/src/report/index";
import { moves, movesIn, oldAndNewTime, printable } from "../../../../sdk/src/report/model/words";
import { exportOf, planned } from "../exports";

describe("the words of a report", () => {
  it("count with the right plural, and only what moves", () => {
    assert.deepEqual([0, 1, 46].map(moves), ["0 moves", "1 move", "46 moves"]);
    const rows = (...moving: boolean[]) => movesIn(moving.map((each) => ({ moves: each })));
    assert.deepEqual(
      [rows(true, true), rows(true, false), rows(false, false), rows(false)],
      ["2 moves", "1 move, 1 instance does not move", "2 instances do not move", "1 instance does not move"],
    );
  });

  it("have no character that turns, hides or drives anything", () => {
    assert.equal(printable("a\u202eb\u2066c\u200bd\u200ee\u061cf\ufeffg"), "abcdefg");
    assert.equal(printable("a\r\nb\u0007c\u001b[2Jd\u2028e\ud800f"), "a b c [2Jd e f");
    assert.equal(printable("网关 عربى e\u0301 👩\u200d💻"), "网关 عربى e\u0301 👩\u200d💻");
  });

  it("leave out the year where old and new time have the same", () => {
    const [row] = readReport(exportOf({ planned: [planned(1)] })).plans[0]?.rows ?? [];
    assert.ok(row);
    const times = (local: string) => oldAndNewTime({ ...row, before: { at: 1, local } });
    assert.deepEqual(times("2026-12-04 01:30"), ["12-04 01:30", "12-05 01:30"]);
    assert.deepEqual(times("2027-01-04 01:30"), ["2027-01-04 01:30", "2026-12-05 01:30"]);
    assert.deepEqual(oldAndNewTime({ ...row, before: { at: "immediate" } }), [
      "immediately",
      "2026-12-05 01:30",
    ]);
  });
});
