import assert from "node:assert/strict";
import { changeTicket } from "../../policy/src";
import { checked, event, judge, NOW, UNKNOWN } from "./judge";

describe("the rule changeTicket", () => {
  const rule = changeTicket("change-ticket", { pattern: "^CHG-[0-9]{4,}$" });
  const events = [event(1, { planTime: NOW + 86_400_000 })];

  it("wants a ticket of the form", () => {
    assert.deepEqual(judge(rule, { props: checked({ events, changeTicket: "CHG-1042" }) }), {
      violations: [],
    });
    assert.deepEqual(judge(rule, { props: checked({ events, changeTicket: "CHG-42" }) }).violations, [
      'changeTicket "CHG-42" does not match ^CHG-[0-9]{4,}$. Write the ticket\'s number as your change register has it',
    ]);
    assert.deepEqual(judge(rule, { props: checked({ events }) }).violations, [
      'changeTicket is missing; it must match ^CHG-[0-9]{4,}$. Write changeTicket: "…" on the plan',
    ]);
  });

  it("wants any ticket by default", () => {
    const any = changeTicket("change-ticket");
    assert.equal(judge(any, { props: checked({ events, changeTicket: "see mail" }) }).violations.length, 0);
    assert.equal(judge(any, { props: checked({ events, changeTicket: "  " }) }).violations.length, 1);
  });

  it("wants none for a plan that orders nothing", () =>
    assert.equal(judge(rule, { props: checked({ events: [] }) }).notApplicable, "the plan has no events"));

  it("judges the ticket while the events are not known, and waits for one that is not", () => {
    assert.equal(judge(rule, { props: { planned: UNKNOWN, changeTicket: "no" } }).violations.length, 1);
    const verdict = judge(rule, { props: { ...checked({ events }), changeTicket: UNKNOWN } });
    assert.deepEqual(verdict.violations, []);
    assert.match(verdict.notChecked ?? "", /changeTicket can't be known during preview/);
  });

  it("refuses a pattern that is none, at once", () =>
    assert.throws(() => changeTicket("change-ticket", { pattern: "(" }), {
      name: "TypeError",
      message: /pattern .* is not a valid regular expression: Unterminated group/,
    }));
});
