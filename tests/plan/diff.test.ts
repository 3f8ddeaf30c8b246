import assert from "node:assert/strict";
import fc from "fast-check";
import { diff, noticesOf, PendingOrderError } from "../../provider/src/plan/diff";
import type { Migration, Ordered } from "../../provider/src/plan/migration";
import { readOptions } from "../../provider/src/plan/options";
import { formatPlanned, parsePlanned } from "../../provider/src/plan/planned";
import { isSettled } from "../../provider/src/plan/settled";
import { type PlanState, readState, writeState } from "../../provider/src/plan/state";
import { markPlanTime } from "../../provider/src/plan/terms";
import { UNKNOWN } from "../../provider/src/plan/unknown";
import {
  accepted,
  at,
  atOnce,
  EVENT,
  migration,
  observed,
  OTHER_TIME,
  planned,
  planState,
  rejected,
  record,
  TIME,
  unknown,
} from "./builders";

type Record_ = Record<string, unknown>;

const LINE = formatPlanned(planned());
const DONE = migration(accepted());

function outputs(
  migrations: Record<string, Migration> = { [EVENT]: DONE },
  more: Partial<PlanState> = {},
): Record_ {
  return JSON.parse(JSON.stringify(writeState(planState(migrations, more)))) as Record_;
}

function inputs(lines: unknown = { [EVENT]: LINE }, more: Record_ = {}): Record_ {
  return { label: "edge", planned: lines, ...more };
}

const changesOf = (before: Record_, wanted: Record_) => diff(before, wanted).changes;

describe("diff: nothing to do", () => {
  const quiet: [string, Ordered, string][] = [
    ["an order of ours waits for its time", accepted(), "Scheduled"],
    ["it runs", accepted(), "Executing"],
    ["it has ended", accepted(), "Executed"],
    ["it ended badly and that was told", accepted(), "Failed"],
    ["somebody else's order was kept", observed(), "Scheduled"],
    ["the event ran its course without us", observed(), "Executed"],
  ];
  for (const [what, ordered, status] of quiet) {
    it(`where ${what}`, () => {
      assert.equal(changesOf(outputs({ [EVENT]: migration(ordered, status) }), inputs()), false);
    });
  }

  it("in a plan without events", () => {
    assert.equal(changesOf(outputs({}), inputs({})), false);
  });

  it("where only passwords changed", () => {
    assert.equal(changesOf(outputs(), inputs(undefined, { passwords: { [EVENT]: "Another456" } })), false);
  });

  it("where the line says more, but the basis is the same", () => {
    const line = formatPlanned({ ...planned(), notes: ["password given"], local: "2026-12-05 01:30 +08:00" });
    assert.equal(changesOf(outputs(), inputs({ [EVENT]: line })), false);
  });

  it("where only what governs the next order changed", () => {
    const governing = {
      timeout: "1h",
      maxErrors: 3,
      onReschedule: "fail",
      eventsPerCall: 5,
      changeTicket: "CHG-2",
    };
    assert.equal(changesOf(outputs(), inputs(undefined, governing)), false);
  });

  it("where a released order is still out", () => {
    const released = migration(accepted(), "Scheduled", { released: true });
    assert.equal(changesOf(outputs({ [EVENT]: DONE, "e-2": released }), inputs()), false);
  });
});

describe("diff: the inputs changed", () => {
  const cases: [string, Record_, Record_][] = [
    ["an event is new", outputs({}), inputs()],
    ["an event left", outputs(), inputs({})],
    ["another time is wanted", outputs(), inputs({ [EVENT]: formatPlanned(planned(at(OTHER_TIME))) })],
    [
      "another data policy is wanted",
      outputs(),
      inputs({ [EVENT]: formatPlanned(planned(at(TIME, "abandon"))) }),
    ],
    ["another ops type is wanted", outputs(), inputs({ [EVENT]: formatPlanned(planned(atOnce())) })],
    ["another instance is meant", outputs(), inputs({ [EVENT]: formatPlanned(planned(at(), EVENT, "i-2")) })],
    [
      "a released event is taken back",
      outputs({ [EVENT]: migration(accepted(), "Scheduled", { released: true }) }),
      inputs(),
    ],
    ["the label changed", outputs(), inputs(undefined, { label: "other" })],
    ["onRemove changed", outputs(), inputs(undefined, { onRemove: "fail" })],
    ["onRemove went back to its default", outputs(undefined, { onRemove: "fail" }), inputs()],
    ["the connection changed", outputs(), inputs(undefined, { connection: { region: "cn-hangzhou" } })],
    ["the connection was taken away", outputs(undefined, { connection: { profile: "ops" } }), inputs()],
    ["all events are unknown", outputs(), inputs(UNKNOWN)],
    ["one event is unknown", outputs(), inputs({ [EVENT]: LINE, "events[1]": UNKNOWN })],
    ["an option is unknown", outputs(), inputs(undefined, { connection: { region: UNKNOWN } })],
  ];
  for (const [what, before, wanted] of cases) {
    it(`where ${what}: the engine shows which`, () => {
      assert.equal(changesOf(before, wanted), undefined);
    });
  }
});

describe("diff: work that the inputs do not show", () => {
  const cases: [string, Record_, Record_?][] = [
    ["an operation failed in part", outputs(undefined, { unfinished: true })],
    ["an order was refused", outputs({ [EVENT]: migration(rejected(), "Inquiring") }, { unfinished: true })],
    ["an answer was lost", outputs({ [EVENT]: migration(unknown(), "Inquiring") }, { unfinished: true })],
    [
      "the platform moved an order",
      outputs({ [EVENT]: migration(accepted(), "Scheduled", { movedTo: OTHER_TIME }) }),
    ],
    [
      "a bad end was told to nobody",
      outputs({ [EVENT]: migration(accepted(), "Failed", { unreported: true }) }),
    ],
    ["the wait for scheduled is unsettled", outputs({ [EVENT]: migration(accepted(), "Inquiring") })],
    [
      "somebody else's order was kept and is now to give way",
      outputs({ [EVENT]: migration(observed(), "Scheduled") }),
      inputs(undefined, { onExistingOrder: "resubmit" }),
    ],
    [
      "the wait for executed is unsettled",
      outputs({ [EVENT]: migration(accepted(), "Executing") }),
      inputs(undefined, { waitFor: "executed" }),
    ],
  ];
  for (const [what, before, wanted] of cases) {
    it(`where ${what}`, () => {
      assert.equal(changesOf(before, wanted ?? inputs()), true);
    });
  }

  it("is none where the plan waits for no more than the answer", () => {
    const before = outputs({ [EVENT]: migration(accepted(), "Inquiring") });
    assert.equal(changesOf(before, inputs(undefined, { waitFor: "submitted" })), false);
  });

  it("of a released event is none", () => {
    const released = migration(accepted(), "Inquiring", { released: true });
    assert.equal(changesOf(outputs({ [EVENT]: DONE, "e-2": released }), inputs()), false);
  });
});

describe("diff: onRemove fail", () => {
  const fail = (migrations: Record<string, Migration>, lines: Record_ = {}) =>
    diff(outputs(migrations, { onRemove: "fail" }), inputs(lines, { onRemove: "fail" }));

  const pending: [string, Migration][] = [
    ["an order waits", migration(accepted(), "Scheduled")],
    ["an order runs", migration(accepted(), "Executing")],
    ["ENS still inquires after an order", migration(accepted(), "Inquiring")],
    ["an answer was lost", migration(unknown(), "Inquiring")],
    ["somebody else's order waits", migration(observed(), "Scheduled")],
  ];
  for (const [what, each] of pending) {
    it(`refuses to let an event go while ${what}`, () => {
      assert.throws(() => fail({ [EVENT]: each }), PendingOrderError);
    });
  }

  const over: [string, Migration][] = [
    ["it was executed", migration(accepted(), "Executed")],
    ["it was avoided", migration(accepted(), "Avoided")],
    ["it failed", migration(accepted(), "Failed")],
    ["its order was refused", migration(rejected(), "Inquiring")],
  ];
  for (const [what, each] of over) {
    it(`lets an event go when ${what}`, () => {
      assert.equal(fail({ [EVENT]: each }).changes, undefined);
    });
  }

  it("says what is pending, why that matters, and the three ways out", () => {
    assert.throws(
      () => fail({ "e-1": DONE, "e-2": migration(accepted(), "Executing") }),
      /^PendingOrderError: edge: .*2 orders are still pending: e-1 \(Scheduled at the last read\), e-2 \(Executing at the last read\)\. ENS has no call to cancel .*Keep the event, wait until it has ended and run `pulumi refresh`, or set onRemove: "retain" first$/,
    );
  });

  it("names twenty of many", () => {
    const many = Object.fromEntries(Array.from({ length: 23 }, (_, n) => [`e-${100 + n}`, DONE]));
    assert.throws(() => fail(many), /e-119 \(Scheduled at the last read\) and 3 more\. /);
  });

  it("does not mind an event that stays", () => {
    assert.equal(fail({ [EVENT]: DONE }, { [EVENT]: LINE }).changes, false);
  });

  it("does not mind an order that was released before", () => {
    const released = migration(accepted(), "Scheduled", { released: true });
    assert.equal(fail({ [EVENT]: DONE, "e-2": released }, { [EVENT]: LINE }).changes, false);
  });

  it("minds the new value of onRemove, not the old one", () => {
    const changed = diff(
      outputs({ [EVENT]: DONE }, { onRemove: "fail" }),
      inputs({}, { onRemove: "retain" }),
    );
    assert.equal(changed.changes, undefined);
    assert.throws(() => diff(outputs(), inputs({}, { onRemove: "fail" })), PendingOrderError);
  });
});

describe("diff: notices", () => {
  it("tell of a move by the platform, with its time and what to do", () => {
    const moved = planState({ [EVENT]: migration(accepted(), "Scheduled", { movedTo: OTHER_TIME }) });
    const [notice] = noticesOf(moved);
    assert.match(
      notice ?? "",
      /^e-1 \(i-1\): the platform moved it to 2026-12-11T17:30:00\.000Z; write that time as planTime/,
    );
  });

  it("tell of an order that bears the mark of a plan and is another one", () => {
    const movedTo = markPlanTime(EVENT, OTHER_TIME, "abandon");
    const other = planState({ [EVENT]: migration(accepted(), "Scheduled", { movedTo }) });
    const [notice] = noticesOf(other);
    assert.match(
      notice ?? "",
      /^e-1 \(i-1\): another order is in force \(2026-12-11T17:30:00\.\d{3}Z abandon\), from an interrupted update or another stack; /,
    );
  });

  for (const status of ["Failed", "Canceled"]) {
    it(`tell of ${status}, every time`, () => {
      const before = outputs({ [EVENT]: migration(accepted(), status) });
      for (const lines of [{ [EVENT]: LINE }, UNKNOWN]) {
        const { notices } = diff(before, inputs(lines));
        assert.equal(notices.length, 1);
        assert.match(
          notices[0] ?? "",
          new RegExp(`^e-1 \\(i-1\\): ${status} on the platform; it is not ordered again`),
        );
      }
    });
  }

  it("are none where all goes its way", () => {
    assert.deepEqual(diff(outputs(), inputs()).notices, []);
  });
});

describe("diff: lines at rest", () => {
  const BASIS = `#${accepted(at(TIME)).basis}`;
  const anyTermsOfTwo = fc.oneof(
    { weight: 8, arbitrary: fc.constant(at(TIME)) },
    fc.constantFrom(at(OTHER_TIME), atOnce()),
  );
  const anyOrdered: fc.Arbitrary<Ordered> = fc.oneof(
    { weight: 8, arbitrary: anyTermsOfTwo.map((terms) => accepted(terms)) },
    fc.constantFrom<Ordered>(
      unknown(),
      observed(),
      // Whatever ENS writes must not be taken for what we write.
      rejected(
        at(OTHER_TIME),
        "409",
        `x | Scheduled | ordered immediate force_transfer | NotBefore as ordered | ${BASIS}`,
      ),
    ),
  );
  const anyLine: fc.Arbitrary<Migration> = fc
    .tuple(
      anyOrdered,
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom("Scheduled", "Executed") },
        fc.constantFrom("Inquiring", "Executing", "Failed", "Unread", "Unlisted"),
      ),
      fc.oneof(
        { weight: 8, arbitrary: fc.constant("as ordered") },
        fc.constantFrom("otherwise", "unread", "moved"),
      ),
      record(
        {
          outdated: fc.constant(true as const),
          released: fc.constant(true as const),
          unreported: fc.constant(true as const),
        },
        [],
      ).chain((flags) => fc.oneof({ weight: 8, arbitrary: fc.constant({}) }, fc.constant(flags))),
    )
    .map(([ordered, status, read, flags]) => {
      const planTime =
        "terms" in ordered && ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : TIME;
      return migration(ordered, status, {
        ...(read !== "unread" && { notBefore: read === "otherwise" ? planTime + 1 : planTime }),
        ...(read === "moved" && { movedTo: OTHER_TIME }),
        ...flags,
      });
    });
  const eventIds = ["e-1", "e-2", "e-3"];
  const anyEvents = <T>(each: fc.Arbitrary<T>) =>
    fc
      .tuple(...eventIds.map(() => fc.option(each)))
      .map((values) =>
        Object.fromEntries(
          values.flatMap((value, index) => (value === null ? [] : [[eventIds[index] ?? "", value]])),
        ),
      );
  const anyPlanned = anyTermsOfTwo.map((terms) => formatPlanned(planned(terms)));
  const anyOptions = record(
    {
      waitFor: fc.constantFrom("submitted", "scheduled", "executed"),
      onExistingOrder: fc.constantFrom("fail", "keep", "resubmit"),
    },
    [],
  );

  it("say what they would say if every line were read", () => {
    const seen = { rest: 0, work: 0 };
    fc.assert(
      fc.property(anyEvents(anyLine), anyEvents(anyPlanned), anyOptions, (migrations, lines, options) => {
        const before = outputs(migrations);
        const wanted = inputs(lines, options);
        const { changes } = diff(before, wanted);
        assert.equal(changes, expected(before, lines, wanted));
        seen[changes === false ? "rest" : "work"] += 1;
      }),
      { numRuns: 1_000 },
    );
    assert.ok(seen.rest > 50 && seen.work > 50, JSON.stringify(seen));
  });

  /** The rules, line by line, without a short cut. */
  function expected(before: Record_, lines: Record<string, string>, wanted: Record_): boolean | undefined {
    const { migrations } = readState(before);
    const options = readOptions(wanted);
    const unfinished = Object.keys(lines).some((eventId) => {
      const each = migrations.get(eventId);
      if (!each) return false;
      const replaced =
        each.ordered.state === "observed" &&
        each.status === "Scheduled" &&
        options.onExistingOrder === "resubmit";
      return (
        each.movedTo !== undefined ||
        each.unreported === true ||
        replaced ||
        !isSettled(each, options.waitFor)
      );
    });
    if (unfinished) return true;
    const removed = [...migrations].some(([eventId, { released }]) => !released && !(eventId in lines));
    const changed = Object.entries(lines).some(([eventId, line]) => {
      const each = migrations.get(eventId);
      return !each || each.released || each.ordered.basis !== parsePlanned(eventId, line).basis;
    });
    return removed || changed ? undefined : false;
  }
});
