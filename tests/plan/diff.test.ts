import assert from "node:assert/strict";
import fc from "fast-check";
import { UNKNOWN } from "../../provider/src/api/unknown";
import { check } from "../../provider/src/plan/check";
import { diff } from "../../provider/src/plan/diff";
import { readOptions } from "../../provider/src/plan/input/options";
import { formatPlanned, parsePlanned } from "../../provider/src/plan/lines/planned";
import { type Accepted, isOver, type Migration, type Ordered } from "../../provider/src/plan/model/migration";
import { noticesOf } from "../../provider/src/plan/orders/notices";
import { RefusedError } from "../../provider/src/plan/orders/refusals";
import { isSettled } from "../../provider/src/plan/orders/settled";
import { type PlanState, readState, writeState } from "../../provider/src/plan/state/state";
import {
  accepted,
  at,
  atOnce,
  EVENT,
  HOUR,
  marked,
  migration,
  NOW,
  observed,
  OTHER_BASIS,
  OTHER_STACK,
  OTHER_TIME,
  ourOrder,
  planned,
  planState,
  record,
  rejected,
  STACK,
  TIME,
  timeOf,
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
  return { label: "edge", stack: STACK, planned: lines, ...more };
}

/** As `read` gives outputs back. */
const refreshed = (before: Record_): Record_ => ({ ...writeState(readState(before)) });

const changesOf = (before: Record_, wanted: Record_) => diff(before, wanted, NOW).changes;

describe("diff: nothing to do", () => {
  const quiet: [string, Ordered, string][] = [
    ["an order of ours waits for its time", accepted(), "Scheduled"],
    ["it runs", accepted(), "Executing"],
    ["it has ended", accepted(), "Executed"],
    ["it ended badly and that was reported", accepted(), "Failed"],
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
    const line = formatPlanned({
      ...planned(),
      password: "given",
      local: { time: "2026-12-05 01:30", zone: "+08:00" },
      instanceName: "web-1",
    });
    assert.equal(changesOf(outputs(), inputs({ [EVENT]: line })), false);
  });

  it("where only what governs the next order changed", () => {
    const governing = {
      timeout: "1h",
      maxErrors: 3,
      onReschedule: "fail",
      eventsPerCall: 5,
    };
    assert.equal(changesOf(outputs(), inputs(undefined, governing)), false);
  });

  it("where the state was written before it kept the change ticket", () => {
    assert.equal(changesOf(outputs(), inputs(undefined, { changeTicket: "CHG-1" })), false);
  });

  it("where an import file did not know its stack", () => {
    assert.equal(changesOf(outputs(undefined, { stack: "" }), inputs()), false);
  });

  it("where the outputs are secret already, also after a refresh", () => {
    const before = outputs(undefined, { secret: true });
    assert.equal(changesOf(before, inputs(undefined, { secret: true })), false);
    assert.equal(changesOf(refreshed(before), inputs(undefined, { secret: true })), false);
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
    [
      "a released event is taken back with another time",
      outputs({ [EVENT]: migration(accepted(), "Scheduled", { released: true }) }),
      inputs({ [EVENT]: formatPlanned(planned(at(OTHER_TIME))) }),
    ],
    ["the stack was renamed", outputs(), inputs(undefined, { stack: OTHER_STACK })],
    ["the label changed", outputs(), inputs(undefined, { label: "other" })],
    [
      "the change ticket changed",
      outputs(undefined, { changeTicket: "CHG-1" }),
      inputs(undefined, { changeTicket: "CHG-2" }),
    ],
    [
      "the change ticket is new",
      outputs(undefined, { changeTicket: "" }),
      inputs(undefined, { changeTicket: "CHG-2" }),
    ],
    ["the change ticket is gone", outputs(undefined, { changeTicket: "CHG-1" }), inputs()],
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

describe("diff: a secret plan's inputs changed", () => {
  const secret = { secret: true } as const;
  const cases: [string, Record_, Record_][] = [
    ["the outputs are to be secret", outputs(), inputs(undefined, secret)],
    ["the outputs are secret no longer", outputs(undefined, secret), inputs()],
    ["an event is new", outputs({}, secret), inputs(undefined, secret)],
    ["one event is unknown", outputs(undefined, secret), inputs({ "events[1]": UNKNOWN }, secret)],
  ];
  for (const [what, before, wanted] of cases) {
    it(`where ${what}: the engine does not list the paths that changed, with event ids in them`, () => {
      assert.equal(changesOf(before, wanted), true);
    });
  }
});

describe("diff: another name for the instance", () => {
  const NIGHTS = {
    timeZone: "Asia/Shanghai",
    windows: [{ days: ["sat"], startTime: "01:00", duration: "3h" }],
  };
  const checked = (event: Record_, olds: Record_ = {}): Record_ => {
    const news = { label: "edge", stack: STACK, dataPolicy: "force_transfer", ...event };
    const { inputs, failures } = check(olds, news, NOW);
    assert.deepEqual(failures, []);
    return inputs;
  };
  const named = (instanceName: string | undefined, more: Record_) => ({
    events: [{ eventId: EVENT, resourceId: "i-1", instanceName, ...more }],
  });
  const timings: [string, Record_, Record_][] = [
    ["a time of its own", { planTime: "2026-12-05T01:30:00+08:00" }, {}],
    ["a schedule's time", {}, { schedule: NIGHTS }],
  ];
  for (const [what, event, plan] of timings) {
    it(`changes nothing with ${what}, at rest or read whole`, () => {
      const before = checked({ ...named("web-1", event), ...plan });
      const after = checked({ ...named("db-1", event), ...plan }, before);
      const unnamed = checked({ ...named(undefined, event), ...plan }, after);
      const lines = [before, after, unnamed].map(
        ({ planned }) => (planned as Record<string, string>)[EVENT] ?? "",
      );
      assert.deepEqual(
        lines.map((line) => line.split(" | ")[0]),
        ["web-1 (i-1)", "db-1 (i-1)", "i-1"],
      );
      const [first, ...others] = lines.map((line) => {
        const { instanceName: _, ...others } = parsePlanned(EVENT, line);
        return others;
      });
      for (const other of others) assert.deepEqual(other, first);
      const { basis = "", terms = at() } = first ?? {};
      const remembered = (more: Partial<Accepted>) =>
        outputs({
          [EVENT]: migration({ state: "accepted", basis, terms, ...more }, "Scheduled", {
            instanceName: "web-1",
            ...(terms.opsType === "scheduled" && { notBefore: terms.planTime }),
          }),
        });
      for (const state of [remembered({}), remembered({ asked: NOW }), refreshed(remembered({}))])
        for (const wanted of [before, after, unnamed]) assert.equal(changesOf(state, wanted), false);
    });
  }
});

describe("diff: lines that cannot be read", () => {
  const line = outputs()["migrations"] as Record<string, string>;
  const unreadable: [string, unknown, RegExp][] = [
    [
      "edited",
      { [EVENT]: "i-1 | Scheduled | somehow" },
      /^migrations\["e-1"\] cannot be read: .* remove it from the state/,
    ],
    ["no text", { [EVENT]: null }, /^migrations\["e-1"\] cannot be read: null/],
    [
      "of another version",
      { [EVENT]: line[EVENT]?.replace("#1.", "#2.") },
      /^migrations\["e-1"\] is a line of version 2, .* Install the version of pulumi-ens that wrote it/,
    ],
    ["not even lines", "e-1", /^migrations cannot be read: "e-1"/],
  ];
  for (const [what, migrations, message] of unreadable) {
    it(`since they are ${what} are named with what to do, and nothing is planned`, () => {
      const error = { name: "UnreadableLineError", message };
      assert.throws(() => readState({ ...outputs(), migrations }), error);
      assert.throws(() => changesOf({ ...outputs(), migrations }, inputs()), error);
    });
  }

  for (const planned of [{ [EVENT]: null }, { [EVENT]: 5 }, "e-1", [], null]) {
    it(`since ${JSON.stringify(planned)} is planned are named too`, () => {
      const message = /^planned(\["e-1"\])? cannot be read: /;
      assert.throws(() => changesOf(outputs(), inputs(planned)), { name: "UnreadableLineError", message });
    });
  }
});

describe("diff: lines of a secret plan that cannot be read", () => {
  it("are named, and not quoted", () => {
    const secret = { secret: true };
    const edited = { [EVENT]: "Confidential | somehow" };
    for (const [olds, news, name] of [
      [{ ...outputs(), ...secret, migrations: edited }, inputs(), "migrations"],
      [outputs(), inputs(edited, secret), "planned"],
    ] as const) {
      assert.throws(
        () => changesOf(olds, news),
        (error: Error) => {
          assert.match(error.message, new RegExp(`^${name}\\["e-1"\\] cannot be read\\. It has been edited`));
          assert.equal(error.cause, undefined);
          return true;
        },
      );
    }
  });
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
      "ENS shows an order that was replaced",
      outputs({ [EVENT]: migration(accepted(), "Scheduled", { outdated: timeOf(at(OTHER_TIME)) }) }),
    ],
    [
      "a bad end has not been reported",
      outputs({ [EVENT]: migration(accepted(), "Failed", { unreported: true }) }),
    ],
    [
      "a bad end of an event that left the plan has not been reported",
      outputs({
        [EVENT]: DONE,
        "e-2": migration(accepted(), "Failed", { unreported: true, released: true }),
      }),
    ],
    [
      "an answer was lost, whatever else the state says",
      outputs({ [EVENT]: migration(unknown(), "Scheduled") }),
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
  const fail = (migrations: Record<string, Migration>, lines: Record_ = {}, more: Record_ = {}) =>
    diff(outputs(migrations, { onRemove: "fail" }), inputs(lines, { onRemove: "fail", ...more }), NOW);

  const pending: [string, Migration][] = [
    ["an order waits", migration(accepted(), "Scheduled")],
    ["an order runs", migration(accepted(), "Executing")],
    ["ENS still inquires after an order", migration(accepted(), "Inquiring")],
    ["an answer was lost", migration(unknown(), "Inquiring")],
    ["somebody else's order waits", migration(observed(), "Scheduled")],
  ];
  for (const [what, each] of pending) {
    it(`refuses to let an event go while ${what}`, () => {
      assert.throws(() => fail({ [EVENT]: each }), RefusedError);
    });
  }

  const over: [string, Migration][] = [
    ["it was executed", migration(accepted(), "Executed")],
    ["it was avoided", migration(accepted(), "Avoided")],
    ["it failed", migration(accepted(), "Failed")],
    ["ENS has long ceased to list it", migration(accepted(atOnce()), "Unlisted")],
    ["its order was refused", migration(rejected(), "Inquiring")],
  ];
  for (const [what, each] of over) {
    it(`lets an event go when ${what}`, () => {
      assert.equal(fail({ [EVENT]: each }).changes, undefined);
    });
  }

  it("lets an event go that another plan of the program has, whatever becomes of its order", () => {
    assert.equal(fail({ [EVENT]: DONE }, {}, { elsewhere: [EVENT] }).changes, undefined);
    assert.throws(() => fail({ [EVENT]: DONE }, {}, { elsewhere: ["e-2"] }), RefusedError);
  });

  it("says what is pending, why that matters, and the ways out, also as data", () => {
    const error = thrown(() => fail({ "e-1": DONE, "e-2": migration(accepted(), "Executing") }));
    assert.ok(error instanceof RefusedError);
    assert.match(
      error.message,
      /^edge: .*2 orders are still pending: e-1 \(i-1\), Scheduled at the last read; e-2 \(i-1\), Executing at the last read\. ENS has no call to cancel .*onRemove: "retain" for this one `up`.*`pulumi refresh`$/,
    );
    for (const { advice } of error.failures)
      assert.deepEqual(advice, [{ do: "set", option: "onRemove", value: "retain" }, { do: "refresh" }]);
    assert.deepEqual(
      error.failures.map(({ eventId }) => eventId),
      ["e-1", "e-2"],
    );
  });

  it("names twenty of many", () => {
    const many = Object.fromEntries(Array.from({ length: 23 }, (_, n) => [`e-${100 + n}`, DONE]));
    assert.throws(() => fail(many), /e-119 \(i-1\), Scheduled at the last read and 3 more\. /);
  });

  it("does not mind an event that stays", () => {
    assert.equal(fail({ [EVENT]: DONE }, { [EVENT]: LINE }).changes, false);
  });

  it("does not mind an order that was released before", () => {
    const released = migration(accepted(), "Scheduled", { released: true });
    assert.equal(fail({ [EVENT]: DONE, "e-2": released }, { [EVENT]: LINE }).changes, false);
  });

  it("minds the new value of onRemove, not the old one", () => {
    const before = outputs({ [EVENT]: DONE }, { onRemove: "fail" });
    assert.equal(changesOf(before, inputs({}, { onRemove: "retain" })), undefined);
    assert.throws(() => changesOf(outputs(), inputs({}, { onRemove: "fail" })), RefusedError);
  });
});

/** What it throws. */
function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("it should have thrown");
}

describe("diff: onReschedule fail", () => {
  const EDITED = formatPlanned(planned(at(OTHER_TIME)));
  const fail = (before: Migration, line = EDITED) =>
    changesOf(outputs({ [EVENT]: before }), inputs({ [EVENT]: line }, { onReschedule: "fail" }));

  const refused: [string, Migration][] = [
    ["waits", migration(accepted(), "Scheduled")],
    ["is not shown yet", migration(accepted(), "Inquiring")],
    ["was not read yet", migration(accepted(), "Unread")],
    ["was released meanwhile", migration(accepted(), "Scheduled", { released: true })],
    ["may stand before a lost one", migration(unknown(at(TIME, "abandon"), NOW, ourOrder()), "Scheduled")],
  ];
  for (const [what, before] of refused) {
    it(`refuses another order in the preview where the one that the state remembers ${what}`, () => {
      const error = thrown(() => fail(before));
      assert.ok(error instanceof RefusedError);
      assert.match(
        error.message,
        /^edge: e-1 \(i-1\): .*onReschedule is "fail".*2026-12-04T17:30:00\.\d+Z force_transfer/,
      );
      assert.deepEqual(error.failures[0]?.advice, [
        { do: "write", ...marked(at()) },
        { do: "set", option: "onReschedule", value: "resubmit" },
      ]);
    });
  }

  const waved: [string, Migration, string?][] = [
    ["there is none", migration(rejected(), "Inquiring")],
    ["the answer to the first one was lost, which may be none", migration(unknown(), "Inquiring")],
    ["it runs, and nothing is sent for it", migration(accepted(), "Executing")],
    ["it is over", migration(accepted(), "Executed")],
    ["somebody else's was kept: that is for onExistingOrder", migration(observed(), "Scheduled")],
    ["what is planned is the same order", migration(accepted(at(), { basis: OTHER_BASIS })), LINE],
    [
      "what is planned is the lost one again",
      migration(unknown(at(), NOW, ourOrder(at(OTHER_TIME))), "Scheduled"),
      LINE,
    ],
    [
      "what is planned is the order before the lost one",
      migration(unknown(at(), NOW, ourOrder(at(OTHER_TIME))), "Scheduled"),
    ],
    [
      "the platform moved it to the time that is planned",
      migration(accepted(), "Scheduled", { movedTo: OTHER_TIME }),
    ],
    [
      "ENS took it and goes on to show the one that is planned",
      migration(accepted(), "Scheduled", { outdated: timeOf(at(OTHER_TIME)) }),
    ],
  ];
  for (const [what, before, line] of waved) {
    it(`refuses nothing where ${what}`, () => {
      assert.doesNotThrow(() => fail(before, line));
    });
  }

  it("refuses the time to which the platform moved the order, with another data policy", () => {
    const moved = migration(accepted(), "Scheduled", { movedTo: OTHER_TIME });
    assert.throws(() => fail(moved, formatPlanned(planned(at(OTHER_TIME, "try_transfer")))), RefusedError);
  });
});

describe("diff: notices", () => {
  it("tell of a move by the platform, with its time and what to do", () => {
    const moved = planState({ [EVENT]: migration(accepted(), "Scheduled", { movedTo: OTHER_TIME }) });
    const [notice] = noticesOf(moved);
    assert.match(notice ?? "", /^e-1 \(i-1\): ENS shows 2026-12-11T17:30:00Z.*write that time as planTime/);
  });

  it("tell that a move is accepted once the program has its time, and that nothing is sent", () => {
    const moved = migration(accepted(), "Scheduled", { movedTo: OTHER_TIME });
    const wanted = formatPlanned(planned(at(OTHER_TIME)));
    const { outlook, notices } = diff(outputs({ [EVENT]: moved }), inputs({ [EVENT]: wanted }), NOW);
    assert.deepEqual(outlook, ["sends no orders"]);
    assert.deepEqual(notices, [
      "e-1 (i-1): the program now has the time that ENS shows (2026-12-11T17:30:00Z). Accepted: nothing is sent",
    ]);
  });

  it("come with a line that says so where an update sends nothing", () => {
    const moved = migration(accepted(), "Scheduled", { movedTo: OTHER_TIME });
    const { changes, outlook } = diff(
      outputs({ [EVENT]: moved }),
      inputs({ [EVENT]: formatPlanned(planned()) }),
      NOW,
    );
    assert.deepEqual([changes, outlook], [true, ["sends no orders"]]);
  });

  it("tell of an order of another stack, which no planTime accepts", () => {
    const movedTo = timeOf(at(OTHER_TIME), OTHER_STACK);
    const others = planState({
      [EVENT]: migration(accepted(), "Scheduled", { movedTo, ofAnother: true }),
    });
    const [notice] = noticesOf(others);
    assert.match(
      notice ?? "",
      /^e-1 \(i-1\): ENS shows an order that this stack did not place \(NotBefore .*onExistingOrder decides/,
    );
  });

  it("tell of another order of this stack, with its terms", () => {
    const movedTo = timeOf(at(OTHER_TIME, "abandon"));
    const [notice] = noticesOf(planState({ [EVENT]: migration(accepted(), "Scheduled", { movedTo }) }));
    assert.match(notice ?? "", /^e-1 \(i-1\): .*this stack.*\(2026-12-11T17:30:00\.\d{3}Z abandon\)/);
  });

  it("say nothing of another order of this stack where the event has left the plan: another plan may have it", () => {
    const movedTo = timeOf(at(OTHER_TIME));
    const left = planState({ [EVENT]: migration(accepted(), "Scheduled", { movedTo, released: true }) });
    assert.deepEqual(noticesOf(left), []);
  });

  for (const status of ["Failed", "Canceled"]) {
    it(`tell of ${status}, every time`, () => {
      const before = outputs({ [EVENT]: migration(accepted(), status) });
      for (const lines of [{ [EVENT]: LINE }, UNKNOWN]) {
        const { notices } = diff(before, inputs(lines), NOW);
        assert.equal(notices.length, 1);
        assert.match(
          notices[0] ?? "",
          new RegExp(`^e-1 \\(i-1\\): .*status ${status}\\); not ordered again`),
        );
      }
    });

    it(`tell that an up fails once over ${status}`, () => {
      const unreported = planState({ [EVENT]: migration(accepted(), status, { unreported: true }) });
      assert.match(noticesOf(unreported)[0] ?? "", /; `pulumi up` fails once to report it$/);
    });
  }

  it("are none where all goes its way", () => {
    assert.deepEqual(diff(outputs(), inputs(), NOW).notices, []);
  });

  describe("of times that have passed", () => {
    const PAST = at(NOW - HOUR);
    const noticesFor = (before: Record<string, Migration>) =>
      diff(outputs(before), inputs({ [EVENT]: formatPlanned(planned(PAST)) }), NOW).notices;

    it("tell of an event that was added with one", () => {
      const [notice, ...others] = noticesFor({});
      assert.match(notice ?? "", /^e-1 \(i-1\): the planned time 2026-11-30T23:00:00Z has passed/);
      assert.deepEqual(others, []);
    });

    it("tell of an event whose order was refused", () => {
      assert.equal(noticesFor({ [EVENT]: migration(rejected(PAST), "Inquiring") }).length, 1);
    });

    it("say nothing of one that has its order, or may have it", () => {
      for (const ordered of [accepted(PAST), unknown(PAST), observed(PAST)])
        assert.doesNotMatch(noticesFor({ [EVENT]: migration(ordered, "Scheduled") }).join(), /has passed/);
    });
  });

  describe("of a group's limit", () => {
    const schedule = {
      timeZone: "UTC",
      windows: [{ cron: "0 17 * * *", duration: "2h" }],
      maxUnavailable: 1,
      assumedDowntime: "30m",
    };
    const inWave = (number: number, time: number) => ({
      ...planned(at(time), `e-${number}`, `i-${number}`),
      wave: 1,
    });
    const noticesFor = (deadline?: number) => {
      const ordered = inWave(1, TIME);
      const state: Ordered = { state: "accepted", basis: ordered.basis, terms: ordered.terms };
      const before = outputs({
        "e-1": migration(state, "Scheduled", { notBefore: timeOf(at(TIME), STACK, "e-1") }),
      });
      // What a failed update left: its own inputs propose again what was ordered meanwhile.
      const lines = [inWave(1, TIME - 30 * 60_000), { ...inWave(2, TIME), ...(deadline && { deadline }) }];
      const basis = ordered.basis;
      const [first, second] = lines as [typeof ordered, typeof ordered];
      return diff(
        before,
        inputs({ "e-1": formatPlanned({ ...first, basis }), "e-2": formatPlanned(second) }, { schedule }),
        NOW,
      ).notices;
    };

    it("tell which proposed time gives way to orders in force, and to which", () => {
      const [notice, ...others] = noticesFor();
      assert.match(
        notice ?? "",
        /^1 order gets a later time.*: e-2 \(i-2\), 2026-12-04T18:00:00Z instead of 2026-12-04T17:30:00Z$/,
      );
      assert.deepEqual(others, []);
    });

    it("tell for which event no slot is left", () => {
      const [notice, ...others] = noticesFor(TIME + 60_000);
      assert.match(notice ?? "", /^e-2 \(i-2\): no slot is left/);
      assert.deepEqual(others, []);
    });
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
      accepted(at(), { since: NOW }),
      accepted(at(), { or: atOnce("abandon") }),
      unknown(),
      unknown(at(), NOW, ourOrder(at(OTHER_TIME))),
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
          outdated: fc.constant(OTHER_TIME + 1),
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
        const { changes, outlook } = diff(before, wanted, NOW);
        assert.equal(changes, expected(before, lines, wanted));
        if (changes === false) assert.deepEqual(outlook, []);
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
    const unreported = [...migrations.values()].some((each) => each.unreported);
    const unfinished = Object.keys(lines).some((eventId) => {
      const each = migrations.get(eventId);
      if (!each) return false;
      const { ordered, status, movedTo, outdated } = each;
      if (ordered.state === "unknown" || ordered.state === "rejected") return !isOver(status);
      const gone =
        ordered.state === "observed" &&
        (status === "Inquiring" || (status === "Scheduled" && options.onExistingOrder === "resubmit"));
      const otherwise = ordered.state === "accepted" && (movedTo ?? outdated) !== undefined;
      return otherwise || gone || !isSettled(each, options.waitFor);
    });
    if (unreported) return true;
    if (unfinished) return true;
    const removed = [...migrations].some(([eventId, { released }]) => !released && !(eventId in lines));
    const changed = Object.entries(lines).some(([eventId, line]) => {
      const each = migrations.get(eventId);
      return !each || each.released || each.ordered.basis !== parsePlanned(eventId, line).basis;
    });
    return removed || changed ? undefined : false;
  }
});
