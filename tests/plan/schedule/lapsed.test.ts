import assert from "node:assert/strict";
import type { Migration } from "../../../provider/src/plan/model/migration";
import { withoutLapsedBases } from "../../../provider/src/plan/schedule/lapsed";
import { accepted, at, EVENT, HOUR, marked, migration, NOW, planned, rejected, TIME } from "../builders";

/** 2026-12-04T17:30Z is planned. */
const DAY_BEFORE = TIME - 24 * HOUR;
const line = { ...planned(), wave: 1 };
const found = migration(
  accepted(at(DAY_BEFORE), { basis: line.basis, terms: marked(at(DAY_BEFORE)) }),
  "Scheduled",
);
/** Open at the hour of both times, on these days. */
const schedule = (...days: string[]) => ({
  timeZone: "UTC",
  windows: [{ days, startTime: "17:00", duration: "2h" }],
});
const FRIDAY = schedule("fri");

function basisOf(
  before: Migration,
  more: Partial<Parameters<typeof withoutLapsedBases>[0]> = {},
): string | undefined {
  const migrations = new Map([[EVENT, before]]);
  const left = withoutLapsedBases({ planned: [line], migrations, schedule: FRIDAY, now: NOW, ...more });
  return left.get(EVENT)?.ordered.basis;
}

describe("an order that stands at another time than the planned one", () => {
  it("has no basis once the schedule no longer allows its time", () => {
    assert.equal(basisOf(found), "");
    assert.equal(
      basisOf(found, { planned: [{ ...line, deadline: DAY_BEFORE - 1 }], schedule: schedule("thu") }),
      "",
    );
  });

  const kept: [string, Migration, Partial<Parameters<typeof withoutLapsedBases>[0]>?][] = [
    ["that the schedule allows", found, { schedule: schedule("thu", "fri") }],
    ["in a plan without a schedule", found, { schedule: undefined }],
    ["that is over by the clock", found, { now: DAY_BEFORE + 1_000 }],
    ["under which it runs already", { ...found, status: "Executing" }],
    ["that the platform has moved", { ...found, movedTo: TIME + HOUR }],
    ["of an event with a time of its own", found, { planned: [planned()] }],
    ["of a refused order", migration({ ...rejected(), basis: line.basis }, "Inquiring")],
  ];
  for (const [what, before, more] of kept)
    it(`keeps its basis: a time ${what}`, () => assert.equal(basisOf(before, more), line.basis));
});
