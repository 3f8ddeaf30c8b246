import assert from "node:assert/strict";
import sinon from "sinon";
import { minimumLeadTime } from "../../policy/src";
import { checked, event, judge, NOW } from "./judge";

const HOUR = 3_600_000;

describe("the rule minimumLeadTime", () => {
  before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  after(() => sinon.restore());

  const rule = minimumLeadTime("a-day-ahead", { leadTime: "24h" });
  const schedule = {
    timeZone: "Asia/Shanghai",
    windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h" }],
  };

  it("reports times of their own that are nearer, and no others", () => {
    const at = (ahead: number) =>
      judge(rule, { props: checked({ events: [event(1, { planTime: NOW + ahead })] }) }).violations;
    assert.deepEqual(at(24 * HOUR), []);
    // A time with milliseconds of its own is taken as it is.
    sinon.clock.setSystemTime(NOW + 500);
    assert.deepEqual(at(24 * HOUR + 500), []);
    assert.equal(at(24 * HOUR + 499).length, 1);
    sinon.clock.setSystemTime(NOW);
    assert.deepEqual(at(2 * HOUR), [
      "e-1 (i-1): starts 2026-11-28T06:00:00Z, 120 minutes from now; the lead time must be at least 24h. If this is a new order, give it a later " +
        "planTime, or let a schedule set its time",
    ]);
  });

  it("asks of a schedule that its own lead time be long enough, once for all its events", () => {
    const events = [1, 2].map((n) => event(n));
    assert.deepEqual(judge(rule, { props: checked({ events, schedule }) }).violations, [
      "schedule.minLeadTime is 10m (the default); it times 2 events, and must be at least 24h. Set it to 24h",
    ]);
    assert.match(
      judge(rule, { props: checked({ events, schedule: { ...schedule, minLeadTime: "PT23H" } }) })
        .violations[0] ?? "",
      /^schedule\.minLeadTime is PT23H; it times 2 events/,
    );
    assert.deepEqual(
      judge(rule, { props: checked({ events, schedule: { ...schedule, minLeadTime: "P1D" } }) }),
      { violations: [] },
    );
  });

  it("lets a time that a schedule found come as close as it likes", () => {
    const props = checked(
      { events: [event(1)], schedule: { ...schedule, minLeadTime: "1d" } },
      NOW - 48 * HOUR,
    );
    sinon.clock.setSystemTime(NOW - 12 * HOUR);
    try {
      assert.deepEqual(judge(rule, { props }), { violations: [] });
    } finally {
      sinon.clock.setSystemTime(NOW);
    }
  });

  it("does not judge a time that has passed, and takes one that goes at once for no notice at all", () => {
    assert.deepEqual(
      judge(rule, { props: checked({ events: [event(1, { planTime: NOW - 1 })] }, NOW - HOUR) }),
      { violations: [] },
    );
    assert.match(
      judge(rule, { props: checked({ events: [event(1, { opsType: "immediate" })] }) }).violations[0] ?? "",
      /starts immediately, now 2026-11-28T04:00:00Z; the lead time must be at least 24h/,
    );
  });

  it("is advisory by default, since a policy cannot tell a new order from an old one", () =>
    assert.equal(rule.enforcementLevel, "advisory"));

  it("does not apply until a lead time is configured", () =>
    assert.equal(
      judge(minimumLeadTime("lead"), { props: checked({ events: [event(1, { planTime: NOW + 1_000 })] }) })
        .notApplicable,
      "no lead time is configured (option leadTime)",
    ));

  for (const [leadTime, milliseconds] of [
    ["90s", 90_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["PT1H30M", 5_400_000],
    ["P1DT2H", 26 * HOUR],
  ] as const) {
    it(`takes ${leadTime} for ${milliseconds} milliseconds`, () => {
      const own = minimumLeadTime("lead", { leadTime });
      const at = (ahead: number) =>
        judge(own, { props: checked({ events: [event(1, { planTime: NOW + ahead })] }) }).violations.length;
      assert.equal(at(milliseconds), 0);
      assert.equal(at(milliseconds - 1_000), 1);
    });
  }

  for (const leadTime of ["24", "24 h", "a day", "P", "PT", "-1h", "1w", ""]) {
    it(`refuses ${JSON.stringify(leadTime)}, at once`, () =>
      assert.throws(() => minimumLeadTime("lead", { leadTime }), {
        name: "TypeError",
        message: /^policy "lead": leadTime must be a duration, such as "30m"/,
      }));
  }
});
