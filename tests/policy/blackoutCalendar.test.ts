import assert from "node:assert/strict";
import sinon from "sinon";
import { blackoutCalendar } from "../../policy/src";
import { checked, event, judge, NOW } from "./judge";

describe("the rule blackoutCalendar", () => {
  before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  after(() => sinon.restore());

  const rule = blackoutCalendar("freeze", {
    timeZone: "Asia/Shanghai",
    blackouts: [
      { from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" },
      { from: "2026-12-05T00:00:00Z", to: "2026-12-05T12:00:00Z", groups: ["cn-beijing-*"] },
    ],
  });
  const violations = (planTime: string, rest: object = {}) =>
    judge(rule, { props: checked({ events: [event(1, { planTime, ...rest })] }) }).violations;

  it("takes dates as whole days in its zone", () => {
    assert.equal(violations("2026-12-24T00:00:00+08:00").length, 1);
    assert.equal(violations("2026-12-23T23:59:59+08:00").length, 0);
    assert.equal(violations("2026-12-26T23:59:59+08:00").length, 1);
    assert.equal(violations("2026-12-27T00:00:00+08:00").length, 0);
  });

  it("takes times as they are, from the first to just before the last", () => {
    const group = "cn-beijing-telecom";
    assert.equal(violations("2026-12-05T00:00:00Z", { group }).length, 1);
    assert.equal(violations("2026-12-05T11:59:59Z", { group }).length, 1);
    assert.equal(violations("2026-12-05T12:00:00Z", { group }).length, 0);
  });

  it("applies to the groups that it names", () => {
    assert.equal(violations("2026-12-05T06:00:00Z", { group: "cn-shanghai" }).length, 0);
    assert.equal(violations("2026-12-05T06:00:00Z").length, 0);
  });

  it("says which event, which blackout, and why there is one", () =>
    assert.deepEqual(violations("2026-12-24T01:30:00+08:00"), [
      "e-1 (i-1): starts Thu 2026-12-24 01:30 Asia/Shanghai (2026-12-23T17:30:00Z), in the blackout 2026-12-24 to 2026-12-26 " +
        "(year-end freeze). Change its planTime, or add the blackout to schedule.exclusions",
    ]));

  it("judges an event that goes at once by the moment it is", () => {
    const props = checked({ events: [event(1, { opsType: "immediate" })] });
    const today = { blackouts: [{ from: "2026-11-28", to: "2026-11-28" }] };
    assert.match(
      judge(rule, { props, config: today }).violations[0] ?? "",
      /starts immediately, now Sat 2026-11-28 12:00/,
    );
    assert.deepEqual(judge(rule, { props }), { violations: [] });
    const between = (from: string, to: string) =>
      judge(rule, { props, config: { blackouts: [{ from, to }] } }).violations.length;
    assert.equal(between("2026-11-28T11:00:00+08:00", "2026-11-28T12:00:00+08:00"), 0, "it is just over");
    assert.equal(between("2026-11-28T12:00:00+08:00", "2026-11-28T13:00:00+08:00"), 1, "it just begins");
  });

  it("does not apply until blackouts are configured", () =>
    assert.equal(
      judge(blackoutCalendar("freeze"), { props: checked({ events: [event(1, { planTime: NOW + 1_000 })] }) })
        .notApplicable,
      "no blackouts are configured (option blackouts)",
    ));

  for (const [from, to, fault] of [
    ["2026-12-32", "2026-12-33", /\.from "2026-12-32": there is no such day/],
    ["2026-12-24", "2027-02-29", /\.to "2027-02-29": there is no such day/],
    ["2026-12-26", "2026-12-24", /\.to 2026-12-24 is before from 2026-12-26$/],
    ["2026-12-24T00:00:00", "2026-12-26", /\.from "2026-12-24T00:00:00" has no offset/],
    ["2026-12-24 00:00:00 +0000 UTC", "2026-12-26", /\.from .*quote it in the YAML file$/],
    [
      "Christmas",
      "2026-12-26",
      /\.from "Christmas" is not a date, such as 2026-12-24, or a time with an offset/,
    ],
  ] as const) {
    it(`refuses ${from} to ${to}, at once: a mistyped blackout must not be none`, () =>
      assert.throws(
        () =>
          blackoutCalendar("freeze", {
            blackouts: [
              { from: "2026-01-01", to: "2026-01-02" },
              { from, to },
            ],
          }),
        (error: Error) => {
          assert.equal(error.name, "TypeError");
          assert.ok(error.message.startsWith('policy "freeze": blackouts[1].'), error.message);
          assert.match(error.message, fault);
          return true;
        },
      ));
  }

  for (const [timeZone, fault] of [
    ["Mars", /: policy "freeze": timeZone must be a time zone as Area\/City, .*, not "Mars"$/],
    ["CST", /not "CST"; did you mean Asia\/Shanghai\?$/],
    ["+08:00", /not "\+08:00"; did you mean Asia\/Shanghai\?$/],
  ] as const) {
    it(`refuses ${timeZone} as a zone`, () =>
      assert.throws(
        () => blackoutCalendar("freeze", { timeZone, blackouts: [{ from: "2026-01-01", to: "2026-01-02" }] }),
        fault,
      ));
  }
});
