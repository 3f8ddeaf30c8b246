import assert from "node:assert/strict";
import fc from "fast-check";
import {
  clock,
  dayName,
  hasClocks,
  isoDay,
  localReading,
  wallTime,
} from "../../../../sdk/src/report/model/zone";

describe("clocks of a time zone", () => {
  it("go by the zone's own rules", () => {
    const readings = [
      ["Asia/Shanghai", "2026-12-04T17:30:00Z", "2026-12-05 01:30"],
      ["America/New_York", "2026-11-01T05:30:00Z", "2026-11-01 01:30"],
      ["America/New_York", "2026-11-01T06:30:00Z", "2026-11-01 01:30"],
      ["Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00"],
      ["Asia/Kathmandu", "2026-12-04T18:15:00Z", "2026-12-05 00:00"],
      ["-03:30", "2026-12-05T00:00:00Z", "2026-12-04 20:30"],
      ["UTC", "2026-12-05T00:00:20Z", "2026-12-05 00:00:20"],
    ] as const;
    for (const [zone, instant, reading] of readings)
      assert.equal(localReading(zone, Date.parse(instant)), reading, `${zone} ${instant}`);
  });

  it("agree with Intl at any time", () => {
    const zones = fc.constantFrom(
      "Asia/Shanghai",
      "America/New_York",
      "Australia/Lord_Howe",
      "Africa/Casablanca",
    );
    const times = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(zones, times, (timeZone, at) => {
        const format = new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "medium" });
        const wall = Math.floor(wallTime(timeZone, at) / 1_000) * 1_000;
        assert.equal(`${isoDay(wall)} ${new Date(wall).toISOString().slice(11, 19)}`, format.format(at));
      }),
    );
  });

  it("name days in English", () => {
    assert.equal(dayName(Date.UTC(2026, 11, 5)), "Saturday 2026-12-05");
    assert.equal(clock(Date.UTC(2026, 11, 5, 1, 5)), "01:05");
  });

  it("know which zones have any, also offsets and what earlier versions took", () => {
    assert.deepEqual(["Asia/Shanghai", "+08:00", "EST5EDT", "Asia/Peking", "", "8"].map(hasClocks), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
