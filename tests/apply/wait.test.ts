import assert from "node:assert/strict";
import fc from "fast-check";
import sinon from "sinon";
import { pollDelays, waitUntilSettled } from "../../provider/src/apply/wait";
import type { Migration } from "../../provider/src/plan/model/migration";
import {
  accepted,
  at,
  EVENT,
  HOUR,
  INSTANCE,
  migration,
  MINUTE,
  NOW,
  observed,
  options,
  OTHER_STACK,
  OTHER_TIME,
  planned,
  rejected,
  STACK,
  TIME,
  timeOf,
  unknown,
  unsent,
} from "../plan/builders";
import { type Up, up } from "./builders";
import { FakeEns, noCredentials, readRefusal, unreachable, unreadable } from "./fakeEns";
import { inTime } from "./inTime";

const SECOND = 1_000;

describe("the pauses between reads", () => {
  const take = (pollInterval: number, count: number): number[] => {
    const delays = pollDelays(pollInterval);
    return Array.from({ length: count }, () => delays.next().value);
  };

  it("begin with pollInterval, grow by half, and end at a minute", () => {
    assert.deepEqual(
      take(5 * SECOND, 9),
      [5_000, 7_500, 11_250, 16_875, 25_312.5, 37_968.75, 56_953.125, 60_000, 60_000],
    );
  });

  it("stay at a pollInterval above a minute", () => {
    assert.deepEqual(take(5 * MINUTE, 3), [300_000, 300_000, 300_000]);
  });

  it("never shrink, and never leave the bounds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: HOUR }), (pollInterval) => {
        const delays = take(pollInterval, 40);
        delays.forEach((delay, index) => {
          assert.ok(delay >= (delays[index - 1] ?? pollInterval));
          assert.ok(delay <= Math.max(pollInterval, MINUTE));
        });
      }),
    );
  });
});

describe("waiting", () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({
      now: NOW,
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
    });
  });
  afterEach(() => {
    clock.restore();
  });

  const inTheirTime = (): FakeEns => Object.assign(new FakeEns(), { now: Date.now });

  /** An ENS whose event takes the order, and shows it from the nth read on. */
  function slow(reads: number, then: () => void): FakeEns {
    const ens = inTheirTime().add(EVENT, INSTANCE);
    ens.onOrder = () => undefined;
    ens.onRead = (read) => {
      if (read === reads) then();
    };
    return ens;
  }

  const never = (): FakeEns => slow(Infinity, () => undefined);
  const upInTime = (ens: FakeEns, { options: given, ...request }: Up = {}) =>
    inTime(
      clock,
      up(ens, {
        planned: [planned()],
        options: { waitFor: "scheduled", ...given },
        ...request,
      }),
    );

  it("ends as soon as ENS shows the order as scheduled", async () => {
    const ens = slow(4, () => ens.change(EVENT, { eventStatus: "Scheduled", notBefore: TIME }));
    const { state, failures } = await upInTime(ens);
    assert.deepEqual(failures, []);
    assert.equal(state.migrations.get(EVENT)?.status, "Scheduled");
    assert.equal(state.migrations.get(EVENT)?.notBefore, TIME);
    assert.equal(Date.now() - NOW, 5_000 + 7_500);
    assert.equal(ens.reads.length, 4);
  });

  it("takes any status beyond Inquiring for scheduled", async () => {
    for (const eventStatus of ["Executing", "Executed", "Paused"]) {
      const ens = slow(3, () => ens.change(EVENT, { eventStatus }));
      const { state, failures } = await upInTime(ens);
      assert.deepEqual([state.migrations.get(EVENT)?.status, failures], [eventStatus, []]);
    }
  });

  it("for submitted reads nothing more", async () => {
    const ens = never();
    const { failures } = await upInTime(ens, { options: { waitFor: "submitted" } });
    assert.deepEqual([ens.reads.length, failures, Date.now()], [1, [], NOW]);
  });

  it("for executed goes on until the event has ended", async () => {
    const ens = inTheirTime().add(EVENT, INSTANCE);
    ens.onRead = (read) => {
      if (read === 5) ens.change(EVENT, { eventStatus: "Executing" });
      if (read === 8) ens.change(EVENT, { eventStatus: "Executed" });
    };
    const { state, failures } = await upInTime(ens, { options: { waitFor: "executed" } });
    assert.deepEqual([state.migrations.get(EVENT)?.status, failures, ens.reads.length], ["Executed", [], 8]);
  });

  it("for executed tells of a bad end", async () => {
    const ens = slow(3, () => ens.change(EVENT, { eventStatus: "Failed" }));
    const { failures } = await upInTime(ens, { options: { waitFor: "executed" } });
    assert.match(failures[0]?.reason ?? "", /^its migration failed \(status Failed, request id request-1\)/);
  });

  it("reads at growing intervals", async () => {
    const ens = never();
    await upInTime(ens);
    const pauses = ens.readTimes.slice(1).map((time, index) => time - (ens.readTimes[index] ?? 0));
    assert.deepEqual(pauses.slice(0, 4), [0, 5_000, 7_500, 11_250]);
    assert.ok(Math.max(...pauses) <= MINUTE);
  });

  const timeouts: [string, Record<string, unknown>, number][] = [
    ["ten minutes for scheduled", { waitFor: "scheduled" }, 10 * MINUTE],
    ["an hour for executed", { waitFor: "executed" }, HOUR],
    ["what the plan says", { timeout: "90s" }, 90 * SECOND],
    ["what the plan says, even less than one pause", { timeout: "2s" }, 2 * SECOND],
  ];
  for (const [what, given, milliseconds] of timeouts) {
    it(`ends after ${what}, and no read may take longer`, async () => {
      const ens = never();
      const { failures } = await upInTime(ens, { options: given });
      assert.equal(Date.now() - NOW, milliseconds);
      assert.equal(failures.length, 1);
      for (const read of ens.readOptions.slice(1)) assert.equal(read?.deadline, NOW + milliseconds);
    });
  }

  it("that ran out says that the order stands and the wait can be taken up", async () => {
    const { state, failures } = await upInTime(never(), { options: { timeout: "4m" } });
    const [failure, ...others] = failures;
    assert.deepEqual([failure?.eventId, others], [EVENT, []]);
    assert.match(
      failure?.reason ?? "",
      /^ordered, and ENS shows Inquiring: the wait ended after 4m \(waitFor: "scheduled"\)\. The order stands/,
    );
    assert.equal(failure?.advice[0]?.do, "up");
    assert.equal(state.unfinished, true);
    assert.equal(state.migrations.get(EVENT)?.ordered.state, "accepted");
  });

  it("that ends five minutes after an order which ENS does not show says so, and a new time is ordered", async () => {
    const ens = never();
    const { state, failures } = await upInTime(ens);
    assert.match(failures[0]?.reason ?? "", /ENS shows Inquiring: .*ENS took the order and does not show it/);
    assert.deepEqual(failures[0]?.advice, [{ do: "up" }, { do: "newTime" }]);
    const before = state.migrations;
    const again = await upInTime(ens, { before });
    assert.deepEqual([ens.calls.length, again.failures[0]?.advice], [1, failures[0]?.advice]);

    ens.onOrder = new FakeEns().onOrder;
    const after = await upInTime(ens, { before, planned: [planned(at(OTHER_TIME))] });
    assert.deepEqual([ens.calls.length, after.failures], [2, []]);
    assert.equal(ens.events.get(EVENT)?.notBefore, timeOf(at(OTHER_TIME)));
  });

  it("goes on while ENS shows the order that was replaced, and ends when it shows the new one", async () => {
    const ens = inTheirTime().add(EVENT, INSTANCE, "Scheduled", { notBefore: timeOf(at(OTHER_TIME)) });
    ens.lag = 20 * SECOND;
    const before = new Map([
      [EVENT, migration(accepted(at(OTHER_TIME)), "Scheduled", { notBefore: timeOf(at(OTHER_TIME)) })],
    ]);
    const { state, failures } = await upInTime(ens, { before });
    assert.deepEqual(failures, []);
    assert.equal(state.migrations.get(EVENT)?.notBefore, timeOf(at()));
    assert.ok(Date.now() - NOW >= 20 * SECOND);
  });

  it("is taken up by the next operation without another order", async () => {
    const ens = never();
    const { state } = await upInTime(ens);
    ens.change(EVENT, { eventStatus: "Scheduled", notBefore: TIME });
    const again = await upInTime(ens, { before: state.migrations });
    assert.deepEqual([ens.calls.length, again.failures, again.state.unfinished], [1, [], false]);
  });

  it("asks only for the events that it waits for", async () => {
    const ens = inTheirTime().add(EVENT, INSTANCE).add("e-2", "i-2");
    ens.onOrder = (event) => {
      if (event.eventId === "e-2") event.eventStatus = "Scheduled";
    };
    ens.onRead = (read) => {
      if (read === 4) ens.change(EVENT, { eventStatus: "Scheduled" });
    };
    await upInTime(ens, { planned: [planned(), planned(at(), "e-2", "i-2")] });
    assert.deepEqual(ens.reads, [[INSTANCE, "i-2"], [INSTANCE, "i-2"], [INSTANCE], [INSTANCE]]);
  });

  it("is for orders of ours that ENS has, and for no others", async () => {
    const ens = new FakeEns();
    const migrations = new Map<string, Migration>([
      ["e-1", migration(rejected(), "Inquiring")],
      ["e-2", migration(unknown(), "Inquiring")],
      ["e-3", migration(observed(), "Inquiring")],
      ["e-4", migration(unsent(), "Inquiring")],
      ["e-5", migration(accepted(), "Inquiring")],
    ]);
    const context = {
      client: ens,
      now: Date.now,
      say: () => undefined,
      doing: () => undefined,
      isHeld: () => false,
      inherited: () => undefined,
    };
    for (const waitFor of ["submitted", "scheduled", "executed"]) {
      const gaveUp = await waitUntilSettled(
        ["e-1", "e-2", "e-3", "e-4"],
        migrations,
        options({ waitFor }),
        context,
      );
      assert.equal(gaveUp, undefined);
    }
    assert.equal(ens.reads.length, 0);
  });

  it("shows every change of counts in one line", async () => {
    const ens = inTheirTime().add(EVENT, INSTANCE).add("e-2", "i-2");
    ens.onOrder = () => undefined;
    ens.onRead = (read) => {
      if (read === 5) ens.change(EVENT, { eventStatus: "Scheduled" });
      if (read === 9) ens.change("e-2", { eventStatus: "Scheduled" });
    };
    const { log } = await upInTime(ens, { planned: [planned(), planned(at(), "e-2", "i-2")] });
    const changes = log.filter((line) => !line.startsWith("still "));
    assert.deepEqual(changes, [
      "sending 2 orders",
      "2 events: 2 Inquiring",
      "2 events: 1 Scheduled, 1 Inquiring",
      "2 events: 2 Scheduled",
    ]);
  });

  it("is never silent for more than 30 seconds, however rarely it reads", async () => {
    const lines: number[] = [];
    const ens = never();
    await upInTime(ens, {
      options: { pollInterval: "5m", timeout: "20m" },
      onLine: () => lines.push(Date.now()),
    });
    const pauses = lines.map((time, index) => time - (lines[index - 1] ?? NOW));
    assert.ok(Math.max(...pauses) <= 30 * SECOND);
    assert.ok(lines.length >= 40);
  });

  it("that is cancelled ends at once, says that the order stands, and is taken up by the next operation", async () => {
    const cancel = new AbortController();
    const ens = never();
    setTimeout(() => cancel.abort(), 17 * SECOND);
    const { state, failures } = await upInTime(ens, { signal: cancel.signal });
    assert.equal(Date.now() - NOW, 17 * SECOND);
    assert.match(
      failures[0]?.reason ?? "",
      /^ordered, and ENS shows Inquiring: the operation was cancelled during the wait \(waitFor: "scheduled"\)\. The order stands, and the next `pulumi up` resumes the wait\. Run `pulumi up` again/,
    );
    ens.change(EVENT, { eventStatus: "Scheduled", notBefore: TIME });
    const again = await upInTime(ens, { before: state.migrations });
    assert.deepEqual([ens.calls.length, again.failures], [1, []]);
  });

  it("that is cancelled in the middle of a read says no more than that", async () => {
    const cancel = new AbortController();
    const ens = slow(3, () => {
      cancel.abort();
      ens.readFaults.push(unreadable("ABORTED"));
    });
    const { failures } = await upInTime(ens, { signal: cancel.signal });
    assert.match(
      failures[0]?.reason ?? "",
      /was cancelled during the wait \(waitFor: "scheduled"\)\. The order stands/,
    );
  });

  it("ends at once where the certificate is not accepted, and goes on past a read that took too long", async () => {
    for (const [code, seconds, why] of [
      ["DEPTH_ZERO_SELF_SIGNED_CERT", 0, /ENS cannot be read\. /],
      ["DEADLINE", 90, /the wait ended after 1m30s/],
    ] as const) {
      const ens = slow(2, () => ens.readFaults.push(unreadable(code)));
      const start = Date.now();
      const { failures } = await upInTime(ens, { options: { timeout: "90s" } });
      assert.match(failures[0]?.reason ?? "", why);
      assert.equal(Math.floor((Date.now() - start) / SECOND), seconds);
    }
  });

  it("ends with the operation's time limit, and no read may take longer", async () => {
    const ens = never();
    const { failures } = await upInTime(ens, { deadline: NOW + 90 * SECOND });
    assert.equal(Date.now() - NOW, 90 * SECOND);
    assert.match(
      failures[0]?.reason ?? "",
      /: the operation's time limit ran out during the wait \(waitFor: "scheduled"\)\. The order stands/,
    );
    for (const read of ens.readOptions) assert.equal(read?.deadline, NOW + 90 * SECOND);
  });

  it("sees a move by the platform", async () => {
    const ens = inTheirTime().add(EVENT, INSTANCE);
    ens.onRead = (read) => {
      if (read === 3) ens.change(EVENT, { notBefore: OTHER_TIME });
      if (read === 4) ens.change(EVENT, { eventStatus: "Executed" });
    };
    const before = new Map([[EVENT, migration(accepted(), "Scheduled", { notBefore: TIME })]]);
    ens.change(EVENT, { eventStatus: "Scheduled", notBefore: TIME });
    const { log, failures, state } = await upInTime(ens, { before, options: { waitFor: "executed" } });
    assert.deepEqual([failures, log.at(-1)], [[], "1 event: 1 Executed"]);
    assert.equal(state.migrations.get(EVENT)?.notBefore, TIME);
  });

  for (const [whose, stack] of [
    ["this", STACK],
    ["another", OTHER_STACK],
  ] as const) {
    it(`fails over an order of ${whose} stack that only its readings show: nothing was decided about it`, async () => {
      const notBefore = timeOf(at(OTHER_TIME), stack);
      const ens = slow(3, () => ens.change(EVENT, { eventStatus: "Scheduled", notBefore }));
      const { failures } = await upInTime(ens);
      assert.match(
        failures[0]?.reason ?? "",
        /ENS shows an(?:other)? order that this stack .*2026-12-11T17:30:00\.\d+Z/,
      );
      assert.deepEqual(failures[0]?.advice, [{ do: "up" }]);
    });
  }

  describe("when a read fails", () => {
    const passing: [string, Error][] = [
      ["the connection was reset", unreachable()],
      ["ENS throttled it", readRefusal("Throttling.User", 429)],
      ["ENS had an internal error", readRefusal("InternalError", 500)],
      ["ENS had an internal error and gave it 400", readRefusal("InternalError", 400)],
    ];
    for (const [what, error] of passing) {
      it(`goes on: ${what}`, async () => {
        const ens = slow(4, () => ens.change(EVENT, { eventStatus: "Scheduled" }));
        ens.readFaults.push(undefined, error, error);
        const { failures } = await upInTime(ens);
        assert.deepEqual(failures, []);
      });

      it(`goes on until the timeout and says so: ${what}`, async () => {
        const ens = never();
        ens.readFaults.push(undefined, ...Array.from({ length: 1_000 }, () => error));
        const { failures } = await upInTime(ens);
        assert.equal(Date.now() - NOW, 10 * MINUTE);
        assert.match(
          failures[0]?.reason ?? "",
          /\. The last read failed: DescribeHistoryEvents: .*\. The order stands, /,
        );
      });
    }

    it("does not tell of a failure that a later read made good", async () => {
      const ens = never();
      ens.readFaults.push(undefined, unreachable());
      const { failures } = await upInTime(ens);
      assert.doesNotMatch(failures[0]?.reason ?? "", /failed/);
    });

    const lasting: [string, Error, RegExp][] = [
      ["a permission is missing", readRefusal("Forbidden.RAM", 403), /Forbidden\.RAM.*The order stands/],
      ["the credentials are gone", noCredentials(), /no credentials.*The order stands/],
    ];
    for (const [what, error, reason] of lasting) {
      it(`gives up at once where ${what}, and says that the order stands`, async () => {
        const ens = never();
        ens.readFaults.push(undefined, error);
        const { state, failures } = await upInTime(ens);
        assert.equal(Date.now(), NOW);
        assert.match(failures[0]?.reason ?? "", reason);
        assert.equal(state.migrations.get(EVENT)?.ordered.state, "accepted");
      });
    }

    it("remembers the orders and reports, whatever was thrown", async () => {
      const ens = never();
      ens.readFaults.push(
        undefined,
        ...Array.from({ length: 1_000 }, () => new TypeError("a defect of ours")),
      );
      const { state, failures } = await upInTime(ens);
      assert.equal(state.migrations.get(EVENT)?.ordered.state, "accepted");
      assert.equal(failures.length, 1);
    });
  });
});
