import assert from "node:assert/strict";
import { Claims } from "../../plugin/src/claims";
import { planName } from "../../plugin/src/inputs";
import { UNKNOWN } from "../../provider/src/plan";

const plan = (name: string, parent = "") =>
  planName(`urn:pulumi:dev::edge::${parent}ens:index:MigrationPlan::${name}`);
const events = (...numbers: number[]) => ({
  events: numbers.map((n) => ({ eventId: `e-${n}`, resourceId: `i-${n}`, instanceName: `web-${n}` })),
});

describe("plans of one program", () => {
  it("have an event once: the second plan is refused, by name", () => {
    const claims = new Claims();
    assert.deepEqual(claims.claim(plan("a"), events(1, 2), {}), []);
    assert.deepEqual(claims.claim(plan("b"), events(2, 3), {}), [
      'e-2 (web-2, i-2) is in two plans, "a" and "b". Remove it from one',
    ]);
    assert.deepEqual(claims.claim(plan("a", "my:index:Group$"), events(1), {}), [
      'e-1 (web-1, i-1) is in two plans that are both named "a". Remove it from one',
    ]);
  });

  it("may each have events whose ids a preview does not know", () => {
    const claims = new Claims();
    const unknown = { events: [{ eventId: UNKNOWN, resourceId: "i-1" }] };
    assert.deepEqual(claims.claim(plan("a"), unknown, {}), []);
    assert.deepEqual(claims.claim(plan("b"), unknown, {}), []);
    assert.deepEqual(claims.elsewhere(plan("c").urn).eventIds, []);
  });

  it("that are secret are refused without the names of their instances", () => {
    const claims = new Claims();
    claims.claim(plan("a"), events(1), {});
    assert.deepEqual(claims.claim(plan("b"), { ...events(1), secret: true }, {}), [
      'e-1 (i-1) is in two plans, "a" and "b". Remove it from one',
    ]);
  });

  it("may be checked again, as for a replacement, and then have other events", () => {
    const claims = new Claims();
    claims.claim(plan("a"), events(1, 2), {});
    assert.deepEqual(claims.claim(plan("a"), events(2), {}), []);
    assert.deepEqual(claims.claim(plan("b"), events(1), {}), []);
  });

  it("keep the events that ignoreChanges keeps", () => {
    const claims = new Claims();
    claims.claim(plan("a"), {}, { planned: { "e-1": "a line" } });
    assert.match(claims.claim(plan("b"), events(1), {})[0] ?? "", /^e-1 \(web-1, i-1\) is in two plans/);
  });

  it("know the events of the others, and whether those are secret", () => {
    const claims = new Claims();
    claims.claim(plan("a"), events(1), {});
    assert.deepEqual(claims.elsewhere(plan("b").urn), { eventIds: ["e-1"], secret: false });
    claims.claim(plan("c"), { ...events(2), secret: true }, {});
    assert.deepEqual(claims.elsewhere(plan("b").urn), { eventIds: ["e-1", "e-2"], secret: true });
    assert.deepEqual(claims.elsewhere(plan("c").urn), { eventIds: ["e-1"], secret: false });
  });

  it("that are no lists of events claim nothing, for check to refuse them", () => {
    const claims = new Claims();
    for (const given of [undefined, null, "text", 5, [null, "text", { eventId: 7 }]])
      assert.deepEqual(claims.claim(plan("a"), { events: given }, {}), []);
    assert.deepEqual(claims.elsewhere("").eventIds, []);
  });
});
