import assert from "node:assert/strict";
import { hasEnded, type Migration } from "../../provider/src/plan/migration";
import { SETTLE_TIME } from "../../provider/src/plan/reading";
import {
  accepted,
  at,
  atOnce,
  EVENT,
  INSTANCE,
  marked,
  migration,
  MINUTE,
  NOW,
  OTHER_TIME,
  planned,
  TIME,
  unknown,
} from "../plan/builders";
import { up } from "./builders";
import { FakeEns, lostAnswer, refusal, unreachable } from "./fakeEns";

const ORDERED_TIME = marked(at()).planTime;
const EARLY_TIME = NOW + 60 * MINUTE;

const plan = (...numbers: number[]) => numbers.map((number) => planned(at(), `e-${number}`, `i-${number}`));
const ens = (...numbers: number[]) =>
  numbers.reduce((client, number) => client.add(`e-${number}`, `i-${number}`), new FakeEns());
const remembered = (state: { migrations: ReadonlyMap<string, Migration> }) =>
  Object.fromEntries(
    [...state.migrations].map(([eventId, { ordered, status }]) => [eventId, `${ordered.state} ${status}`]),
  );

describe("apply", () => {
  it("orders what the plan says, and remembers it", async () => {
    const client = ens(1);
    const { state, failures, log } = await up(client, { planned: plan(1) });
    assert.deepEqual(client.calls, [
      [
        {
          eventId: "e-1",
          resourceId: "i-1",
          opsType: "scheduled",
          dataPolicy: "force_transfer",
          planTime: ORDERED_TIME,
        },
      ],
    ]);
    assert.deepEqual(failures, []);
    assert.deepEqual(Object.fromEntries(state.migrations), { "e-1": migration(accepted(), "Unread") });
    assert.deepEqual(log, ["ordering 1 migration", "1 event: 1 Unread"]);
  });

  it("makes no write call the second time", async () => {
    const client = ens(1, 2);
    const first = await up(client, { planned: plan(1, 2) });
    const second = await up(client, { planned: plan(1, 2), before: first.state.migrations });
    assert.equal(client.calls.length, 1);
    assert.deepEqual(second.failures, []);
    assert.equal(second.state.unfinished, false);
  });

  it("makes no call at all for an empty plan", async () => {
    const client = new FakeEns();
    const { state, failures } = await up(client);
    assert.deepEqual([client.calls, client.reads, failures, [...state.migrations]], [[], [], [], []]);
  });

  it("orders only what changed", async () => {
    const client = ens(1, 2);
    const { state } = await up(client, { planned: plan(1, 2) });
    const [first] = plan(1);
    await up(client, { planned: [first!, planned(at(OTHER_TIME), "e-2", "i-2")], before: state.migrations });
    assert.deepEqual(
      client.calls[1]?.map(({ eventId }) => eventId),
      ["e-2"],
    );
  });

  it("keeps what outputs need of the options", async () => {
    const { state } = await up(new FakeEns(), {
      options: { onRemove: "fail", connection: { profile: "ops" } },
    });
    assert.deepEqual(
      { ...state },
      {
        migrations: new Map(),
        waves: [],
        unfinished: false,
        label: "edge",
        onRemove: "fail",
        connection: { profile: "ops" },
      },
    );
  });

  it("reads an instance once, and none whose event has ended", async () => {
    const client = ens(1, 2);
    const before = new Map([
      ["e-1", migration(accepted(), "Executed")],
      ["e-2", migration(accepted(), "Scheduled", { resourceId: "i-2" })],
    ]);
    await up(client, { planned: plan(1, 2), before });
    assert.deepEqual(client.reads, [["i-2"]]);
  });

  it("reads an ended event again when it was edited, and leaves it alone", async () => {
    const client = new FakeEns().add(EVENT, INSTANCE, "Executed");
    const before = new Map([[EVENT, migration(accepted(), "Executed")]]);
    const { state, failures } = await up(client, { planned: [planned(at(OTHER_TIME))], before });
    assert.deepEqual(client.reads, [[INSTANCE]]);
    assert.deepEqual([client.calls, failures], [[], []]);
    assert.equal(state.migrations.get(EVENT)?.status, "Executed");
  });

  it("sends nothing if the first reading fails", async () => {
    const client = ens(1);
    client.readFaults.push(unreachable());
    await assert.rejects(up(client, { planned: plan(1) }), /connection was reset/);
    assert.equal(client.calls.length, 0);
  });

  it("sends nothing for an event that ENS has on another instance, or of another type", async () => {
    const client = new FakeEns()
      .add("e-1", "i-9")
      .add("e-2", "i-2", "Inquiring", { eventType: "Instance:SystemMaintenance.Reboot" });
    const { failures } = await up(client, { planned: plan(1, 2) });
    assert.deepEqual(client.calls, []);
    assert.deepEqual(
      failures.map(({ eventId }) => eventId),
      ["e-1", "e-2"],
    );
    for (const { reason } of failures) assert.match(reason, /ENS lists no event/);
  });

  it("keeps the rest of the state when it throws nothing away", async () => {
    const client = ens(1, 2, 3);
    client.rejects.set("e-2", { code: 409, message: "busy" });
    const { state, failures } = await up(client, { planned: plan(1, 2, 3) });
    assert.deepEqual(remembered(state), {
      "e-1": "accepted Unread",
      "e-2": "rejected Inquiring",
      "e-3": "accepted Unread",
    });
    assert.deepEqual(failures, [
      {
        eventId: "e-2",
        reason:
          "refused by ENS: code 409, busy (request id request-1). Correct what it names, or remove the event; the next `pulumi up` orders it again",
      },
    ]);
    assert.equal(state.unfinished, true);
  });

  it("sends only the rest after a part failed", async () => {
    const client = ens(1, 2, 3);
    client.rejects.set("e-2", { code: 409, message: "busy" });
    const { state } = await up(client, { planned: plan(1, 2, 3) });
    client.rejects.clear();
    const second = await up(client, { planned: plan(1, 2, 3), before: state.migrations });
    assert.deepEqual(
      client.calls[1]?.map(({ eventId }) => eventId),
      ["e-2"],
    );
    assert.equal(second.state.unfinished, false);
  });

  it("reports and remembers whatever a write call throws after others were taken", async () => {
    const client = ens(1, 2, 3);
    client.writeFaults.push(undefined, { error: new TypeError("a defect of ours") });
    const { state, failures } = await up(client, { planned: plan(1, 2, 3), options: { eventsPerCall: 1 } });
    assert.equal(state.migrations.get("e-1")?.ordered.state, "accepted");
    assert.ok(failures.some(({ eventId }) => eventId === "e-2"));
  });
});

describe("apply: passwords", () => {
  it("go with immediate orders of their event, and nowhere else", async () => {
    const client = ens(1, 2, 3);
    const wanted = [
      planned(atOnce(), "e-1", "i-1"),
      planned(atOnce(), "e-2", "i-2"),
      planned(at(), "e-3", "i-3"),
    ];
    const passwords = { "e-1": "Secret123", "e-3": "Secret456" };
    const { state, failures, log } = await up(client, { planned: wanted, passwords });
    assert.deepEqual(
      client.calls[0]?.map((eventInfo) => ("password" in eventInfo ? eventInfo.password : undefined)),
      ["Secret123", undefined, undefined],
    );
    const told = JSON.stringify([[...state.migrations], failures, log]);
    assert.ok(!told.includes("Secret"), told);
  });

  it("by themselves send nothing; a retry takes the current one", async () => {
    const client = ens(1, 2);
    client.rejects.set("e-2", { code: 409, message: "busy" });
    const wanted = [planned(atOnce(), "e-1", "i-1"), planned(atOnce(), "e-2", "i-2")];
    const { state } = await up(client, {
      planned: wanted,
      passwords: { "e-1": "Secret123", "e-2": "Secret123" },
    });
    client.rejects.clear();
    await up(client, {
      planned: wanted,
      passwords: { "e-1": "Another45", "e-2": "Another45" },
      before: state.migrations,
    });
    assert.deepEqual(
      client.calls[1]?.map((eventInfo) => [eventInfo.eventId, "password" in eventInfo && eventInfo.password]),
      [["e-2", "Another45"]],
    );
  });
});

describe("apply: lost answers", () => {
  it("are found again at once if ENS shows the order", async () => {
    const client = ens(1);
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    const { state, failures, log } = await up(client, { planned: plan(1) });
    assert.deepEqual(failures, []);
    assert.equal(state.migrations.get("e-1")?.ordered.state, "accepted");
    assert.ok(log.includes("e-1: the answer to its order was lost, but ENS has the order"));
    const second = await up(client, { planned: plan(1), before: state.migrations });
    assert.deepEqual([client.calls.length, second.failures], [1, []]);
  });

  it("of an immediate order are found by what the event does", async () => {
    const client = ens(1);
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    const { state, failures } = await up(client, { planned: [planned(atOnce())] });
    assert.deepEqual([failures, remembered(state)], [[], { "e-1": "accepted Executing" }]);
  });

  it("stay unknown, as a failure, if ENS does not show the order", async () => {
    const client = ens(1);
    client.writeFaults.push({ error: lostAnswer() });
    const { state, failures } = await up(client, { planned: plan(1) });
    assert.deepEqual(remembered(state), { "e-1": "unknown Inquiring" });
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.reason ?? "", /the answer was lost/);
  });

  it("stay unknown, as the same failure, if ENS cannot be read", async () => {
    const client = ens(1);
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    client.readFaults.push(undefined, unreachable());
    const { state, failures } = await up(client, { planned: plan(1) });
    assert.deepEqual(remembered(state), { "e-1": "unknown Inquiring" });
    assert.match(failures[0]?.reason ?? "", /the answer was lost/);
  });

  it("are sent again after the settle time, and not before", async () => {
    const client = ens(1);
    client.writeFaults.push({ error: lostAnswer() });
    let { state } = await up(client, { planned: plan(1) });
    ({ state } = await up(client, {
      planned: plan(1),
      before: state.migrations,
      now: () => NOW + SETTLE_TIME - 1,
    }));
    assert.equal(client.calls.length, 1);
    const last = await up(client, {
      planned: plan(1),
      before: state.migrations,
      now: () => NOW + SETTLE_TIME,
    });
    assert.deepEqual([client.calls.length, client.taken.length, last.failures], [2, 1, []]);
  });

  it("with the order taken and lagging reads do not order twice", async () => {
    const client = ens(1);
    client.onOrder = () => undefined;
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    let { state } = await up(client, { planned: plan(1) });
    client.change("e-1", { eventStatus: "Scheduled", notBefore: ORDERED_TIME });
    ({ state } = await up(client, { planned: plan(1), before: state.migrations, now: () => NOW + MINUTE }));
    assert.deepEqual([client.calls.length, remembered(state)], [1, { "e-1": "accepted Scheduled" }]);
  });

  it("tell of an order that failed meanwhile", async () => {
    const client = ens(1);
    client.onOrder = (event) => void (event.eventStatus = "Failed");
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    const { failures } = await up(client, { planned: plan(1) });
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.reason ?? "", /^Failed on the platform/);
  });
});

describe("apply: a second order for an event", () => {
  const edited = [planned(at(OTHER_TIME))];

  async function ordered(terms = at()): Promise<{ client: FakeEns; before: ReadonlyMap<string, Migration> }> {
    const client = ens(1);
    const { state } = await up(client, { planned: [planned(terms)] });
    return { client, before: state.migrations };
  }

  it("that was refused leaves the first one in memory", async () => {
    const { client, before } = await ordered();
    client.rejects.set("e-1", { code: 409, message: "busy" });
    const { state, failures } = await up(client, { planned: edited, before });
    assert.equal(failures.length, 1);
    assert.deepEqual(state.migrations.get("e-1")?.ordered, before.get("e-1")?.ordered);
  });

  it("that could not be sent leaves the first one in memory", async () => {
    const { client, before } = await ordered();
    client.writeFaults.push({ error: refusal("Forbidden.RAM", 403) });
    const { state } = await up(client, { planned: edited, before });
    assert.deepEqual(state.migrations.get("e-1")?.ordered, before.get("e-1")?.ordered);
  });

  it("that was refused is sent again when it is wanted again", async () => {
    const { client, before } = await ordered();
    client.rejects.set("e-1", { code: 409, message: "busy" });
    const { state } = await up(client, { planned: edited, before });
    client.rejects.clear();
    const last = await up(client, { planned: edited, before: state.migrations });
    assert.deepEqual([client.takenFor("e-1").length, last.failures], [2, []]);
  });

  it("that was refused is no longer missed when the first one is wanted again", async () => {
    const { client, before } = await ordered();
    client.rejects.set("e-1", { code: 409, message: "busy" });
    const { state } = await up(client, { planned: edited, before });
    const last = await up(client, { planned: [planned()], before: state.migrations });
    assert.deepEqual([client.calls.length, last.failures, last.state.unfinished], [2, [], false]);
  });

  it("whose answer was lost is not sent again if it was taken", async () => {
    const { client, before } = await ordered();
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    client.readFaults.push(undefined, unreachable());
    const { state } = await up(client, { planned: edited, before });
    const last = await up(client, { planned: edited, before: state.migrations });
    assert.deepEqual([client.calls.length, last.failures], [2, []]);
  });

  const firsts: [string, ReturnType<typeof at>, number | undefined][] = [
    ["has its mark", at(TIME), undefined],
    ["has milliseconds of its own", at(TIME + 250), undefined],
    ["was moved by the platform", at(TIME), TIME + 86_400_000],
  ];
  for (const [what, terms, moved] of firsts) {
    it(`whose answer was lost is sent again if it was not taken: the first one ${what}, and is still known as ours`, async () => {
      const { client, before } = await ordered(terms);
      if (moved !== undefined) client.change("e-1", { notBefore: moved });
      const read = await up(client, { planned: [planned(terms)], before });
      client.writeFaults.push({ error: lostAnswer() });
      const { state } = await up(client, { planned: edited, before: read.state.migrations });
      const later = { before: state.migrations, now: () => NOW + SETTLE_TIME };
      const last = await up(client, { planned: edited, ...later });
      assert.deepEqual(last.failures, []);
      assert.deepEqual(client.takenFor("e-1").at(-1)?.eventInfo, {
        eventId: "e-1",
        resourceId: "i-1",
        ...marked(at(OTHER_TIME)),
      });
    });
  }

  it("under a changed schedule is sent again if its answer was lost and it was not taken", async () => {
    const inWave = (terms: ReturnType<typeof at>) => [{ ...planned(terms), wave: 1 }];
    const client = ens(1);
    let { state } = await up(client, { planned: inWave(at(TIME)) });
    client.writeFaults.push({ error: lostAnswer() });
    ({ state } = await up(client, { planned: inWave(at(OTHER_TIME)), before: state.migrations }));
    const later = { before: state.migrations, now: () => NOW + SETTLE_TIME };
    await up(client, { planned: inWave(at(OTHER_TIME)), ...later });
    assert.equal(client.events.get("e-1")?.notBefore, marked(at(OTHER_TIME)).planTime);
  });

  it("is none after the platform moved the first one to the time that is wanted now", async () => {
    const { client, before } = await ordered();
    client.change("e-1", { notBefore: OTHER_TIME });
    const { state, failures } = await up(client, { planned: edited, before });
    assert.deepEqual([client.calls.length, failures], [1, []]);
    assert.equal(state.migrations.get("e-1")?.movedTo, undefined);
  });

  it("is sent when a move was accepted and the first time is wanted back", async () => {
    const { client, before } = await ordered();
    client.change("e-1", { notBefore: OTHER_TIME });
    const { state } = await up(client, { planned: edited, before });
    await up(client, { planned: [planned()], before: state.migrations });
    assert.equal(client.events.get("e-1")?.notBefore, ORDERED_TIME);
  });
});

describe("apply: events that left the plan", () => {
  it("are remembered while their orders wait, and taken back without a new order", async () => {
    const client = ens(1, 2);
    let { state } = await up(client, { planned: plan(1, 2) });
    ({ state } = await up(client, { planned: plan(1), before: state.migrations }));
    assert.equal(state.migrations.get("e-2")?.released, true);
    ({ state } = await up(client, { planned: plan(1, 2), before: state.migrations }));
    assert.equal(state.migrations.get("e-2")?.released, undefined);
    assert.equal(client.calls.length, 1);
  });

  it("are forgotten once they have ended", async () => {
    const client = ens(1);
    let { state } = await up(client, { planned: plan(1) });
    ({ state } = await up(client, { before: state.migrations }));
    client.change("e-1", { eventStatus: "Executed" });
    ({ state } = await up(client, { before: state.migrations }));
    assert.deepEqual([...state.migrations], []);
  });

  it("are forgotten at once where their order was refused", async () => {
    const client = ens(1);
    client.rejects.set("e-1", { code: 409, message: "busy" });
    let { state } = await up(client, { planned: plan(1) });
    ({ state } = await up(client, { before: state.migrations }));
    assert.deepEqual([...state.migrations], []);
  });

  it("do not fail an operation, however they end", async () => {
    const client = ens(1);
    const { state } = await up(client, { planned: plan(1) });
    client.change("e-1", { eventStatus: "Failed" });
    assert.deepEqual((await up(client, { before: state.migrations })).failures, []);
  });

  it("with an answer that was lost are found by their mark", async () => {
    const client = new FakeEns().add(EVENT, INSTANCE, "Scheduled", { notBefore: ORDERED_TIME });
    const { state } = await up(client, { before: new Map([[EVENT, migration(unknown(), "Inquiring")]]) });
    assert.deepEqual(remembered(state), { [EVENT]: "accepted Scheduled" });
  });
});

describe("apply: bad ends", () => {
  for (const status of ["Failed", "Canceled"]) {
    it(`${status} fails one operation, and no later one`, async () => {
      const client = ens(1);
      let { state } = await up(client, { planned: plan(1) });
      client.change("e-1", { eventStatus: status });
      const told = await up(client, { planned: plan(1), before: state.migrations });
      assert.deepEqual(
        told.failures.map(({ eventId }) => eventId),
        ["e-1"],
      );
      assert.match(
        told.failures[0]?.reason ?? "",
        new RegExp(`^${status} on the platform\\. It is not ordered again by itself: look at i-1`),
      );
      ({ state } = await up(client, { planned: plan(1), before: told.state.migrations }));
      assert.equal(state.unfinished, false);
      assert.equal(client.calls.length, 1);
    });
  }

  it("without an order of ours fails nothing", async () => {
    const client = new FakeEns().add(EVENT, INSTANCE, "Failed");
    assert.deepEqual((await up(client, { planned: plan(1) })).failures, []);
  });

  it("is never ordered again, even edited", async () => {
    const client = new FakeEns().add(EVENT, INSTANCE, "Failed");
    const before = new Map([[EVENT, migration(accepted(), "Failed")]]);
    const { state } = await up(client, { planned: [planned(at(EARLY_TIME))], before });
    assert.equal(client.calls.length, 0);
    assert.ok(hasEnded(state.migrations.get(EVENT)?.status ?? ""));
  });
});

describe("apply: maxErrors", () => {
  it("counts the events that could not be ordered at all", async () => {
    const client = ens(1, 2);
    const { state, failures } = await up(client, { planned: plan(1, 2, 3), options: { maxErrors: 0 } });
    assert.equal(client.calls.length, 0);
    assert.deepEqual(failures.map(({ eventId }) => eventId).sort(), ["e-1", "e-2", "e-3"]);
    assert.deepEqual(remembered(state), {
      "e-1": "unsent Inquiring",
      "e-2": "unsent Inquiring",
      "e-3": "unsent Unread",
    });
  });
});
