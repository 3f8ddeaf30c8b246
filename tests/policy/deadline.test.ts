import assert from "node:assert/strict";
import sinon from "sinon";
import { deadline } from "../../policy/src";
import { checked, event, judge, NOW } from "./judge";

describe("the rule deadline", () => {
  before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  after(() => sinon.restore());

  const rule = deadline("site-closes", {
    timeZone: "Asia/Shanghai",
    deadlines: [
      { deadline: "2026-12-20", reason: "the site closes", groups: ["cn-beijing-*"] },
      { deadline: "2026-12-31T12:00:00Z" },
    ],
  });
  const violations = (planTime: string, rest: object = {}) =>
    judge(rule, { props: checked({ events: [event(1, { planTime, ...rest })] }) }).violations;

  it("takes a date to its end in the zone", () => {
    const group = "cn-beijing-telecom";
    assert.deepEqual(violations("2026-12-20T23:59:00+08:00", { group }), []);
    assert.deepEqual(violations("2026-12-21T00:00:00+08:00", { group }), [
      "e-1 (i-1, group cn-beijing-telecom): starts Mon 2026-12-21 00:00 Asia/Shanghai (2026-12-20T16:00:00Z), after the deadline " +
        "2026-12-20 (the site closes). Give it an earlier planTime, or set schedule.endDate and widen windows or waves",
    ]);
  });

  it("takes a time as it is", () => {
    assert.equal(violations("2026-12-31T11:59:59Z").length, 0);
    assert.equal(violations("2026-12-31T12:00:00Z").length, 1);
  });

  it("applies to the groups that it names; an event may miss several", () => {
    assert.equal(violations("2026-12-25T00:00:00Z").length, 0);
    assert.equal(violations("2027-01-01T00:00:00Z", { group: "cn-beijing-unicom" }).length, 2);
  });

  it("reports an event that goes at once after it, and none whose time has passed", () => {
    const past = { deadlines: [{ deadline: "2026-11-27" }] };
    assert.equal(
      judge(rule, { props: checked({ events: [event(1, { opsType: "immediate" })] }), config: past })
        .violations.length,
      1,
    );
    const noon = { deadlines: [{ deadline: "2026-11-28T12:00:00+08:00" }] };
    assert.equal(
      judge(rule, { props: checked({ events: [event(1, { opsType: "immediate" })] }), config: noon })
        .violations.length,
      1,
      "at the very moment",
    );
    assert.deepEqual(
      judge(rule, {
        props: checked({ events: [event(1, { planTime: NOW - 1_000 })] }, NOW - 2_000),
        config: past,
      }),
      { violations: [] },
    );
  });

  it("does not apply until deadlines are configured", () =>
    assert.equal(
      judge(deadline("d"), { props: checked({ events: [event(1, { opsType: "immediate" })] }) })
        .notApplicable,
      "no deadlines are configured (option deadlines)",
    ));

  for (const [text, fault] of [
    ["2026-12-20 12:00", /"2026-12-20 12:00" is not an ISO time with an offset/],
    ["2026-11-31", /"2026-11-31": there is no such day; the last of that month is 2026-11-30$/],
    ["2026-12-20 00:00:00 +0000 UTC", /quote it in the YAML file$/],
  ] as const) {
    it(`refuses ${text}, at once`, () =>
      assert.throws(
        () => deadline("d", { deadlines: [{ deadline: text }] }),
        (error: Error) => {
          assert.equal(error.name, "TypeError");
          assert.ok(error.message.startsWith(`policy "d": deadlines[0].deadline "${text}"`), error.message);
          assert.match(error.message, fault);
          return true;
        },
      ));
  }

  it("refuses an offset as the zone of its dates", () =>
    assert.throws(
      () => deadline("d", { timeZone: "UTC+8", deadlines: [{ deadline: "2026-12-20" }] }),
      /^TypeError: policy "d": timeZone must be .*, not "UTC\+8"; did you mean Asia\/Shanghai\?$/,
    ));
});
