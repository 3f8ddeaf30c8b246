import assert from "node:assert/strict";
import sinon from "sinon";
import { diff } from "../../provider/src/host/diff";
import { create, type Ordering, update } from "../../provider/src/host/order";
import { read } from "../../provider/src/host/read";
import { remove } from "../../provider/src/host/remove";
import { RefusedError } from "../../provider/src/plan/orders/refusals";
import { FakeEns, lostAnswer, unreachable } from "../apply/fakeEns";
import { inTime } from "../apply/inTime";
import { MINUTE, NOW, OTHER_TIME, STACK, TIME } from "../plan/builders";
import { checked, hostOf } from "./life";

const SECOND = 1_000;

function ensWith(count: number): FakeEns {
  const ens = new FakeEns();
  for (let number = 1; number <= count; number++) ens.add(`e-${number}`, `i-${number}`);
  return ens;
}

/** The outputs as the next operation gets them. */
function kept({ outputs }: Ordering): Record<string, unknown> {
  return JSON.parse(JSON.stringify(outputs)) as Record<string, unknown>;
}

function lineOf(outputs: Readonly<Record<string, unknown>>, eventId: string): string {
  return (outputs["migrations"] as Record<string, string>)[eventId] ?? "";
}

describe("the life of a plan, in any host", () => {
  it("orders once, has nothing more to do, and leaves its orders in force when it goes", async () => {
    const ens = ensWith(2);
    const host = hostOf(ens);
    const inputs = checked(host, [1, 2]);
    const made = await create(host, inputs);
    const outputs = kept(made);

    assert.equal(made.failure, undefined);
    assert.equal(diff(host, made.id, outputs, inputs).changes, false);
    assert.deepEqual(kept(await update(host, made.id, outputs, inputs)), outputs);
    assert.equal(ens.taken.length, 2);
    await remove(host, made.id, outputs);
    assert.equal(
      host.lines.at(-1),
      "warning: 2 orders stay in force, since ENS has no call to cancel an order: e-1 (i-1), Fri 2026-12-04 17:30 UTC; e-2 (i-2), Fri 2026-12-04 17:30 UTC",
    );
  });

  it("does not name the plan in a line: the host knows where it shows it", async () => {
    const host = hostOf(ensWith(1));
    await create(host, checked(host, [1]));

    assert.deepEqual(host.lines, [
      "info: up to 1 order (1 new), Fri 2026-12-04 17:30 UTC; force_transfer",
      "info: sending 1 order",
      "info: 1 event: 1 Scheduled",
    ]);
  });

  describe("what there is to say", () => {
    it("is said once an operation, whatever comes upon it, and again by the next one", async () => {
      const ens = ensWith(2);
      const host = hostOf(ens);
      const before = checked(host, [1]);
      const made = await create(host, before);
      ens.change("e-1", { notBefore: OTHER_TIME });
      const up = async (outputs: Record<string, unknown>, numbers: readonly number[]) => {
        host.lines.length = 0;
        const refreshed = { ...(await read(host, made.id, outputs)) };
        diff(host, made.id, refreshed, before); // The refresh's own.
        const inputs = checked(host, numbers, {}, before);
        diff(host, made.id, refreshed, inputs);
        return kept(await update(host, made.id, refreshed, inputs));
      };
      const said = (part: string) => host.lines.filter((line) => line.includes(part)).length;

      const outputs = await up(kept(made), [1, 2]);
      assert.deepEqual([said("moved by the platform"), said("up to 1 order (1 new)")], [1, 1]);
      await up(outputs, [1, 2]);
      assert.deepEqual([said("moved by the platform"), said("up to")], [1, 0]);
    });

    it("of a move by the platform is said by the update that first reads it", async () => {
      const ens = ensWith(2);
      const host = hostOf(ens);
      const made = await create(host, checked(host, [1]));
      ens.change("e-1", { notBefore: OTHER_TIME });
      await update(host, made.id, kept(made), checked(host, [1, 2]));

      assert.match(host.lines.at(-1) ?? "", /^warning: e-1 \(i-1\): ENS shows .*: moved by the platform/);
    });

    it("of a replacement is said once, by diff: the engine checks its new half as a new plan", async () => {
      const host = hostOf(ensWith(2));
      const before = checked(host, [1, 2]);
      const made = await create(host, before);
      host.lines.length = 0;
      const inputs = checked(host, [1], { changeTicket: "CHG-1" }, before);
      diff(host, made.id, kept(made), inputs);
      const said = [...host.lines];
      checked(host, [1], { changeTicket: "CHG-1" });
      assert.equal(said.length > 0, true);
      assert.deepEqual(host.lines, said);
    });

    it("of orders is not said by a refresh", async () => {
      const ens = ensWith(2);
      const host = hostOf(ens);
      const made = await create(host, checked(host, [1]));
      const inputs = checked(hostOf(ens), [1, 2]);
      const outputs = { ...(await read(host, made.id, kept(made))) };
      host.lines.length = 0;

      diff(host, made.id, outputs, inputs);
      assert.deepEqual(host.lines, []);
      diff(host, made.id, outputs, inputs);
      assert.equal(host.lines.length, 1);
    });
  });

  describe("a failure is data", () => {
    it("what to keep, one reason a cause, advice by event, and that something stands", async () => {
      const ens = ensWith(4);
      for (const eventId of ["e-2", "e-3"]) ens.rejects.set(eventId, { code: 409, message: "busy" });
      const host = hostOf(ens);
      const inputs = checked(host, [1, 2, 3, 4]);
      const made = await create(host, inputs);
      const { reasons = [], advice = [], nothingStands } = made.failure ?? {};

      assert.equal(nothingStands, false);
      assert.equal(reasons.length, 1);
      assert.match(reasons[0] ?? "", /^edge: e-2 \(i-2\), e-3 \(i-3\): refused by ENS: code 409, busy/);
      assert.deepEqual(advice.slice(0, 2), [
        { eventId: "e-2", do: "up" },
        { eventId: "e-2", do: "remove" },
      ]);
      ens.rejects.clear();
      assert.equal(diff(host, made.id, kept(made), inputs).changes, true);
      assert.equal((await update(host, made.id, kept(made), inputs)).failure, undefined);
      assert.deepEqual(
        ens.taken.map(({ eventId }) => eventId),
        ["e-1", "e-4", "e-2", "e-3"],
      );
    });

    it("one reason a cause, whatever the request ids of its calls are, with the instances' names", async () => {
      const ens = ensWith(3);
      for (const n of [1, 2, 3])
        ens.rejects.set(`e-${n}`, { code: 409, message: `instance i-${n} is busy.` });
      const host = hostOf(ens);
      const events = [1, 2, 3].map((n) => ({
        eventId: `e-${n}`,
        resourceId: `i-${n}`,
        instanceName: `web-${n}`,
        planTime: TIME,
      }));
      const { failure } = await create(host, checked(host, [], { events, eventsPerCall: 1 }));

      assert.deepEqual(failure?.reasons, [
        "edge: e-1 (web-1, i-1) [request id request-1], e-2 (web-2, i-2) [request id request-2], " +
          "e-3 (web-3, i-3) [request id request-3]: refused by ENS: code 409, instance … is busy. " +
          "Fix the cause or remove the event, then run `pulumi up`: it retries only what failed",
      ]);
    });

    it("a reason names no secret event, since Pulumi keeps it in clear; lines do", async () => {
      const ens = ensWith(3);
      for (const eventId of ["e-2", "e-3"]) ens.rejects.set(eventId, { code: 409, message: "busy" });
      const host = hostOf(ens);
      const made = await create(host, checked(host, [1, 2, 3], { secret: true }));
      const { reasons = [], nothingStands } = made.failure ?? {};

      assert.equal(nothingStands, false);
      assert.equal(reasons.length, 1);
      assert.match(reasons[0] ?? "", /^edge: 2 events failed\. /);
      assert.doesNotMatch(reasons.join(), /e-\d|busy/);
      assert.ok(
        host.lines.some((line) =>
          line.startsWith("warning: e-2 (i-2), e-3 (i-3): refused by ENS: code 409, busy"),
        ),
      );
    });

    it("nothing stands where ENS refused everything", async () => {
      const ens = ensWith(1);
      ens.rejects.set("e-1", { code: 409, message: "busy" });
      const host = hostOf(ens);

      assert.equal((await create(host, checked(host, [1]))).failure?.nothingStands, true);
    });

    it("something may stand where an answer was lost", async () => {
      const ens = ensWith(1);
      ens.writeFaults.push({ error: lostAnswer() });
      const host = hostOf(ens);

      assert.equal((await create(host, checked(host, [1]))).failure?.nothingStands, false);
    });

    it("what fails before anything is sent is thrown", async () => {
      const ens = ensWith(1);
      ens.readFaults.push(unreachable());
      const host = hostOf(ens);

      await assert.rejects(create(host, checked(host, [1])), /the connection was reset/);
      assert.equal(ens.calls.length, 0);
    });
  });

  describe("a refresh", () => {
    it("shows what it found by the diff right after it, and by that one alone", async () => {
      const ens = ensWith(1);
      const host = hostOf(ens);
      const inputs = checked(host, [1]);
      const made = await create(host, inputs);
      ens.change("e-1", { eventStatus: "Executed" });
      const outputs = { ...(await read(host, made.id, kept(made))) };

      assert.match(lineOf(outputs, "e-1"), /Executed/);
      assert.equal(diff(host, made.id, outputs, inputs).changes, true);
      assert.equal(diff(host, made.id, outputs, inputs).changes, false);
      assert.equal(host.lines.at(-1), "info: 1 event: 1 Executed");
    });

    it("says once how the events stand, also where nothing has changed", async () => {
      const host = hostOf(ensWith(1));
      const inputs = checked(host, [1]);
      const made = await create(host, inputs);
      host.lines.length = 0;
      const outputs = { ...(await read(host, made.id, kept(made))) };

      assert.deepEqual(host.lines, ["info: 1 event: 1 Scheduled"]);
      await update(host, made.id, outputs, inputs);
      assert.deepEqual(host.lines, ["info: 1 event: 1 Scheduled"], "the update after it does not repeat it");
    });

    it("refuses nothing, since it may have the inputs from before a failed update", async () => {
      const host = hostOf(ensWith(1));
      const made = await create(host, checked(host, [1]));
      const none = checked(host, [], { onRemove: "fail" });
      const outputs = { ...(await read(host, made.id, kept(made))) };

      assert.equal(diff(host, made.id, outputs, none).changes, false);
      assert.throws(() => diff(host, made.id, outputs, none), RefusedError);
    });
  });

  describe("with onRemove fail", () => {
    it("goes only when nothing is pending, read anew", async () => {
      const ens = ensWith(1);
      const host = hostOf(ens);
      const made = await create(host, checked(host, [1], { onRemove: "fail" }));

      await assert.rejects(remove(host, made.id, kept(made)), RefusedError);
      ens.change("e-1", { eventStatus: "Executed" });
      await remove(host, made.id, kept(made));
    });

    it("goes when another plan of the stack, that the same process has seen, holds its orders", async () => {
      const ens = ensWith(1);
      const host = hostOf(ens);
      const old = await create(host, checked(host, [1], { onRemove: "fail" }));

      await assert.rejects(remove(hostOf(ens), old.id, kept(old)), RefusedError);
      await create(host, checked(host, [1], { label: "new" }));
      await remove(host, old.id, kept(old));
      assert.equal(ens.taken.length, 1);
    });
  });

  it("goes without a look at its orders where nobody can read its state", async () => {
    const host = hostOf(new FakeEns());

    await remove(host, "plan-1", { schemaVersion: 99 });
    assert.match(
      host.lines.join(),
      /^warning: removed without reading its orders, which stay in force: .*99/,
    );
  });

  const unreadable: [string, (line: string) => unknown, RegExp][] = [
    ["was edited", (line) => line.replace("ordered", "order"), /migrations\["e-1"\] cannot be read: /],
    [
      "is of another version",
      (line) => line.replace("#1.", "#2."),
      /migrations\["e-1"\] is a line of version 2/,
    ],
  ];
  for (const [what, spoil, message] of unreadable) {
    it(`orders nothing over a line that ${what}, and still goes`, async () => {
      const ens = ensWith(1);
      const host = hostOf(ens);
      const inputs = checked(host, [1]);
      const made = await create(host, inputs);
      const { id } = made;
      const outputs = kept(made);
      const broken = { ...outputs, migrations: { "e-1": spoil(lineOf(outputs, "e-1")) } };

      assert.throws(() => diff(host, id, broken, inputs), { name: "UnreadableLineError", message });
      await assert.rejects(update(host, id, broken, inputs), { name: "UnreadableLineError", message });
      await assert.rejects(read(host, id, broken), { name: "UnreadableLineError", message });
      const failing = { ...broken, onRemove: "fail" };
      await assert.rejects(remove(hostOf(ens), id, failing), { name: "UnreadableLineError", message });
      await remove(host, id, broken);
      assert.match(host.lines.at(-1) ?? "", message);
      assert.equal(ens.taken.length, 1);
    });
  }

  for (const planned of [{ "e-1": null }, ["e-1"]]) {
    it(`orders nothing where a policy has made ${JSON.stringify(planned)} of what is planned`, async () => {
      const ens = ensWith(1);
      const host = hostOf(ens);
      const inputs = { ...checked(host, [1]), planned };
      await assert.rejects(create(host, inputs), { name: "UnreadableLineError", message: /^planned/ });
      assert.equal(ens.taken.length, 0);
    });
  }

  it("is named where its line cannot be read for another plan, and is nobody's concern once it is gone", async () => {
    const ens = ensWith(2);
    const host = hostOf(ens);
    const inputs = checked(host, [1]);
    const made = await create(host, inputs);
    const broken = { ...kept(made), migrations: { "e-1": "?" } };
    const process = hostOf(ens);
    assert.throws(() => diff(process, made.id, broken, inputs));

    const other = checked(host, [2], { label: "other" });
    await assert.rejects(create(process, other), /^Error: plan "edge": migrations\["e-1"\] cannot be read: /);
    assert.equal(ens.taken.length, 1);
    await remove(process, made.id, broken);
    assert.equal(process.memory.isHeldByOther("other", STACK, "e-1"), false);
  });

  it("remembers what was sent although nobody can be told", async () => {
    const ens = ensWith(1);
    const inputs = checked(hostOf(ens), [1]);
    const say = () => {
      throw new Error("the pipe is closed");
    };
    ens.writeFaults.push({ error: lostAnswer(), taken: true });
    const made = await create(hostOf(ens, { say }), inputs);
    assert.match(lineOf(kept(made), "e-1"), /ordered/);
  });

  it("comes to rest where a line was taken out of the state, as the message advises, and orders nothing", async () => {
    const ens = ensWith(1);
    const host = hostOf(ens);
    const inputs = checked(host, [1]);
    const made = await create(host, inputs);

    const again = await update(host, made.id, { ...kept(made), migrations: {} }, inputs);
    assert.equal(again.failure, undefined);
    assert.equal(diff(host, made.id, kept(again), inputs).changes, false);
    assert.equal(ens.taken.length, 1);
  });

  it("orders nothing where an event is given the time that was ordered, as the message advises", async () => {
    const ens = ensWith(1);
    const host = hostOf(ens);
    const made = await create(host, checked(host, [1]));
    const [, planTime] = / ordered (\S+) /.exec(lineOf(kept(made), "e-1")) ?? [];
    const inputs = checked(host, [], { events: [{ eventId: "e-1", resourceId: "i-1", planTime }] });

    const again = await update(host, made.id, kept(made), inputs);
    assert.equal(again.failure, undefined);
    assert.equal(diff(host, made.id, kept(again), inputs).changes, false);
    assert.equal(ens.taken.length, 1);
  });

  it("knows instances by the names that they have at the last update", async () => {
    const ens = ensWith(1);
    const host = hostOf(ens);
    const named = (instanceName?: string, planTime = TIME) =>
      checked(host, [], { events: [{ eventId: "e-1", resourceId: "i-1", instanceName, planTime }] });
    const made = await create(host, named("web-1"));
    assert.match(lineOf(kept(made), "e-1"), /^web-1 \(i-1\) \| /);

    const refreshed = { ...(await read(host, made.id, kept(made))) };
    assert.deepEqual(refreshed, kept(made));
    diff(host, made.id, refreshed, named("web-1")); // The one right after the refresh.
    assert.equal(diff(host, made.id, refreshed, named("db-1")).changes, false);
    assert.equal(diff(host, made.id, refreshed, named()).changes, false);

    const moved = await update(host, made.id, refreshed, named("db-1", OTHER_TIME));
    assert.match(lineOf(kept(moved), "e-1"), /^db-1 \(i-1\) \| /);
    const movedBack = await update(host, made.id, kept(moved), named());
    assert.match(lineOf(kept(movedBack), "e-1"), /^db-1 \(i-1\) \| /, "the last name known");
    assert.equal(ens.taken.length, 3);
  });

  describe("with a signal or a time limit", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
      clock = sinon.useFakeTimers({
        now: NOW,
        toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
      });
    });
    afterEach(() => clock.restore());

    /** ENS takes orders and never shows them. */
    function slow(count: number): FakeEns {
      return Object.assign(ensWith(count), { now: Date.now, onOrder: () => undefined });
    }

    it("a wait that is cancelled ends, the orders stand, and the next operation resumes it", async () => {
      const ens = slow(2);
      const cancel = new AbortController();
      const host = hostOf(ens, { signal: cancel.signal });
      const inputs = checked(host, [1, 2]);
      setTimeout(() => cancel.abort(), 20 * SECOND);
      const made = await inTime(clock, create(host, inputs));

      assert.equal(Date.now() - NOW, 20 * SECOND);
      assert.equal(made.failure?.nothingStands, false);
      assert.match(
        made.failure.reasons.join("\n"),
        /^edge: e-1 \(i-1\), e-2 \(i-2\): ordered, and ENS shows Inquiring: the operation was cancelled during the wait \(waitFor: "scheduled"\)\. The order stands, and the next `pulumi up` resumes the wait\. [^\n]*$/,
      );
      for (const eventId of ["e-1", "e-2"]) ens.change(eventId, { eventStatus: "Scheduled" });
      const again = await inTime(clock, update(hostOf(ens), made.id, kept(made), inputs));
      assert.deepEqual([again.failure, ens.calls.length], [undefined, 1]);
    });

    it("sending that is cancelled stops before the next call, and what was sent is remembered", async () => {
      const ens = slow(3);
      const cancel = new AbortController();
      ens.onOrder = () => cancel.abort();
      const host = hostOf(ens, { signal: cancel.signal });
      const inputs = checked(host, [1, 2, 3], { eventsPerCall: 1 });
      const made = await inTime(clock, create(host, inputs));

      assert.deepEqual([ens.calls.length, Date.now()], [1, NOW]);
      assert.match(lineOf(kept(made), "e-1"), /ordered .*force_transfer/);
      assert.match(
        made.failure?.reasons.join("\n") ?? "",
        /edge: e-2 \(i-2\), e-3 \(i-3\): order not sent: the operation was cancelled/,
      );
      ens.onOrder = new FakeEns().onOrder;
      ens.change("e-1", { eventStatus: "Scheduled" });
      const again = await inTime(clock, update(hostOf(ens), made.id, kept(made), inputs));
      assert.deepEqual([again.failure, ens.taken.length], [undefined, 3]);
    });

    it("a time limit bounds the wait, and the message says so", async () => {
      const host = hostOf(slow(1), { timeLimit: 90 * SECOND });
      const { failure } = await inTime(clock, create(host, checked(host, [1], { timeout: "1h" })));

      assert.equal(Date.now() - NOW, 90 * SECOND);
      assert.match(
        failure?.reasons.join() ?? "",
        /the operation's time limit ran out during the wait .*The order stands/,
      );
    });

    it("a time limit bounds sending, and the next operation sends the rest", async () => {
      const ens = slow(2);
      ens.onOrder = () => clock.tick(2 * MINUTE);
      const host = hostOf(ens, { timeLimit: MINUTE });
      const inputs = checked(host, [1, 2], { eventsPerCall: 1, waitFor: "submitted" });
      const made = await inTime(clock, create(host, inputs));

      assert.deepEqual(
        made.failure?.reasons.map((reason) => reason.split(". ")[0]),
        ["edge: e-2 (i-2): order not sent: the operation's time limit ran out"],
      );
      const again = await inTime(clock, update(hostOf(ens), made.id, kept(made), inputs));
      assert.deepEqual([again.failure, ens.taken.length], [undefined, 2]);
    });

    for (const end of ["cancelled", "out of time"]) {
      it(`an operation that is ${end} while an order's answer is lost still reads what ENS has`, async () => {
        const ens = ensWith(1);
        ens.now = Date.now;
        const cancel = new AbortController();
        ens.onOrder = (...order) => {
          new FakeEns().onOrder(...order);
          if (end === "cancelled") cancel.abort();
          else clock.tick(2 * MINUTE);
        };
        ens.writeFaults.push({ error: lostAnswer(), taken: true });
        const host = hostOf(ens, { signal: cancel.signal, timeLimit: MINUTE });
        const made = await inTime(clock, create(host, checked(host, [1])));

        assert.equal(made.failure, undefined);
        assert.match(lineOf(kept(made), "e-1"), /Scheduled/);
      });
    }

    it("a time limit above the plan's own timeout changes nothing", async () => {
      const host = hostOf(slow(1), { timeLimit: 120 * MINUTE });
      const { failure } = await inTime(clock, create(host, checked(host, [1], { timeout: "2m" })));

      assert.match(failure?.reasons.join() ?? "", /the wait ended after 2m/);
    });
  });

  it("with onReschedule fail another order is refused in the preview already", async () => {
    const host = hostOf(ensWith(1));
    const before = checked(host, [1]);
    const made = await create(host, before);
    const events = [{ eventId: "e-1", resourceId: "i-1", planTime: OTHER_TIME }];
    const other = checked(host, [], { onReschedule: "fail", events }, before);

    assert.throws(() => diff(host, made.id, kept(made), other), RefusedError);
  });
});
