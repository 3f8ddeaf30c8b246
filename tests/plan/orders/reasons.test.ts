import assert from "node:assert/strict";
import type { Failure, Why } from "../../../provider/src/plan/model/advice";
import {
  badEnd,
  hasPassed,
  orderOfOthers,
  otherEvents,
  refusedReplacement,
  stillUnknown,
  tooEarly,
  undecided,
  unlisted,
  unsettled,
  withWayBack,
} from "../../../provider/src/plan/orders/failures";
import { linesOf, reasonsOf } from "../../../provider/src/plan/orders/reasons";
import { accepted, at, marked, migration, MINUTE, NOW, planned, STACK, TIME, timeOf } from "../builders";

const named = (eventId: string) => `${eventId} (web, i)`;

/** The failures of so many events, each as it is for its number. */
function failures(why: (number: number) => Why, count = 600): Failure[] {
  return Array.from({ length: count }, (_, index) => ({ eventId: `e-${index}`, ...why(index) }));
}

describe("failures in words", () => {
  const order = (n: number) => ({ basis: "b", terms: marked(at(TIME + n * MINUTE)) });
  const since = (n: number) => NOW + n * 1_000;
  const KINDS: [string, (n: number) => Why][] = [
    ["not listed", () => unlisted()],
    ["two events of an instance", (n) => otherEvents(`e-${n}`, [{ eventId: `f-${n}`, hasOrder: false }])],
    ["a time that has passed", (n) => hasPassed(TIME + n * MINUTE, planned())],
    ["another order that onReschedule forbids", (n) => refusedReplacement(order(n).terms)],
    ["an order of others", (n) => orderOfOthers(planned(), TIME + n * MINUTE + 1)],
    ["a lost answer", (n) => stillUnknown({ state: "unknown", terms: order(n).terms, since: since(n) })],
    ["a reading that may be late", (n) => tooEarly(order(n), since(n), TIME)],
    [
      "a wait that ended",
      (n) => unsettled(migration({ ...accepted(), since: since(n) }, "Inquiring"), "the wait ended", NOW),
    ],
    [
      "an order nobody decided about",
      (n) => undecided(STACK, `e-${n}`, timeOf(at(TIME + n * MINUTE), "o/s")),
    ],
    ["a bad end", (n) => badEnd(migration(accepted(), "Failed", { resourceId: `i-${n}` }))],
    [
      "a refusal that leaves an order in force",
      (n) =>
        withWayBack(
          {
            what: "refused",
            details: `request id r-${n}`,
            reason: "",
            advice: [{ do: "up" }, { do: "remove" }],
          },
          { earlier: order(n), status: "Scheduled" },
        ),
    ],
  ];
  for (const [what, why] of KINDS) {
    it(`are one text for 600 events: ${what}`, () => {
      const texts = reasonsOf(failures(why), named);
      assert.equal(texts.length, 1, texts.slice(0, 3).join("\n"));
      assert.match(texts[0] ?? "", /^e-0 \(web, i\)/);
      assert.match(texts[0] ?? "", /e-49 \(web, i\).* and 550 more events, see migrations: /);
    });

    it(`say for one event what is so of it alone: ${what}`, () => {
      const [failure] = failures(why, 1);
      assert.ok(failure);
      assert.deepEqual(reasonsOf([failure], named), [`e-0 (web, i): ${failure.reason}`]);
    });
  }

  it("put what differs beside each event, and what does not after them", () => {
    const passed = (minutes: number[]) => {
      const all = minutes.map((n) => ({ eventId: `e-${n}`, ...hasPassed(TIME + n * MINUTE, planned()) }));
      return reasonsOf(all, named);
    };
    assert.deepEqual(passed([0, 1]), [
      "e-0 (web, i) [planned for 2026-12-04T17:30:00Z], e-1 (web, i) [planned for 2026-12-04T17:31:00Z]: " +
        "its planned time has passed, and ENS has taken no order for it. Write a new planTime",
    ]);
    assert.deepEqual(passed([0]), [
      "e-0 (web, i): its planned time has passed, and ENS has taken no order for it (planned for 2026-12-04T17:30:00Z). Write a new planTime",
    ]);
  });

  it("give advice that serves all: the latest time, each event's own terms, the ids to leave out", () => {
    const advice = (why: (n: number) => Why) =>
      (reasonsOf(failures(why, 2), named)[0] ?? "").replace(/^.*?: /, "");
    assert.match(
      advice((n) => stillUnknown({ state: "unknown", terms: order(0).terms, since: since(n) })),
      /Run `pulumi up` again after 2026-12-01T00:05:01Z: it checks before it sends anything$/,
    );
    assert.match(
      advice((n) => refusedReplacement(order(n).terms)),
      /Write the planTime and the dataPolicy of its order on each event to keep these orders\. Or set/,
    );
    assert.match(
      advice((n) => otherEvents(`e-${n}`, [{ eventId: `f-${n}`, hasOrder: false }])),
      /Keep one of each: remove f-0, f-1 from the plan$/,
    );
  });

  it("are several texts for several causes", () => {
    const all = [
      ...failures(() => unlisted(), 1),
      ...failures(() => badEnd(migration(accepted(), "Canceled")), 1),
    ];
    assert.equal(reasonsOf(all, named).length, 2);
  });
});

describe("facts of events in words", () => {
  it("name what several share, such as a call, once behind them", () => {
    const refused = (eventId: string, details?: string) => ({
      eventId,
      what: "refused",
      ...(details && { details }),
    });
    const [one, other, without] = [refused("e-1", "call 1"), refused("e-3", "call 2"), refused("e-4")];
    assert.deepEqual(linesOf([one, { ...one, eventId: "e-2" }, other], named), [
      "e-1 (web, i), e-2 (web, i) [call 1], e-3 (web, i) [call 2]: refused",
    ]);
    assert.deepEqual(linesOf([without, one], named), ["e-4 (web, i), e-1 (web, i) [call 1]: refused"]);
  });

  it("are one text for all of which the same is so", () => {
    const facts = [1, 2].map((n) => ({ eventId: `e-${n}`, what: "found an order", details: `at ${n}` }));
    assert.deepEqual(linesOf(facts, named), ["e-1 (web, i) [at 1], e-2 (web, i) [at 2]: found an order"]);
  });
});
