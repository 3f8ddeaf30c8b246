import assert from "node:assert/strict";
import sinon from "sinon";
import { waveSize } from "../../policy/src";
import { checked, event, judge, many, NOW } from "./judge";

describe("the rule waveSize", () => {
  before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  after(() => sinon.restore());

  const rule = waveSize("waves-of-three", { maxEvents: 3 });

  it("reports each wave of a schedule that is too large", () => {
    const schedule = {
      timeZone: "Asia/Shanghai",
      windows: [{ days: ["sun"], startTime: "01:00", duration: "3h" }],
      waves: [1, 3, 5, 4],
      stagger: "1m",
    };
    assert.deepEqual(judge(rule, { props: checked({ events: many(13, {}), schedule }) }).violations, [
      "wave 3 (from 2026-11-28T17:30:00Z): 5 events (e-5 (i-5), e-6 (i-6), e-7 (i-7) and 2 more); the limit is 3. Write smaller sizes in " +
        "schedule.waves, or spread their planTimes",
      "wave 4 (from 2026-11-28T17:45:00Z): 4 events (e-10 (i-10), e-11 (i-11), e-12 (i-12) and 1 more); the limit is 3. Write smaller sizes in " +
        "schedule.waves, or spread their planTimes",
    ]);
  });

  it("takes events that start in the same second for a wave, whatever marks their milliseconds", () => {
    const planTime = NOW + 86_400_000;
    assert.deepEqual(judge(rule, { props: checked({ events: many(3, { planTime }) }) }), { violations: [] });
    const { violations } = judge(rule, { props: checked({ events: many(4, { planTime }) }) });
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /^the moves at 2026-11-29T04:00:00Z: 4 events/);
  });

  it("takes those that go at once for one", () =>
    assert.match(
      judge(rule, { props: checked({ events: many(4, { opsType: "immediate" }) }) }).violations[0] ?? "",
      /^the immediate moves: 4 events/,
    ));

  it("does not count what has started", () =>
    assert.deepEqual(
      judge(rule, { props: checked({ events: many(4, { planTime: NOW - 1_000 }) }, NOW - 2_000) }),
      { violations: [] },
    ));

  it("does not apply until a size is configured", () =>
    assert.equal(
      judge(waveSize("waves"), { props: checked({ events: [event(1, { opsType: "immediate" })] }) })
        .notApplicable,
      "no size is configured (option maxEvents)",
    ));
});
