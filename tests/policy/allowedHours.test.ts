import assert from "node:assert/strict";
import sinon from "sinon";
import { allowedHours } from "../../policy/src";
import { checked, event, judge, NOW } from "./judge";

const SHANGHAI = {
  timeZone: "Asia/Shanghai",
  windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "4h", cutoff: "30m" }],
} as const;
const BERLIN = {
  timeZone: "Europe/Berlin",
  windows: [{ days: ["fri"], startTime: "22:00", duration: "8h" }],
  groups: ["eu-*"],
} as const;

describe("the rule allowedHours", () => {
  before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  after(() => sinon.restore());

  const rule = allowedHours("night-only", { zones: [SHANGHAI, BERLIN] });
  const at = (planTime: string, rest: object = {}) => checked({ events: [event(1, { planTime, ...rest })] });
  const allowed = (planTime: string, rest: object = {}) =>
    judge(rule, { props: at(planTime, rest) }).violations.length === 0;

  it("judges by the clocks of the zone", () => {
    assert.ok(allowed("2026-12-05T01:00:00+08:00"), "as the window opens");
    assert.ok(allowed("2026-12-04T20:15:00Z"), "04:15 in Shanghai, on Saturday");
    assert.ok(!allowed("2026-12-05T01:00:00Z"), "09:00 in Shanghai");
    assert.ok(!allowed("2026-12-04T01:00:00+08:00"), "on Friday");
  });

  it("ends at the cutoff", () => {
    assert.ok(allowed("2026-12-05T04:29:00+08:00"));
    assert.ok(!allowed("2026-12-05T04:30:00+08:00"));
  });

  it("judges groups by the zone that names them, over midnight too, and only by that", () => {
    const group = "eu-central-1";
    assert.ok(allowed("2026-12-05T03:00:00+01:00", { group }), "Saturday 03:00, of Friday's window");
    assert.ok(
      !allowed("2026-12-05T01:00:00+08:00", { group }),
      "Shanghai's hours are not Berlin's: Friday 18:00",
    );
    assert.ok(!allowed("2026-12-05T03:00:00+01:00", { group: "cn-beijing" }));
  });

  it("does not judge a group that no zone is for", () =>
    assert.deepEqual(
      judge(allowedHours("eu", { zones: [BERLIN] }), {
        props: at("2026-12-05T12:00:00Z", { group: "cn-beijing" }),
      }),
      { violations: [] },
    ));

  it("says which event starts when, in the zone and in UTC, and which hours are allowed", () => {
    assert.deepEqual(judge(rule, { props: at("2026-12-05T05:15:00+08:00") }).violations, [
      "e-1 (i-1): starts Sat 2026-12-05 05:15 Asia/Shanghai (2026-12-04T21:15:00Z), outside the allowed hours: " +
        "sat,sun 01:00 for 4h, except its last 30m (Asia/Shanghai). Change its planTime, or narrow the windows of the plan's schedule",
    ]);
  });

  it("judges what a schedule found", () => {
    const schedule = {
      timeZone: "Asia/Shanghai",
      windows: [{ days: ["sun"], startTime: "12:00", duration: "2h" }],
      waves: [1],
    };
    const { violations } = judge(rule, { props: checked({ events: [1, 2].map((n) => event(n)), schedule }) });
    assert.equal(violations.length, 2);
    assert.match(violations[1] ?? "", /^e-2 \(i-2, wave 2\): starts Sun 2026-11-29 12:15 Asia\/Shanghai/);
  });

  it("judges an event that goes at once by the hour it is", () => {
    const props = checked({ events: [event(1, { opsType: "immediate" })] });
    assert.match(
      judge(rule, { props }).violations[0] ?? "",
      /starts immediately, now Sat 2026-11-28 12:00 Asia\/Shanghai \(2026-11-28T04:00:00Z\), outside/,
    );
    const now = (time: string) => {
      sinon.clock.setSystemTime(Date.parse(time));
      try {
        return judge(rule, { props }).violations.length;
      } finally {
        sinon.clock.setSystemTime(NOW);
      }
    };
    assert.equal(now("2026-11-29T00:59:59.999+08:00"), 1);
    assert.equal(now("2026-11-29T01:00:00.000+08:00"), 0);
    assert.equal(now("2026-11-29T04:29:59.999+08:00"), 0);
    assert.equal(now("2026-11-29T04:30:00.000+08:00"), 1);
  });

  it("does not judge a time that has passed", () =>
    assert.deepEqual(
      judge(rule, { props: checked({ events: [event(1, { planTime: NOW - 60_000 })] }, NOW - 3_600_000) }),
      { violations: [] },
    ));

  it("knows cron, and that clocks change", () => {
    // The second Saturday; and the last Sunday of October, when Berlin's clocks show 02:30 twice.
    const cron = (expression: string, duration: string) =>
      allowedHours("cron", {
        zones: [{ timeZone: "Europe/Berlin", windows: [{ cron: expression, duration }] }],
      });
    const judged = (expression: string, duration: string, planTime: string) =>
      judge(cron(expression, duration), { props: at(planTime) }).violations.length;
    assert.equal(judged("0 1 * * 6#2", "2h", "2026-12-12T02:00:00+01:00"), 0);
    assert.equal(judged("0 1 * * 6#2", "2h", "2026-12-05T02:00:00+01:00"), 1);
    assert.equal(judged("0 1 * * 0L", "3h", "2027-10-31T02:59:00+01:00"), 0);
    assert.equal(judged("0 1 * * 0L", "3h", "2027-10-31T03:01:00+01:00"), 1);
  });

  it("does not apply until hours are configured", () =>
    assert.deepEqual(judge(allowedHours("hours"), { props: at("2026-12-05T12:00:00Z") }), {
      violations: [],
      notApplicable: "no hours are configured (option zones)",
    }));

  it("is configured by the pack's configuration too", () =>
    assert.equal(
      judge(allowedHours("hours"), { props: at("2026-12-05T12:00:00Z"), config: { zones: [SHANGHAI] } })
        .violations.length,
      1,
    ));

  for (const [what, zones, message] of [
    [
      "a zone that does not exist",
      [{ ...SHANGHAI, timeZone: "Asia/Shanghei" }],
      /zones\[0\]\.timeZone must be a time zone .*, not "Asia\/Shanghei"; did you mean Asia\/Shanghai\?/,
    ],
    [
      "an abbreviation as a zone",
      [{ ...SHANGHAI, timeZone: "CST" }],
      /zones\[0\]\.timeZone must be a time zone .*, not "CST"; did you mean Asia\/Shanghai\?/,
    ],
    [
      "days of the month and days of the week in one cron expression",
      [{ ...SHANGHAI, windows: [{ cron: "0 1 1-7 * 6", duration: "1h" }] }],
      /zones\[0\]\.windows\[0\]\.cron names days of the month .*; did you mean "0 1 \* \* 6#1"\?$/,
    ],
    [
      "several faults, all at once",
      [{ ...SHANGHAI, windows: [{ days: ["sat"], startTime: "25:00", duration: "three hours" }] }],
      /windows\[0\]\.startTime "25:00": there is no such time; .*; zones\[0\]\.windows\[0\]\.duration must be a duration/,
    ],
    [
      "a window of days that no month has",
      [SHANGHAI, { ...SHANGHAI, windows: [{ cron: "0 0 31 2 *", duration: "1h" }] }],
      /zones\[1\]\.windows\[0\]\.cron never opens: no month that it names has day 31/,
    ],
    [
      "a window that does not open for many years",
      [{ ...SHANGHAI, windows: [{ cron: "0 0 * 2 1#5", duration: "1h" }] }],
      /zones\[0\]\.windows\[0\] does not open within eight years: \{"cron":"0 0 \* 2 1#5"/,
    ],
    [
      "a cutoff as long as the window",
      [{ ...SHANGHAI, windows: [{ days: ["sat"], startTime: "01:00", duration: "1h", cutoff: "1h" }] }],
      /zones\[0\]\.windows\[0\]\.cutoff must be shorter than the window's duration, or no move can start in it$/,
    ],
    ["no windows", [{ ...SHANGHAI, windows: [] }], /zones\[0\]\.windows must hold at least one window$/],
  ] as const) {
    it(`refuses ${what}, at once`, () =>
      assert.throws(() => allowedHours("hours", { zones }), {
        name: "TypeError",
        message,
      }));
  }

  it("takes a window that opens in leap years only", () =>
    assert.doesNotThrow(() =>
      allowedHours("hours", {
        zones: [{ timeZone: "UTC", windows: [{ cron: "0 0 29 2 *", duration: "1h" }] }],
      }),
    ));
});
