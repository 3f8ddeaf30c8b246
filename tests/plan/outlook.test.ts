import assert from "node:assert/strict";
import { UNKNOWN } from "../../provider/src/api/unknown";
import { check } from "../../provider/src/plan/check";
import { diff } from "../../provider/src/plan/diff";
import { formatPlanned } from "../../provider/src/plan/lines/planned";
import type { Migration } from "../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../provider/src/plan/model/planned";
import { RefusedError } from "../../provider/src/plan/orders/refusals";
import { type PlanState, writeState } from "../../provider/src/plan/state/state";
import {
  accepted,
  at,
  atOnce,
  DAY,
  HOUR,
  migration,
  NOW,
  observed,
  OTHER_TIME,
  ourOrder,
  planned,
  planState,
  rejected,
  STACK,
  TIME,
  timeOf,
  unknown,
  unsent,
} from "./builders";

type Record_ = Record<string, unknown>;

const PLAN = { label: "edge", stack: STACK, dataPolicy: "force_transfer" };

describe("the outlook of a new plan", () => {
  const event = (number: number, planTime: string | undefined, more: Record_ = {}) => ({
    eventId: `e-${number}`,
    resourceId: `i-${number}`,
    ...(planTime === undefined ? { opsType: "immediate" } : { planTime }),
    ...more,
  });
  const outlookOf = (events: unknown, more: Record_ = {}) =>
    check({}, { ...PLAN, events, ...more }, NOW).outlook;
  const NIGHT = "2026-12-05T01:30:00+08:00";
  const LATER = "2026-12-05T03:00:00+08:00";
  const NEXT_DAY = "2026-12-06T02:00:00+08:00";

  const cases: [string, unknown[], string][] = [
    ["one order", [event(1, NIGHT)], "up to 1 order (1 new), Sat 2026-12-05 01:30 +08:00; force_transfer"],
    [
      "orders of one day",
      [event(1, LATER), event(2, NIGHT)],
      "up to 2 orders (2 new), first Sat 2026-12-05 01:30 +08:00, last 03:00; force_transfer",
    ],
    [
      "orders of two days",
      [event(1, NIGHT), event(2, NEXT_DAY)],
      "up to 2 orders (2 new), first Sat 2026-12-05 01:30 +08:00, last Sun 2026-12-06 02:00; force_transfer",
    ],
    [
      "times as their users read clocks",
      [event(1, NIGHT), event(2, "2026-12-05T18:00:00Z")],
      "up to 2 orders (2 new), first Sat 2026-12-05 01:30 +08:00, last Sat 2026-12-05 18:00 UTC; force_transfer",
    ],
    [
      "one time for all",
      [event(1, NIGHT), event(2, NIGHT)],
      "up to 2 orders (2 new), all Sat 2026-12-05 01:30 +08:00; force_transfer",
    ],
    ["immediate ones", [event(1, undefined)], "up to 1 order (1 new), immediate; force_transfer"],
    [
      "immediate ones among others",
      [event(1, undefined), event(2, NIGHT)],
      "up to 2 orders (2 new), 1 immediate, Sat 2026-12-05 01:30 +08:00; force_transfer",
    ],
    [
      "each data policy, the one that loses data last",
      [
        event(1, NIGHT, { dataPolicy: "abandon" }),
        event(2, NIGHT),
        event(3, NIGHT, { dataPolicy: "try_transfer" }),
      ],
      "up to 3 orders (3 new), all Sat 2026-12-05 01:30 +08:00; 1 force_transfer, 1 try_transfer, 1 abandon: local data is lost",
    ],
    [
      "what is not known yet",
      [event(1, NIGHT), event(2, UNKNOWN), UNKNOWN],
      "up to 1 order (1 new), Sat 2026-12-05 01:30 +08:00; force_transfer; " +
        "2 events are unknown until `pulumi up` has created the resources that they depend on",
    ],
  ];
  for (const [what, events, line] of cases) {
    it(`says ${what}`, () => {
      assert.deepEqual(outlookOf(events, { acknowledgeDataLoss: true }), [line]);
    });
  }

  it("says that it does not know the events", () => {
    assert.deepEqual(outlookOf(UNKNOWN), [
      "the plan's events are unknown until `pulumi up` has created the resources that they depend on",
    ]);
  });

  it("only counts what is secret", () => {
    assert.deepEqual(outlookOf([event(1, NIGHT)], { secret: true }), ["up to 1 order (1 new)"]);
  });

  it("does not count what `up` will not send: two events of one instance", () => {
    assert.deepEqual(outlookOf([event(1, NIGHT), event(2, NIGHT, { resourceId: "i-1" })]), []);
  });

  it("says that there are no events: a filter that nothing passes looks like success", () => {
    assert.deepEqual(outlookOf([]), ["no events: nothing is ordered"]);
  });

  it("is nothing with failures, and for a plan that exists: there diff says it", () => {
    assert.deepEqual(outlookOf([event(1, "soon")]), []);
    const { inputs } = check({}, { ...PLAN, events: [event(1, NIGHT)] }, NOW);
    assert.deepEqual(check(inputs, { ...PLAN, events: [event(1, LATER)] }, NOW).outlook, []);
  });
});

describe("the outlook of an update", () => {
  const other = (terms = at(TIME)) => planned(terms, "e-2", "i-2");
  const ofOther = (more: Partial<Migration> = {}): Migration => ({
    ...migration({ state: "accepted", ...other() }),
    resourceId: "i-2",
    instanceName: "web-2",
    ...more,
  });
  const run = (
    before: Record<string, Migration>,
    lines: readonly PlannedMigration[],
    more: Record_ = {},
    state: Partial<PlanState> = {},
  ) => {
    const outputs = JSON.parse(JSON.stringify(writeState(planState(before, state)))) as Record_;
    const wanted = Object.fromEntries(lines.map((line) => [line.eventId, formatPlanned(line)]));
    return diff(outputs, { ...PLAN, planned: wanted, ...more }, NOW);
  };
  const outlookOf = (...given: Parameters<typeof run>) => run(...given).outlook;

  const ORDERED = migration(accepted());
  const CHANGED = planned(at(OTHER_TIME));
  const AT_OTHER = "Fri 2026-12-11 17:30 UTC; force_transfer";
  const AT_TIME = "Fri 2026-12-04 17:30 UTC; force_transfer";

  const cases: [string, Parameters<typeof run>, string?][] = [
    ["a new event", [{ "e-1": ORDERED }, [planned(), other()]], `up to 1 order (1 new), ${AT_TIME}`],
    ["another time", [{ "e-1": ORDERED }, [CHANGED]], `up to 1 order (1 changed), ${AT_OTHER}`],
    [
      "a new and a changed one",
      [{ "e-1": ORDERED }, [CHANGED, other()]],
      "up to 2 orders (1 new, 1 changed), first Fri 2026-12-04 17:30 UTC, last Fri 2026-12-11 17:30; force_transfer",
    ],
    [
      "what ENS refused",
      [{ "e-1": migration(rejected(), "Inquiring") }, [planned()]],
      `up to 1 order (1 again), ${AT_TIME}`,
    ],
    [
      "what was not sent",
      [{ "e-1": migration(unsent(), "Inquiring") }, [planned()]],
      `up to 1 order (1 again), ${AT_TIME}`,
    ],
    [
      "what may be lost",
      [{ "e-1": migration(unknown(), "Inquiring") }, [planned()]],
      `up to 1 order (1 again), ${AT_TIME}`,
    ],
    [
      "another time than that of the order before a lost one",
      [{ "e-1": migration(unknown(at(), NOW, ourOrder(at(NOW + DAY))), "Scheduled") }, [CHANGED]],
      `up to 1 order (1 changed), ${AT_OTHER}`,
    ],
    [
      "an order of others that is to give way",
      [
        { "e-1": migration(observed(), "Scheduled", { notBefore: TIME }) },
        [planned()],
        { onExistingOrder: "resubmit" },
      ],
      `up to 1 order (1 changed), ${AT_TIME}`,
    ],
    [
      "that an order of others is gone",
      [{ "e-1": migration(observed(), "Inquiring") }, [planned()]],
      `up to 1 order (1 new), ${AT_TIME}`,
    ],
    ["nothing of what is as planned", [{ "e-1": ORDERED }, [planned()]]],
    [
      "that what waits to be shown is only read",
      [{ "e-1": migration(accepted(), "Inquiring") }, [planned()]],
      "sends no orders: resumes the wait for 1 event",
    ],
    [
      "that what the platform moved stays as it is",
      [
        { "e-1": migration(accepted(), "Scheduled", { notBefore: timeOf(at()), movedTo: OTHER_TIME }) },
        [planned()],
      ],
      "sends no orders",
    ],
    [
      "that a move is accepted",
      [
        { "e-1": migration(accepted(), "Scheduled", { notBefore: timeOf(at()), movedTo: OTHER_TIME }) },
        [CHANGED],
      ],
      "sends no orders",
    ],
    [
      "nothing of what runs or has ended",
      [
        { "e-1": migration(accepted(), "Executing"), "e-2": ofOther({ status: "Failed" }) },
        [CHANGED, other(at(OTHER_TIME))],
      ],
      "sends no orders",
    ],
    [
      "that an order of others stands",
      [
        { "e-1": migration(observed(), "Scheduled", { notBefore: TIME }) },
        [CHANGED],
        { onExistingOrder: "keep" },
      ],
      "sends no orders",
    ],
    ["that a time has passed", [{}, [planned(at(NOW - HOUR))]], "sends no orders"],
    [
      "that an event is back",
      [{ "e-1": migration(accepted(), "Scheduled", { released: true }) }, [planned()]],
      "sends no orders",
    ],
    [
      "that only the change ticket changes",
      [{ "e-1": ORDERED }, [planned()], { changeTicket: "CHG-2" }, { changeTicket: "CHG-1" }],
      "sends no orders: only changeTicket changes",
    ],
    [
      "all that only the state records",
      [{ "e-1": ORDERED }, [planned()], { changeTicket: "CHG-2", onRemove: "fail" }, { changeTicket: "" }],
      "sends no orders: only onRemove and changeTicket change",
    ],
    [
      "nothing of the ticket alone where events change too",
      [
        { "e-1": migration(accepted(), "Executing") },
        [CHANGED],
        { changeTicket: "CHG-2" },
        { changeTicket: "CHG-1" },
      ],
      "sends no orders",
    ],
    [
      "only numbers of a secret plan",
      [{ "e-1": ORDERED }, [CHANGED], { secret: true }, { secret: true }],
      "up to 1 order (1 changed)",
    ],
  ];
  for (const [what, given, line] of cases) {
    it(`says ${what}`, () => {
      assert.deepEqual(outlookOf(...given), line === undefined ? [] : [line]);
    });
  }

  it("says that an order stays in force whose event leaves: which, and when it starts", () => {
    const { outlook, notices } = run({ "e-1": ORDERED, "e-2": ofOther() }, [planned()]);
    assert.deepEqual(outlook, []);
    assert.deepEqual(notices, [
      "1 order stays in force, since ENS has no call to cancel an order: e-2 (web-2, i-2), Fri 2026-12-04 17:30 UTC",
    ]);
  });

  it("says for which events an order of others makes `up` fail again, with their names and the way out", () => {
    const refused = migration(unsent(), "Scheduled", { notBefore: OTHER_TIME, instanceName: "web-1" });
    const failed = { unfinished: true };
    const { outlook, notices } = run({ "e-1": refused }, [planned()], {}, failed);
    assert.deepEqual(outlook, ["sends no orders"]);
    assert.equal(notices.length, 1);
    assert.match(
      notices[0] ?? "",
      /^`pulumi up` fails while ENS shows this order\. e-1 \(web-1, i-1\): .*onExistingOrder: "keep"/,
    );
    for (const onExistingOrder of ["keep", "resubmit"])
      assert.deepEqual(run({ "e-1": refused }, [planned()], { onExistingOrder }, failed).notices, []);
  });

  it("says when in the zone of the plan's schedule", () => {
    const schedule = {
      timeZone: "Asia/Shanghai",
      windows: [{ days: ["sat"], startTime: "01:00", duration: "2h" }],
    };
    assert.match(
      run({ "e-2": ofOther() }, [], { schedule }).notices.join(),
      /, Sat 2026-12-05 01:30 Asia\/Shanghai$/,
    );
  });

  it("counts it beside what is sent, and names twenty of many", () => {
    const many = Array.from({ length: 23 }, (_, index): [string, Migration] => [
      `e-${index + 100}`,
      ofOther(),
    ]);
    const { outlook, notices } = run(Object.fromEntries(many), [planned()]);
    assert.deepEqual(outlook, [
      `up to 1 order (1 new), ${AT_TIME}; 23 orders stay in force without the plan`,
    ]);
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? "", /^23 orders stay in force.* e-119 \(web-2, i-2\), [^;]* and 3 more$/);
  });

  const staying: [string, Migration, string][] = [
    ["that it runs", ofOther({ status: "Executing" }), "Executing"],
    ["where the platform has moved it to", ofOther({ movedTo: OTHER_TIME }), "Fri 2026-12-11 17:30 UTC"],
    ["that it is immediate", { ...ofOther(), ordered: accepted(atOnce()) }, "immediate"],
  ];
  for (const [what, leaving, when] of staying) {
    it(`says ${what}`, () => {
      assert.match(run({ "e-2": leaving }, []).notices.join(), new RegExp(`e-2 \\(web-2, i-2\\), ${when}$`));
    });
  }

  it("does not name them for a secret plan", () => {
    assert.deepEqual(run({ "e-2": ofOther() }, [], { secret: true }, { secret: true }).notices, [
      "1 order stays in force, since ENS has no call to cancel an order",
    ]);
  });

  it("says nothing of it where the order has ended or another plan has the event", () => {
    for (const [leaving, elsewhere] of [
      [ofOther({ status: "Executed" }), []],
      [ofOther(), ["e-2"]],
    ] as const) {
      const { outlook, notices } = run({ "e-2": leaving }, [], { elsewhere });
      assert.deepEqual([outlook, notices], [["sends no orders"], []]);
    }
  });

  describe("with events that a preview does not know", () => {
    const before = { "e-1": ORDERED, "e-2": ofOther() };
    const wanted = (lines: Record_, more: Record_ = {}) => {
      const outputs = JSON.parse(JSON.stringify(writeState(planState(before)))) as Record_;
      return diff(outputs, { ...PLAN, planned: lines, ...more }, NOW);
    };

    it("says what is known of the others, and what leaves where all ids are known", () => {
      const { outlook, notices } = wanted({ "e-1": formatPlanned(CHANGED), "e-3": UNKNOWN });
      assert.deepEqual(outlook, [
        `up to 1 order (1 changed), ${AT_OTHER}; 1 order stays in force without the plan; ` +
          "1 event is unknown until `pulumi up` has created the resources that it depends on",
      ]);
      assert.match(notices.join(), /^1 order stays in force/);
      assert.deepEqual(wanted({ "e-1": formatPlanned(planned()), "events[1]": UNKNOWN }).notices, []);
    });

    it("refuses what is known to be refused", () => {
      const lines = { "e-1": formatPlanned(CHANGED), "events[1]": UNKNOWN };
      assert.throws(() => wanted(lines, { onReschedule: "fail" }), RefusedError);
    });
  });
});
