import assert from "node:assert/strict";
import fc from "fast-check";
import { DATA_POLICIES } from "../../../provider/src/api/ens";
import { basisOf, markPlanTime, recognise, sameTerms, termsOf } from "../../../provider/src/plan/model/terms";
import {
  anyDataPolicy,
  anyEventId,
  anyResourceId,
  anyTerms,
  anyTime,
  anyWholeSecond,
  at,
  atOnce,
  OTHER_STACK,
  OTHER_TIME,
  STACK,
  TIME,
} from "../builders";

describe("the mark in a planned time", () => {
  it("names the terms of the order when it is found later: no two data policies share a mark", () => {
    fc.assert(
      fc.property(anyEventId, anyWholeSecond, anyDataPolicy, (eventId, planTime, dataPolicy) => {
        const sent = markPlanTime(STACK, eventId, planTime, dataPolicy);
        assert.deepEqual(recognise(STACK, eventId, sent), {
          opsType: "scheduled",
          dataPolicy,
          planTime: sent,
        });
      }),
    );
  });

  it("is one of those that a data policy can have, so that no other order of the second is taken for ours", () => {
    for (let second = TIME; second < TIME + 20_000; second += 1_000) {
      const known = Array.from({ length: 1_000 }, (_, mark) => recognise(STACK, "e-1", second + mark));
      assert.equal(known.filter(Boolean).length, DATA_POLICIES.length);
    }
  });

  it("of one stack is seldom taken for one of another", () => {
    let taken = 0;
    for (let n = 0; n < 2_000; n++) {
      if (recognise(STACK, "e-1", markPlanTime(OTHER_STACK, "e-1", TIME + n * 1_000, "force_transfer")))
        taken += 1;
    }
    assert.ok(taken < 30, `${taken} of 2000`);
  });

  it("stays within the second and is never zero", () => {
    fc.assert(
      fc.property(anyEventId, anyWholeSecond, anyDataPolicy, (eventId, planTime, dataPolicy) => {
        const mark = markPlanTime(STACK, eventId, planTime, dataPolicy) - planTime;
        assert.ok(mark >= 1 && mark <= 999);
      }),
    );
  });

  it("is not put on a time with milliseconds of its own", () => {
    fc.assert(
      fc.property(anyEventId, anyTime, anyDataPolicy, (eventId, planTime, dataPolicy) => {
        fc.pre(planTime % 1_000 !== 0);
        assert.equal(markPlanTime(STACK, eventId, planTime, dataPolicy), planTime);
      }),
    );
  });

  it("is not seen in a whole second, as a person or the platform writes it", () => {
    fc.assert(
      fc.property(anyEventId, anyWholeSecond, (eventId, time) => {
        assert.equal(recognise(STACK, eventId, time), undefined);
      }),
    );
  });

  it("is another one for another stack, event, time or data policy", () => {
    const marks = (of: (n: number) => number): number =>
      new Set(Array.from({ length: 50 }, (_, n) => of(n))).size;
    assert.ok(marks((n) => markPlanTime(`shop/${n}`, "e-1", TIME, "abandon") - TIME) > 40);
    assert.ok(marks((n) => markPlanTime(STACK, `e-${n}`, TIME, "abandon") - TIME) > 40);
    assert.ok(marks((n) => markPlanTime(STACK, "e-1", TIME + n * 1_000, "abandon") % 1_000) > 40);
    assert.notEqual(
      markPlanTime(STACK, "e-1", TIME, "abandon"),
      markPlanTime(STACK, "e-1", TIME, "force_transfer"),
    );
  });

  it("of one event is seldom taken for one of another", () => {
    let taken = 0;
    for (let n = 0; n < 2_000; n++) {
      if (recognise(STACK, "e-other", markPlanTime(STACK, "e-1", TIME + n * 1_000, "force_transfer")))
        taken += 1;
    }
    assert.ok(taken < 30, `${taken} of 2000`);
  });
});

describe("the basis of an order", () => {
  const anyWhen = fc.oneof(anyTime, fc.constant("immediate"), fc.string());

  it("is eight characters that a line can hold", () => {
    fc.assert(
      fc.property(anyResourceId, anyDataPolicy, anyWhen, (resourceId, dataPolicy, when) => {
        assert.match(basisOf(resourceId, dataPolicy, when), /^[\w-]{8}$/);
      }),
    );
  });

  const changes: [string, Parameters<typeof basisOf>][] = [
    ["the instance", ["i-2", "force_transfer", TIME]],
    ["the time", ["i-1", "force_transfer", OTHER_TIME]],
    ["the time by a millisecond", ["i-1", "force_transfer", TIME + 1]],
    ["the data policy", ["i-1", "try_transfer", TIME]],
    ["the ops type", ["i-1", "force_transfer", "immediate"]],
    ["a schedule in place of the time", ["i-1", "force_transfer", String(TIME)]],
  ];
  for (const [what, order] of changes) {
    it(`changes with ${what}`, () => {
      assert.notEqual(basisOf(...order), basisOf("i-1", "force_transfer", TIME));
    });
  }
});

describe("terms", () => {
  it("of an order leave out the event, the instance and the password", () => {
    const order = { eventId: "e-1", resourceId: "i-1", ...atOnce(), password: "Secret123" };
    assert.deepEqual(termsOf(order), atOnce());
    assert.deepEqual(termsOf({ eventId: "e-1", resourceId: "i-1", ...at() } as ReturnType<typeof at>), at());
  });

  it("are the same exactly when every field is", () => {
    fc.assert(
      fc.property(anyTerms, anyTerms, (a, b) => {
        assert.equal(sameTerms(a, { ...a }), true);
        assert.equal(sameTerms(a, b), JSON.stringify(termsOf(a)) === JSON.stringify(termsOf(b)));
      }),
    );
  });

  const pairs: [string, Parameters<typeof sameTerms>][] = [
    ["the time", [at(TIME), at(OTHER_TIME)]],
    ["the data policy", [at(TIME, "abandon"), at(TIME, "try_transfer")]],
    ["the data policy of immediate ones", [atOnce("abandon"), atOnce("try_transfer")]],
    ["the ops type", [at(TIME), atOnce()]],
  ];
  for (const [what, [a, b]] of pairs) {
    it(`differ in ${what}`, () => {
      assert.equal(sameTerms(a, b), false);
      assert.equal(sameTerms(b, a), false);
    });
  }
});
