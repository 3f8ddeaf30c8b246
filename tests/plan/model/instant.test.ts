import assert from "node:assert/strict";
import fc from "fast-check";
import { formatInstant, parseDay, parseInstant } from "../../../provider/src/plan/model/instant";
import { anyTime } from "../builders";

const INSTANTS: [number | string, string, string?][] = [
  [1_796_405_400_000, "2026-12-04T17:30:00Z"],
  [1_796_405_400_417, "2026-12-04T17:30:00.417Z"],
  ["2026-12-04T17:30:00Z", "2026-12-04T17:30:00Z"],
  ["2026-12-04T17:30Z", "2026-12-04T17:30:00Z"],
  ["2026-12-04T17:30:00.417Z", "2026-12-04T17:30:00.417Z"],
  ["2026-12-05T01:30:00+08:00", "2026-12-04T17:30:00Z", "2026-12-05 01:30 +08:00"],
  ["2026-12-05T01:30+08:00", "2026-12-04T17:30:00Z", "2026-12-05 01:30 +08:00"],
  ["2026-12-04T12:00:00-05:30", "2026-12-04T17:30:00Z", "2026-12-04 12:00 -05:30"],
  ["2026-12-04T17:30:00+00:00", "2026-12-04T17:30:00Z", "2026-12-04 17:30 +00:00"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
];

const FAILURES: [unknown, RegExp][] = [
  [1_796_405_400, /looks like seconds; .*\(1796405400000\?\)/],
  [1, /looks like seconds/],
  [99_999_999_999, /looks like seconds/],
  [0, /whole number of milliseconds/],
  [-1_796_405_400_000, /whole number of milliseconds/],
  [1_796_405_400_000.5, /whole number of milliseconds/],
  [1e300, /whole number of milliseconds/],
  [NaN, /whole number of milliseconds/],
  ["2026-12-05", /has no offset.*add Z or, for example, \+08:00/],
  ["2026-12-05T01:30", /has no offset/],
  ["2026-12-05T01:30:00", /has no offset/],
  ["2026-12-05T01:30:00.000", /has no offset/],
  ["2026-12-05 01:30:00+08:00", /is not an ISO time with an offset/],
  ["2026-12-05T01:30:00+0800", /is not an ISO time with an offset/],
  ["2027-02-29", /: there is no such day; the last of that month is 2027-02-28$/],
  ["2027-02-29T01:30:00+08:00", /: there is no such day; the last of that month is 2027-02-28$/],
  ["2028-02-30", /: there is no such day; the last of that month is 2028-02-29$/],
  ["2026-04-31T10:00:00+08:00", /: there is no such day; the last of that month is 2026-04-30$/],
  ["2026-12-32T10:00", /: there is no such day; the last of that month is 2026-12-31$/],
  ["2026-13-01", /: there is no such day$/],
  ["2026-13-05T01:30:00Z", /: there is no such day$/],
  ["2026-00-10", /: there is no such day$/],
  ["2026-12-00", /: there is no such day$/],
  ["2026-12-05T25:30:00Z", /: there is no such time; a day goes from 00:00:00 to 23:59:59$/],
  ["2026-12-05T01:60:00Z", /: there is no such time; a day goes/],
  ["2026-12-05T01:30:60Z", /: there is no such time; a day goes/],
  ["2026-12-05T25:00", /: there is no such time; a day goes/],
  ["2026-12-05T24:00:00Z", /: there is no such time; write 00:00 of the next day$/],
  ["2026-12-05T24:00+08:00", /: there is no such time; write 00:00 of the next day$/],
  ["2026-12-05T24:30:00Z", /: there is no such time; a day goes/],
  ["2026-12-05T01:30:00+25:00", /: there is no such offset from UTC$/],
  ["2026-12-05T01:30:00+15:00", /: there is no such offset from UTC$/],
  ["2026-12-05T01:30:00+08:60", /: there is no such offset from UTC$/],
  ["2026-12-05 00:00:00 +0000 UTC", /^".*" is what YAML makes of a date or time without quotes: quote it/],
  ["2026-12-04 17:30:00 +0000 UTC", /quote it in the YAML file$/],
  ["2026-12-05 01:30:00 +0800 +0800", /quote it in the YAML file$/],
  ["2026-12-05 01:30:00.5 +0800 CST", /quote it in the YAML file$/],
  ["1796405400000", /^"1796405400000" is a string; Unix milliseconds are a number, without quotes$/],
  [1_796_405_400_000_000, /^1796405400000000 looks like microseconds; .*\(1796405400000\?\)$/],
  [1_796_405_400_123_456, /^1796405400123456 looks like microseconds; .*\(1796405400123\?\)$/],
  [1_796_405_400_000_000_000, /looks like nanoseconds; .*\(1796405400000\?\)$/],
  ["tomorrow", /is not an ISO time with an offset/],
  ["", /is not an ISO time with an offset/],
  [null, /Unix milliseconds or an ISO time with an offset/],
  [true, /Unix milliseconds or an ISO time with an offset/],
  [["2026-12-05T01:30:00Z"], /Unix milliseconds or an ISO time with an offset/],
  [{}, /Unix milliseconds or an ISO time with an offset/],
];

describe("instants", () => {
  for (const [value, utc, local] of INSTANTS) {
    it(`${JSON.stringify(value)} is ${utc}, ${local ? `read as ${local}` : "in no other reading"}`, () => {
      assert.deepEqual(parseInstant(value), {
        at: Date.parse(utc),
        ...(local && { local: { time: local.slice(0, 16), zone: local.slice(17) } }),
      });
    });
  }

  for (const [value, reason] of FAILURES) {
    it(`${String(JSON.stringify(value))} fails: ${reason.source}`, () => {
      const parsed = parseInstant(value);
      assert.ok("reason" in parsed);
      assert.match(parsed.reason, reason);
    });
  }

  for (const value of ["2026-02-30T01:00:00Z", "2026-04-31T01:00:00+08:00", "2026-02-29T01:00:00Z"]) {
    it(`${value} fails, and is not a day of the next month`, () => {
      assert.ok("reason" in parseInstant(value));
    });
  }

  it("a number too large for any calendar fails", () => {
    assert.ok("reason" in parseInstant(Number.MAX_SAFE_INTEGER));
  });

  it("an instant reads back from its text", () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        assert.deepEqual(parseInstant(formatInstant(time)), { at: time });
      }),
    );
  });

  it("milliseconds are written only where there are any", () => {
    assert.equal(formatInstant(1_796_405_400_000), "2026-12-04T17:30:00Z");
    assert.equal(formatInstant(1_796_405_400_040), "2026-12-04T17:30:00.040Z");
  });
});

describe("days", () => {
  it("begin at midnight", () => assert.equal(parseDay("2026-12-24"), Date.parse("2026-12-24T00:00:00Z")));
  it("of a leap year may be a 29 February", () =>
    assert.equal(parseDay("2028-02-29"), Date.parse("2028-02-29T00:00:00Z")));

  for (const text of [
    "2026-02-29",
    "2026-04-31",
    "+002026-12-24",
    "2026-13-01",
    "2026-12-24T00:00",
    "24.12.2026",
    "2026-1-1",
    "",
  ])
    it(`${JSON.stringify(text)} is none`, () => assert.equal(parseDay(text), undefined));
});
