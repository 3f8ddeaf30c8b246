import assert from "node:assert/strict";
import { eventsPerPlan } from "../../policy/src";
import { checked, event, judge, many, NOW, UNKNOWN } from "./judge";

describe("the rule eventsPerPlan", () => {
  const rule = eventsPerPlan("reviewable", { maxEvents: 3 });
  const planTime = NOW + 86_400_000;

  it("counts events", () => {
    assert.deepEqual(judge(rule, { props: checked({ events: many(3, { planTime }) }) }), { violations: [] });
    assert.deepEqual(judge(rule, { props: checked({ events: many(4, { planTime }) }) }).violations, [
      "4 events; the limit is 3. Split the plan by region or by service, or narrow what getMigrationEvents finds",
    ]);
  });

  it("counts those that a preview cannot tell, and needs to know no more of them", () => {
    const events = [
      ...many(2, { planTime }),
      { eventId: UNKNOWN, resourceId: "i-3", planTime },
      event(4, { planTime: UNKNOWN }),
    ];
    assert.equal(judge(rule, { props: checked({ events }) }).violations.length, 1);
    assert.deepEqual(judge(rule, { props: checked({ events: events.slice(1) }) }), { violations: [] });
  });

  it("says that it has not checked a plan whose events are not known at all", () =>
    assert.match(
      judge(rule, { props: { planned: UNKNOWN } }).notChecked ?? "",
      /^the plan's events are still unknown/,
    ));

  it("does not apply until a number is configured", () =>
    assert.equal(
      judge(eventsPerPlan("plan"), { props: checked({ events: [] }) }).notApplicable,
      "no number is configured (option maxEvents)",
    ));
});
