import assert from "node:assert/strict";
import fc from "fast-check";
import { formatInstant, parseInstant } from "../../../provider/src/plan/model/instant";
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
  ["2026-13-05T01:30:00Z", /is not an ISO time with an offset/],
  ["2026-12-05T25:30:00Z", /is not an ISO time with an offset/],
  ["2026-12-05T01:60:00Z", /is not an ISO time with an offset/],
  ["2026-12-05T01:30:00+25:00", /is not an ISO time with an offset/],
  ["1796405400000", /is not an ISO time with an offset/],
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
