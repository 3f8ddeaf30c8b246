import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type DataPolicy,
  DATA_POLICIES,
  EVENT_STATUSES,
  type HistoryEvent,
} from "../../provider/src/ens/client";
import { hasEnded, type Migration, type Ordered } from "../../provider/src/plan/migration";
import type { PlannedMigration } from "../../provider/src/plan/planned";
import { SETTLE_TIME } from "../../provider/src/plan/reading";
import { type Decision, reconcile, type Situation } from "../../provider/src/plan/reconcile";
import { markPlanTime, type Terms } from "../../provider/src/plan/terms";
import {
  accepted,
  at,
  atOnce,
  DAY,
  EVENT,
  HOUR,
  marked,
  migration,
  MINUTE,
  NOW,
  observed,
  OTHER_BASIS,
  OTHER_TIME,
  planned,
  reading,
  record,
  rejected,
  TIME,
  unknown,
} from "./builders";

type Rules = Parameters<typeof reconcile>[1];

const RULES: Rules = { onReschedule: "resubmit", onExistingOrder: "fail", onUnknownEvent: "fail" };
const ORDERED_TIME = marked(at()).planTime;
const SOMEBODYS_TIME = TIME + 12 * HOUR;
const ABANDONED_TIME = marked(at(SOMEBODYS_TIME, "abandon")).planTime;

function decide(situation: Partial<Situation>, rules: Partial<Rules> = {}): Decision {
  return reconcile(
    { planned: planned(), before: undefined, observed: undefined, now: NOW, ...situation },
    { ...RULES, ...rules },
  );
}

/** `send`, or what is remembered: `keep accepted`, `fail unsent`. */
function inWords(decision: Decision): string {
  return decision.action === "send" ? "send" : `${decision.action} ${decision.migration.ordered.state}`;
}

interface Row {
  what: string;
  before?: Migration;
  wanted?: PlannedMigration;
  reads?: HistoryEvent;
  rules?: Partial<Rules>;
  decision: string;
  failure?: RegExp;
}

const edited = planned(at(OTHER_TIME));
const unsent: Ordered = { state: "unsent", basis: planned().basis, why: "no time" };

const ROWS: Record<string, Row[]> = {
  "new, and ENS reads Inquiring": [
    { what: "is ordered", reads: reading("Inquiring"), decision: "send" },
    {
      what: "is ordered although ENS names a time",
      reads: reading("Inquiring", SOMEBODYS_TIME),
      decision: "send",
    },
    { what: "is ordered at once", wanted: planned(atOnce()), reads: reading("Inquiring"), decision: "send" },
    {
      what: "is not ordered for a time that has passed",
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Inquiring"),
      decision: "fail unsent",
      failure: /its planned time 2026-11-30T23:00:00\.\d+Z has passed and no order for it was taken/,
    },
  ],
  "edited, and ENS reads Inquiring": [
    {
      what: "is ordered",
      before: migration(accepted()),
      wanted: edited,
      reads: reading("Inquiring"),
      decision: "send",
    },
    {
      what: "is not ordered again if the order would be the same",
      before: migration(accepted(at(), { basis: OTHER_BASIS })),
      reads: reading("Inquiring"),
      decision: "keep accepted",
    },
    {
      what: "keeps the order it has if the new time has passed",
      before: migration(accepted()),
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Inquiring"),
      decision: "fail accepted",
      failure: /has passed/,
    },
  ],
  "ENS reads Scheduled with our mark": [
    { what: "new: it is ours", reads: reading("Scheduled", ORDERED_TIME), decision: "keep accepted" },
    {
      what: "unknown last time: it was taken",
      before: migration(unknown(), "Inquiring"),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "refused last time: an earlier one was taken",
      before: migration(rejected(), "Inquiring"),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "new, of another time: ours, to be ordered anew",
      reads: reading("Scheduled", marked(at(OTHER_TIME)).planTime),
      decision: "send",
    },
    {
      what: "new, of another data policy: ours, to be ordered anew",
      reads: reading("Scheduled", marked(at(TIME, "abandon")).planTime),
      decision: "send",
    },
    {
      what: "new, of another time, and onReschedule fail",
      reads: reading("Scheduled", marked(at(OTHER_TIME)).planTime),
      rules: { onReschedule: "fail" },
      decision: "fail unsent",
      failure: /ordered already \(2026-12-11T17:30:00\.\d+Z force_transfer\) and onReschedule is "fail"/,
    },
    {
      what: "unknown last time, of another time, and onReschedule fail",
      before: migration(unknown(at(OTHER_TIME)), "Inquiring"),
      reads: reading("Scheduled", marked(at(OTHER_TIME)).planTime),
      rules: { onReschedule: "fail" },
      decision: "fail unknown",
    },
  ],
  "timed by a schedule, and ENS reads Scheduled with our mark": [
    {
      what: "new, at a time that the schedule would not find again: it stands",
      wanted: { ...edited, wave: 1 },
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "unknown last time, at the time of that order, and only the clock went on: it was taken, and stands",
      before: migration(unknown(), "Inquiring"),
      wanted: { ...edited, wave: 1, basis: unknown().basis },
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "unknown last time, at the time of that order, and its rules have changed since: ordered anew",
      before: migration(unknown(), "Inquiring"),
      wanted: { ...edited, wave: 1 },
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "of another data policy: ordered anew",
      wanted: { ...planned(at(OTHER_TIME, "try_transfer")), wave: 1 },
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "the very order that was edited: ordered anew",
      before: migration(accepted()),
      wanted: { ...edited, wave: 1 },
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
  ],
  "new, and ENS reads Scheduled with anything else": [
    {
      what: "fails",
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "fail unsent",
      failure: /has an order already \(NotBefore 2026-12-05T05:30:00Z\) whose data policy nobody can read/,
    },
    {
      what: "fails without a time, too",
      reads: reading("Scheduled"),
      decision: "fail unsent",
      failure: /order already whose/,
    },
    {
      what: "fails at the planned second, since anybody may have ordered that",
      reads: reading("Scheduled", TIME),
      decision: "fail unsent",
    },
    {
      what: "is left with onExistingOrder keep",
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onExistingOrder: "keep" },
      decision: "keep observed",
    },
    {
      what: "is ordered with onExistingOrder resubmit",
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onExistingOrder: "resubmit" },
      decision: "send",
    },
    {
      what: "is ordered with onExistingOrder resubmit whatever onReschedule says",
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onExistingOrder: "resubmit", onReschedule: "fail" },
      decision: "send",
    },
    {
      what: "is not ordered for a time that has passed",
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onExistingOrder: "resubmit" },
      decision: "fail unsent",
      failure: /has passed/,
    },
    {
      what: "was kept before: stays",
      before: migration(observed()),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "keep observed",
    },
    {
      what: "was kept before, and now onExistingOrder resubmit: is ordered",
      before: migration(observed()),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onExistingOrder: "resubmit" },
      decision: "send",
    },
    {
      what: "was kept before and is edited: by onExistingOrder again",
      before: migration(observed()),
      wanted: edited,
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "fail unsent",
    },
  ],
  "edited, and ENS reads Scheduled": [
    {
      what: "is ordered again",
      before: migration(accepted()),
      wanted: edited,
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "is ordered again where the platform rounds times",
      before: migration(accepted()),
      wanted: edited,
      reads: reading("Scheduled", TIME),
      decision: "send",
    },
    {
      what: "is ordered again for another data policy",
      before: migration(accepted()),
      wanted: planned(at(TIME, "try_transfer")),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "is ordered at once",
      before: migration(accepted()),
      wanted: planned(atOnce()),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "fails with onReschedule fail and keeps the order it has",
      before: migration(accepted()),
      wanted: edited,
      reads: reading("Scheduled", ORDERED_TIME),
      rules: { onReschedule: "fail" },
      decision: "fail accepted",
      failure: /Restore the old terms, or set onReschedule: "resubmit"/,
    },
    {
      what: "fails with onReschedule fail whatever onExistingOrder says",
      before: migration(accepted()),
      wanted: edited,
      reads: reading("Scheduled", TIME),
      rules: { onReschedule: "fail", onExistingOrder: "resubmit" },
      decision: "fail accepted",
    },
    {
      what: "keeps the order it has if the new time has passed",
      before: migration(accepted()),
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "fail accepted",
      failure: /has passed/,
    },
    {
      what: "is not ordered if the order would be the same",
      before: migration(accepted(at(), { basis: OTHER_BASIS })),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
  ],
  unchanged: [
    {
      what: "and Scheduled",
      before: migration(accepted()),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "and Inquiring",
      before: migration(accepted()),
      reads: reading("Inquiring"),
      decision: "keep accepted",
    },
    {
      what: "and Scheduled where the platform rounds times",
      before: migration(accepted()),
      reads: reading("Scheduled", TIME),
      decision: "keep accepted",
    },
    {
      what: "and moved by the platform",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME }),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "keep accepted",
    },
    {
      what: "and its time long past",
      before: migration(accepted(at(NOW - DAY))),
      wanted: planned(at(NOW - DAY)),
      reads: reading("Scheduled", marked(at(NOW - DAY)).planTime),
      decision: "keep accepted",
    },
    {
      what: "and released in between",
      before: migration(accepted(), "Scheduled", { released: true }),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
  ],
  "moved by the platform": [
    {
      what: "and the user wrote that time down: nothing is sent",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME }),
      wanted: planned(at(SOMEBODYS_TIME)),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "keep accepted",
    },
    {
      what: "and the user wrote yet another time: ordered anew",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME }),
      wanted: edited,
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "send",
    },
    {
      what: "and the user wrote that time with another data policy: ordered anew",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME }),
      wanted: planned(at(SOMEBODYS_TIME, "try_transfer")),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "send",
    },
    {
      what: "or rather ordered by another stack with another data policy, and the user wrote that time: ordered anew",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: ABANDONED_TIME }),
      wanted: planned(at(SOMEBODYS_TIME)),
      reads: reading("Scheduled", ABANDONED_TIME),
      decision: "send",
    },
    {
      what: "or rather ordered by another stack, and the user wrote its terms: nothing is sent",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: ABANDONED_TIME }),
      wanted: planned(at(SOMEBODYS_TIME, "abandon")),
      reads: reading("Scheduled", ABANDONED_TIME),
      decision: "keep accepted",
    },
  ],
  "not found": [
    {
      what: "new: fails",
      decision: "fail unsent",
      failure: /ENS lists no event e-1 .* for i-1\. Wrong account/,
    },
    {
      what: "ordered: fails and is remembered",
      before: migration(accepted()),
      decision: "fail accepted",
      failure: /lists no event/,
    },
    { what: "unknown: fails and is remembered", before: migration(unknown()), decision: "fail unknown" },
    { what: "new, and onUnknownEvent send: is ordered", rules: { onUnknownEvent: "send" }, decision: "send" },
    {
      what: "new, of a time that has passed, and onUnknownEvent send: fails",
      wanted: planned(at(NOW - HOUR)),
      rules: { onUnknownEvent: "send" },
      decision: "fail unsent",
      failure: /has passed/,
    },
    {
      what: "ordered, and onUnknownEvent send: nothing",
      before: migration(accepted()),
      rules: { onUnknownEvent: "send" },
      decision: "keep accepted",
    },
    {
      what: "edited, and onUnknownEvent send: is ordered",
      before: migration(accepted()),
      wanted: edited,
      rules: { onUnknownEvent: "send" },
      decision: "send",
    },
    {
      what: "unknown just now, and onUnknownEvent send: waits",
      before: migration(unknown()),
      rules: { onUnknownEvent: "send" },
      decision: "fail unknown",
    },
    {
      what: "somebody else's order was kept, and onUnknownEvent send: nothing",
      before: migration(observed()),
      rules: { onUnknownEvent: "send" },
      decision: "keep observed",
    },
    {
      what: "ran without us at the last read, and onUnknownEvent send: nothing is ordered",
      before: migration(observed(), "Executing"),
      rules: { onUnknownEvent: "send" },
      decision: "keep observed",
    },
    ...["Executed", "Failed", "Canceled", "Avoided"].map((status) => ({
      what: `${status} before: the last status is kept, even edited`,
      before: migration(accepted(), status),
      wanted: edited,
      rules: { onUnknownEvent: "send" } as const,
      decision: "keep accepted",
    })),
  ],
  "not ordered last time": [
    {
      what: "refused: as read now",
      before: migration(rejected(), "Inquiring"),
      reads: reading("Inquiring"),
      decision: "send",
    },
    {
      what: "not sent: as read now",
      before: migration(unsent, "Inquiring"),
      reads: reading("Inquiring"),
      decision: "send",
    },
    {
      what: "refused, and now Scheduled by somebody: by onExistingOrder",
      before: migration(rejected(), "Inquiring"),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "fail unsent",
    },
  ],
  "the answer was lost, and ENS reads Inquiring": [
    {
      what: "waits before it is sent again",
      before: migration(unknown(at(), NOW - SETTLE_TIME + 1), "Inquiring"),
      reads: reading("Inquiring"),
      decision: "fail unknown",
      failure:
        /answer was lost; ENS still reads Inquiring\. It is not sent again before 2026-12-01T00:00:00\.001Z/,
    },
    {
      what: "waits although it was edited",
      before: migration(unknown(), "Inquiring"),
      wanted: edited,
      reads: reading("Inquiring"),
      decision: "fail unknown",
    },
    {
      what: "is sent after five minutes",
      before: migration(unknown(at(), NOW - SETTLE_TIME), "Inquiring"),
      reads: reading("Inquiring"),
      decision: "send",
    },
    {
      what: "is not sent after five minutes for a time that has passed, but stays unknown",
      before: migration(unknown(at(NOW - MINUTE), NOW - HOUR), "Inquiring"),
      wanted: planned(at(NOW - MINUTE)),
      reads: reading("Inquiring"),
      decision: "fail unknown",
    },
  ],
  "ENS reads Executing, an end, or a word nobody knows": [
    ...[...EVENT_STATUSES.slice(2), "Paused"].flatMap((status): Row[] => [
      { what: `${status}, new: recorded`, reads: reading(status), decision: "keep observed" },
      {
        what: `${status}, ordered: recorded`,
        before: migration(accepted()),
        reads: reading(status),
        decision: "keep accepted",
      },
      {
        what: `${status}, edited: recorded`,
        before: migration(accepted()),
        wanted: edited,
        reads: reading(status),
        decision: "keep accepted",
      },
      {
        what: `${status}, unknown: it was taken`,
        before: migration(unknown()),
        reads: reading(status),
        decision: "keep accepted",
      },
      {
        what: `${status}, refused: recorded`,
        before: migration(rejected()),
        reads: reading(status),
        rules: { onExistingOrder: "resubmit", onUnknownEvent: "send" },
        decision: "keep observed",
      },
    ]),
  ],
};

describe("reconcile", () => {
  for (const [rule, rows] of Object.entries(ROWS)) {
    describe(rule, () => {
      for (const { what, before, wanted, reads, rules, decision, failure } of rows) {
        it(`${what}: ${decision}`, () => {
          const made = decide({ before, observed: reads, ...(wanted && { planned: wanted }) }, rules);
          assert.equal(inWords(made), decision);
          if (failure) assert.match(made.action === "fail" ? made.failure : "", failure);
        });
      }
    });
  }

  it("orders exactly what the plan says", () => {
    const decision = decide({ observed: reading("Inquiring") });
    assert.deepEqual(decision, { action: "send", terms: marked(at()) });
  });

  it("remembers an order that it found by its mark with its data policy, as of the plan's basis, and says so", () => {
    const decision = decide({ observed: reading("Scheduled", ORDERED_TIME) });
    assert.equal(decision.action, "keep");
    assert.deepEqual(
      decision.migration,
      migration({ state: "accepted", basis: planned().basis, terms: marked(at()) }, "Scheduled", {
        notBefore: ORDERED_TIME,
      }),
    );
    assert.match(
      decision.notice ?? "",
      /order of this plan was found \(2026-12-04T17:30:00\.\d+Z force_transfer\)/,
    );
  });

  it("orders what ENS does not list and last read Inquiring, where the user says send", () => {
    const before = migration(rejected(), "Inquiring");
    assert.equal(decide({ before }, { onUnknownEvent: "send" }).action, "send");
  });

  it("does not order for this very moment", () => {
    const { planTime } = marked(at());
    assert.equal(inWords(decide({ observed: reading("Inquiring"), now: planTime })), "fail unsent");
    assert.equal(decide({ observed: reading("Inquiring"), now: planTime - 1 }).action, "send");
  });

  it("says what to do about what it does not order", () => {
    const failureOf = (decision: Decision) => (decision.action === "fail" ? decision.failure : "");
    const somebodys = reading("Scheduled", SOMEBODYS_TIME);
    assert.match(
      failureOf(decide({})),
      /\. Wrong account .*\? Correct it or remove the event from the plan$/,
    );
    assert.match(
      failureOf(decide({ planned: planned(at(NOW - HOUR)), observed: reading("Inquiring") })),
      /\. Write a new planTime, or with a schedule any new text as schedule\.replan$/,
    );
    assert.match(
      failureOf(decide({ observed: somebodys })),
      /\. Set onExistingOrder to "keep" to leave it, or to "resubmit" to order it as planned$/,
    );
  });

  it("takes another order for somebody else's at once where nothing of ours stood before the lost one", () => {
    const before = migration(unknown(at(), NOW), "Inquiring");
    const decision = decide({ before, observed: reading("Scheduled", SOMEBODYS_TIME) });
    assert.match(decision.action === "fail" ? decision.failure : "", /^it has an order already/);
  });

  it("waits for a lost order where one of ours stood before it, and names that one", () => {
    const earlier = marked(at(OTHER_TIME));
    const before = migration({ ...unknown(at(), NOW), earlier } as Ordered, "Scheduled");
    const decision = decide({ before, observed: reading("Scheduled", earlier.planTime) });
    assert.equal(inWords(decision), "fail unknown");
    assert.match(
      decision.action === "fail" ? decision.failure : "",
      /ENS still reads Scheduled as before \(2026-12-11T17:30:00\.\d+Z force_transfer\)/,
    );
  });

  it("waits for a lost order before it replaces somebody else's: that may be what stood before it", () => {
    const before = migration(unknown(at(), NOW), "Inquiring");
    const reads = reading("Scheduled", SOMEBODYS_TIME);
    const replaces = (now: number) =>
      inWords(decide({ before, observed: reads, now }, { onExistingOrder: "resubmit" }));
    assert.equal(replaces(NOW + SETTLE_TIME - 1), "fail unknown");
    assert.equal(replaces(NOW + SETTLE_TIME), "send");
  });

  it("does not tell of a bad end again", () => {
    const decision = decide({ before: migration(accepted(), "Failed"), observed: reading("Failed") });
    assert.equal(decision.action, "keep");
    assert.equal(decision.migration.unreported, undefined);
  });

  it("remembers the move of an unchanged order", () => {
    const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME });
    assert.deepEqual(decide({ before, observed: reading("Scheduled", SOMEBODYS_TIME) }), {
      action: "keep",
      migration: { ...before, movedTo: SOMEBODYS_TIME },
    });
  });

  it("takes a move that the user wrote down as the new reference", () => {
    const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME });
    const wanted = planned(at(SOMEBODYS_TIME));
    const decision = decide({ before, planned: wanted, observed: reading("Scheduled", SOMEBODYS_TIME) });
    assert.equal(decision.action, "keep");
    assert.equal(decision.migration.notBefore, SOMEBODYS_TIME);
    assert.equal(decision.migration.movedTo, undefined);
    assert.equal(decision.migration.ordered.basis, wanted.basis);
    assert.deepEqual(
      "terms" in decision.migration.ordered && decision.migration.ordered.terms,
      at(SOMEBODYS_TIME),
    );
  });

  it("orders the first time anew when a move was taken and that time is wanted back", () => {
    const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME });
    const reads = reading("Scheduled", SOMEBODYS_TIME);
    const taken = decide({ before, planned: planned(at(SOMEBODYS_TIME)), observed: reads });
    assert.equal(taken.action, "keep");
    assert.equal(decide({ before: taken.migration, observed: reads }).action, "send");
  });

  for (const status of ["Executing", "Executed", "Failed"]) {
    it(`remembers ${status} of an event whose move the user wrote down meanwhile`, () => {
      const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME });
      const decision = decide({
        before,
        planned: planned(at(SOMEBODYS_TIME)),
        observed: reading(status, SOMEBODYS_TIME),
      });
      assert.equal(decision.action, "keep");
      assert.equal(decision.migration.status, status);
      assert.equal(decision.migration.unreported, status === "Failed" ? true : undefined);
    });
  }

  it("an event taken back is no longer released, even while its order is unknown", () => {
    const released: Migration[] = [
      migration(accepted(), "Scheduled", { released: true }),
      migration(unknown(), "Inquiring", { released: true }),
    ];
    for (const before of released) {
      const decision = decide({ before, observed: reading(before.status) });
      assert.notEqual(decision.action, "send");
      assert.equal((decision as Exclude<Decision, { action: "send" }>).migration.released, undefined);
    }
  });

  it("keeps a bad end that nobody was told of", () => {
    const before = migration(accepted(), "Failed", { unreported: true });
    for (const observed_ of [undefined, reading("Failed")]) {
      const decision = decide({ before, observed: observed_ });
      assert.equal(decision.action, "keep");
      assert.equal(decision.migration.unreported, true);
    }
  });

  it("knows an order by its mark even where two data policies share that mark", () => {
    const [first, ...others] = DATA_POLICIES;
    for (let second = TIME; ; second += 1_000) {
      const twin = others.find(
        (policy) => markPlanTime(EVENT, second, policy) === markPlanTime(EVENT, second, first),
      );
      if (!twin) continue;
      const terms = at(second, twin);
      const decision = decide({
        planned: planned(terms),
        before: migration(unknown(terms), "Inquiring"),
        observed: reading("Scheduled", marked(terms).planTime),
      });
      assert.equal(inWords(decision), "keep accepted");
      return;
    }
  });
});

describe("reconcile, in any situation", () => {
  const POLICIES: DataPolicy[] = ["force_transfer", "try_transfer"];
  const OWN_TIME = TIME + 250; // Has milliseconds of its own, so it carries no mark.
  const anyTerms = fc.constantFrom<Terms>(
    ...POLICIES.flatMap((policy) => [
      atOnce(policy),
      at(TIME, policy),
      at(OTHER_TIME, policy),
      at(OWN_TIME, policy),
      at(NOW - HOUR, policy),
    ]),
  );
  const TIMES = [
    ...POLICIES.flatMap((policy) =>
      [TIME, OTHER_TIME, NOW - HOUR].map((time) => marked(at(time, policy)).planTime),
    ),
    TIME,
    OTHER_TIME,
    OWN_TIME,
    SOMEBODYS_TIME,
  ];
  const anyNotBefore = fc.constantFrom(undefined, ...TIMES);

  /** The remembered order, under the basis of its own terms or under one of long ago. */
  const anyOrdered: fc.Arbitrary<Ordered> = fc
    .tuple(
      anyTerms,
      fc.boolean(),
      fc.constantFrom("accepted", "unknown", "rejected", "unsent", "observed"),
      fc.constantFrom(0, MINUTE, SETTLE_TIME - 1, SETTLE_TIME, DAY),
    )
    .map(([terms, old, state, age]): Ordered => {
      const ordered: Ordered =
        state === "accepted"
          ? accepted(terms)
          : state === "unknown"
            ? unknown(terms, NOW - age)
            : state === "rejected"
              ? rejected(terms)
              : state === "unsent"
                ? { ...observed(terms), state: "unsent", why: "w" }
                : observed(terms);
      return old ? { ...ordered, basis: OTHER_BASIS } : ordered;
    });
  const anyBefore: fc.Arbitrary<Migration> = fc
    .tuple(
      anyOrdered,
      fc.constantFrom<string>(...EVENT_STATUSES, "Unread", "Paused"),
      anyNotBefore,
      anyNotBefore,
      fc.boolean(),
      fc.boolean(),
    )
    .map(([ordered, status, notBefore, movedTo, released, unreported]) =>
      migration(ordered, status, {
        ...(notBefore !== undefined && { notBefore }),
        ...(movedTo !== undefined && { movedTo }),
        ...(released && { released: true as const }),
        ...(unreported && { unreported: true as const }),
      }),
    );
  const anySituation: fc.Arbitrary<Situation> = record({
    planned: anyTerms.map((terms) => planned(terms)),
    before: fc.option(anyBefore, { nil: undefined, freq: 8 }),
    observed: fc.option(
      fc
        .tuple(
          fc.constantFrom<string>(...EVENT_STATUSES, "Inquiring", "Scheduled", "Scheduled", "Paused"),
          anyNotBefore,
        )
        .map(([status, notBefore]) => reading(status, notBefore)),
      { nil: undefined },
    ),
    now: fc.constant(NOW),
  });
  const anyRules: fc.Arbitrary<Rules> = record({
    onReschedule: fc.constantFrom("resubmit", "fail"),
    onExistingOrder: fc.constantFrom("fail", "keep", "resubmit"),
    onUnknownEvent: fc.constantFrom("fail", "send"),
  });

  function always(holds: (situation: Situation, rules: Rules, decision: Decision) => void): void {
    fc.assert(
      fc.property(anySituation, anyRules, (situation, rules) => {
        holds(situation, rules, reconcile(situation, rules));
      }),
      { numRuns: 1_000 },
    );
  }

  it("sends only while ENS reads Inquiring or Scheduled, or lists no such event and the user says send", () => {
    always(({ observed: read }, { onUnknownEvent }, { action }) => {
      if (action !== "send") return;
      assert.ok(read ? ["Inquiring", "Scheduled"].includes(read.eventStatus) : onUnknownEvent === "send");
    });
  });

  it("sends nothing for an event that is not listed and was under way or over at the last read", () => {
    always(({ observed: read, before }, _, { action }) => {
      if (read || !before || !(hasEnded(before.status) || before.status === "Executing")) return;
      assert.notEqual(action, "send");
    });
  });

  it("never sends what was accepted under the same basis", () => {
    always(({ planned: { basis }, before }, _, { action }) => {
      if (before?.ordered.state === "accepted" && before.ordered.basis === basis)
        assert.notEqual(action, "send");
    });
  });

  it("never sends within five minutes of a lost answer while ENS reads Inquiring", () => {
    always(({ before, observed: read }, _, { action }) => {
      const ordered = before?.ordered;
      if (ordered?.state !== "unknown" || NOW - ordered.since >= SETTLE_TIME) return;
      if (read?.eventStatus === "Inquiring") assert.notEqual(action, "send");
    });
  });

  it("never sends an order for a time that has passed", () => {
    always((_, __, decision) => {
      if (decision.action !== "send" || decision.terms.opsType !== "scheduled") return;
      assert.ok(decision.terms.planTime > NOW);
    });
  });

  it("sends nothing but the planned terms", () => {
    always(({ planned: { terms } }, _, decision) => {
      if (decision.action === "send") assert.deepEqual(decision.terms, terms);
    });
  });

  it("never forgets an order that was taken, or may have been, while it may still run", () => {
    always(({ before, observed: read }, _, decision) => {
      if (decision.action === "send" || !before || hasEnded(read?.eventStatus ?? before.status)) return;
      if (before.ordered.state !== "accepted" && before.ordered.state !== "unknown") return;
      assert.ok(["accepted", "unknown"].includes(decision.migration.ordered.state));
    });
  });

  it("remembers what ENS reads", () => {
    always(({ observed: read }, _, decision) => {
      if (decision.action === "send" || !read) return;
      assert.equal(decision.migration.status, read.eventStatus);
    });
  });

  it("keeps under the basis of the plan, so that it is not asked again", () => {
    always(({ planned: { basis } }, _, decision) => {
      if (decision.action === "keep") assert.equal(decision.migration.ordered.basis, basis);
    });
  });

  it("keeps again when it is asked again with what it kept", () => {
    always((situation, rules, decision) => {
      if (decision.action !== "keep") return;
      const again = reconcile({ ...situation, before: decision.migration }, rules);
      assert.equal(again.action, "keep");
      assert.equal(again.migration.status, decision.migration.status);
      assert.equal(again.migration.ordered.state, decision.migration.ordered.state);
      assert.equal(again.migration.unreported, decision.migration.unreported);
    });
  });

  it("fails again in the same way when it is asked again with what it remembered", () => {
    always((situation, rules, decision) => {
      if (decision.action !== "fail") return;
      const again = reconcile({ ...situation, before: decision.migration }, rules);
      assert.equal(again.action, "fail");
      assert.deepEqual(again, decision);
    });
  });
});
