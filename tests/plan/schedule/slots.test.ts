import assert from "node:assert/strict";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import { Slots } from "../../../provider/src/plan/schedule/slots";
import { at, MINUTE, planned, timeOf } from "../builders";
import type { Inputs } from "./builders";

/** The window is open from 17:00 to 18:59 every day. */
const DAY_RULES = {
  timeZone: "UTC",
  windows: [{ cron: "0 17 * * *", duration: "2h" }],
};
const LIMIT = { maxUnavailable: 1, assumedDowntime: "30m" };
const time = (text: string): number => Date.parse(`2026-12-${text}:00Z`);

const line = (number: number, more: Partial<PlannedMigration> = {}): PlannedMigration => ({
  ...planned(at(time("04T17:00")), `e-${number}`, `i-${number}`),
  wave: 1,
  ...more,
});
const [FIRST, SECOND] = [line(1), line(2)];

function slots(more: Inputs = {}, taken: [PlannedMigration, number][] = []): Slots {
  const made = Slots.of({ ...DAY_RULES, ...more }, [FIRST, SECOND]);
  assert.ok(made);
  for (const [each, at] of taken) made.take(each, at);
  return made;
}

describe("whether the rules in force allow a start", () => {
  const cases: [string, Inputs, string, boolean][] = [
    ["within a window", {}, "04T17:20", true],
    ["before it opens", {}, "04T16:59", false],
    ["after it has closed", {}, "04T19:00", false],
    ["within an exclusion", { exclusions: [{ from: "2026-12-04", to: "2026-12-04" }] }, "04T17:20", false],
    ["before startDate", { startDate: "2026-12-05" }, "04T17:20", false],
    ["from endDate on", { endDate: "2026-12-03" }, "04T17:20", false],
    ["however soon it is", { minLeadTime: "30d" }, "04T17:20", true],
  ];
  for (const [what, rules, start, allowed] of cases) {
    it(`${what}: ${allowed ? "yes" : "no"}`, () => {
      assert.equal(slots(rules).allows(FIRST, time(start)), allowed);
    });
  }

  it("counts the second, not the mark in its milliseconds", () => {
    assert.equal(slots().allows(FIRST, timeOf(at(time("04T18:59")))), true);
    const deadline = time("04T17:30");
    assert.equal(slots().allows(line(1, { deadline }), timeOf(at(deadline))), true);
    assert.equal(slots().allows(line(1, { deadline }), deadline + MINUTE), false);
  });

  it("counts the other starts of the group, and not the event's own", () => {
    const start = time("04T17:00");
    const full = slots(LIMIT, [[FIRST, timeOf(at(start))]]);
    assert.equal(full.allows(SECOND, start + 29 * MINUTE), false);
    assert.equal(full.allows(SECOND, start + 30 * MINUTE), true);
    assert.equal(full.allows(FIRST, start), true);
    assert.equal(full.allows(line(2, { group: "other" }), start), true);
  });

  it("counts an event where it starts now, and no more where it did before", () => {
    const start = time("04T17:00");
    const moved = slots(LIMIT, [
      [FIRST, start],
      [FIRST, start + 60 * MINUTE],
    ]);
    assert.equal(moved.allows(SECOND, start), true);
    assert.equal(moved.allows(SECOND, start + 60 * MINUTE), false);
  });

  it("nobody can tell where the schedule cannot be read", () => {
    assert.equal(Slots.of({ windows: [] }, [FIRST]), undefined);
  });
});

describe("the next slot", () => {
  it("is the first of the grid with room in its group", () => {
    const full = slots(LIMIT, [[FIRST, time("04T17:00")]]);
    assert.equal(full.next(SECOND, time("04T17:00")), time("04T17:30"));
    assert.equal(slots(LIMIT).next(SECOND, time("04T17:01")), time("04T17:15"));
  });

  it("is in the next window where this one is full", () => {
    const night = { ...LIMIT, assumedDowntime: "3h" };
    assert.equal(slots(night, [[FIRST, time("04T17:00")]]).next(SECOND, time("04T17:00")), time("05T17:00"));
  });

  it("is none after the deadline", () => {
    const full = slots(LIMIT, [[FIRST, time("04T17:00")]]);
    assert.equal(full.next(line(2, { deadline: time("04T17:29") }), time("04T17:00")), undefined);
    assert.equal(full.next(line(2, { deadline: time("04T17:30") }), time("04T17:00")), time("04T17:30"));
  });
});
