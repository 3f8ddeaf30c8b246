import assert from "node:assert/strict";
import sinon from "sinon";
import { refresh } from "../../provider/src/apply/refresh";
import { hasEnded, type Migration } from "../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../provider/src/plan/model/planned";
import { SETTLE_TIME } from "../../provider/src/plan/orders/timeToShow";
import {
  accepted,
  at,
  atOnce,
  DAY,
  EVENT,
  INSTANCE,
  marked,
  migration,
  MINUTE,
  NOW,
  observed,
  OTHER_STACK,
  OTHER_TIME,
  planned,
  STACK,
  TIME,
  timeOf,
  unknown,
} from "../plan/builders";
import { type Up, up } from "./builders";
import { FakeEns, lostAnswer, refusal, unreachable } from "./fakeEns";
import { inTime } from "./inTime";

const ORDERED_TIME = timeOf(at());
const EARLY_TIME = NOW + 60 * MINUTE;
/** Readings take a moment, so they are never of the very time that a clock shows. */
const LATE = NOW + SETTLE_TIME + 1_000;

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
    assert.deepEqual(Object.fromEntries(state.migrations), {
      "e-1": migration(accepted(at(), { since: NOW }), "Unread"),
    });
    assert.deepEqual(log, ["sending 1 order", "1 event: 1 ordered"]);
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
        plannedWaves: [],
        unfinished: false,
        label: "edge",
        stack: STACK,
        onRemove: "fail",
        connection: { profile: "ops" },
        changeTicket: "",
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
    for (const { reason } of failures) assert.match(reason, /ENS lists no .*event with this id/);
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
    const [failure, ...others] = failures;
    assert.deepEqual([failure?.eventId, others, state.unfinished], ["e-2", [], true]);
    assert.match(failure?.reason ?? "", /^refused by ENS: code 409, busy \(request id request-1\)/);
    assert.deepEqual(failure?.advice, [{ do: "up" }, { do: "remove" }]);
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
    const shown = JSON.stringify([[...state.migrations], failures, log]);
    assert.ok(!shown.includes("Secret"), shown);
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
    assert.ok(
      log.some((line) => /e-1 .*: the answer to its order was lost, but ENS has the order/.test(line)),
    );
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
    assert.match(failures[0]?.reason ?? "", /the answer was lost.*`pulumi up` again after 20/);
    assert.deepEqual(failures[0]?.advice, [{ do: "up", notBefore: NOW + SETTLE_TIME }]);
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
    client.now = () => NOW + SETTLE_TIME - 1_000;
    ({ state } = await up(client, { planned: plan(1), before: state.migrations }));
    assert.equal(client.calls.length, 1);
    client.now = () => LATE;
    const last = await up(client, { planned: plan(1), before: state.migrations });
    assert.deepEqual([client.calls.length, client.taken.length, last.failures], [2, 1, []]);
  });

  it("are counted on the platform's clock, whatever the machines' own clocks show", async () => {
    const client = ens(1);
    client.onOrder = () => undefined;
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    const { state } = await up(client, { planned: plan(1), now: () => NOW - 10 * MINUTE });
    client.now = () => NOW + MINUTE;
    const { failures } = await up(client, {
      planned: plan(1),
      before: state.migrations,
      now: () => NOW + DAY,
    });
    assert.equal(client.calls.length, 1);
    assert.match(failures[0]?.reason ?? "", /answer lost: ENS does not show the order yet/);
  });

  it("with the order taken and lagging reads do not order twice", async () => {
    const client = ens(1);
    client.onOrder = () => undefined;
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    let { state } = await up(client, { planned: plan(1) });
    client.now = () => NOW + MINUTE;
    client.change("e-1", { eventStatus: "Scheduled", notBefore: ORDERED_TIME });
    ({ state } = await up(client, { planned: plan(1), before: state.migrations }));
    assert.deepEqual([client.calls.length, remembered(state)], [1, { "e-1": "accepted Scheduled" }]);
  });

  it("of a time with milliseconds of its own are found, too, and not ordered again", async () => {
    const planned_ = [planned(at(TIME + 250))];
    const client = ens(1);
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    client.readFaults.push(undefined, unreachable());
    const { state } = await up(client, { planned: planned_ });
    client.now = () => LATE;
    const last = await up(client, { planned: planned_, before: state.migrations });
    assert.deepEqual([client.calls.length, last.failures], [1, []]);
  });

  it("tell of an order that failed meanwhile", async () => {
    const client = ens(1);
    client.onOrder = (event) => void (event.eventStatus = "Failed");
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    const { failures } = await up(client, { planned: plan(1) });
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.reason ?? "", /^its migration failed/);
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
      client.now = () => LATE;
      const last = await up(client, { planned: edited, before: state.migrations });
      assert.deepEqual(last.failures, []);
      assert.deepEqual(client.takenFor("e-1").at(-1), {
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
    client.now = () => LATE;
    await up(client, { planned: inWave(at(OTHER_TIME)), before: state.migrations });
    assert.equal(client.events.get("e-1")?.notBefore, marked(at(OTHER_TIME)).planTime);
  });

  it("is none after the platform moved the first one to the time that is wanted now", async () => {
    const { client, before } = await ordered();
    const read = await up(client, { planned: [planned()], before });
    client.change("e-1", { notBefore: OTHER_TIME });
    const { state, failures } = await up(client, { planned: edited, before: read.state.migrations });
    assert.deepEqual([client.calls.length, failures], [1, []]);
    const again = await up(client, { planned: edited, before: state.migrations });
    assert.deepEqual([client.calls.length, again.failures], [1, []]);
    assert.equal(again.state.migrations.get("e-1")?.movedTo, undefined);
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

  it("are forgotten where another plan holds them, as this process has seen", async () => {
    const client = ens(1, 2, 3);
    const { state } = await up(client, { planned: plan(1, 2, 3) });
    const other: Up = { held: new Map([["e-2", migration(accepted(), "Scheduled")]]) };
    const left = await up(client, { before: state.migrations, ...other });
    assert.deepEqual([[...left.state.migrations.keys()], left.failures], [["e-1", "e-3"], []]);
  });

  it("are forgotten once ENS shows that another plan of this stack has ordered them", async () => {
    const client = ens(1);
    const first = await up(client, { planned: plan(1) });
    const { state } = await up(client, { planned: plan(1), before: first.state.migrations });
    client.change("e-1", { notBefore: timeOf(at(OTHER_TIME)) });
    const left = await up(client, { before: state.migrations });
    assert.deepEqual([[...left.state.migrations], left.failures], [[], []]);
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
      const reported = await up(client, { planned: plan(1), before: state.migrations });
      assert.deepEqual(
        reported.failures.map(({ eventId }) => eventId),
        ["e-1"],
      );
      assert.match(
        reported.failures[0]?.reason ?? "",
        new RegExp(
          `\\(status ${status}, request id request-1\\)\\. The plan does not order it again\\. Check the instance.*\\. Remove the event`,
        ),
      );
      ({ state } = await up(client, { planned: plan(1), before: reported.state.migrations }));
      assert.equal(state.unfinished, false);
      assert.equal(client.calls.length, 1);
    });
  }

  it("of an event that left the plan fails one operation, and is forgotten then", async () => {
    const client = ens(1);
    const { state } = await up(client, { planned: plan(1) });
    client.change("e-1", { eventStatus: "Failed" });
    const reported = await up(client, { before: state.migrations });
    assert.match(reported.failures[0]?.reason ?? "", /^its migration failed.*The event has left the plan/);
    assert.deepEqual(reported.failures[0]?.advice, [{ do: "up" }]);
    assert.deepEqual([...reported.state.migrations], []);
  });

  it("that a refresh read fails the next operation, in the plan and after it left", async () => {
    const client = ens(1, 2);
    const { state } = await up(client, { planned: plan(1, 2) });
    for (const eventId of ["e-1", "e-2"]) client.change(eventId, { eventStatus: "Canceled" });
    const refreshed = await refresh(state, {
      client,
      now: client.now,
      say: () => undefined,
      isHeld: () => false,
    });
    const reported = await up(client, { planned: plan(1), before: refreshed.migrations });
    assert.deepEqual(reported.failures.map(({ eventId }) => eventId).sort(), ["e-1", "e-2"]);
    const last = await up(client, { planned: plan(1), before: reported.state.migrations });
    assert.deepEqual([last.failures, last.state.unfinished], [[], false]);
  });

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

/** The first order stands at ENS, and this one should replace it. */
describe("apply: an edit", () => {
  const TRY = [planned(at(TIME, "try_transfer"))];
  const ABANDON = [planned(at(TIME, "abandon"))];
  const FORCE = [planned(at(TIME, "force_transfer"))];
  /** What the last order says that ENS took. */
  const inForce = (client: FakeEns) => client.taken.at(-1)?.dataPolicy;

  it("after an order whose answer was lost is ordered, although ENS has the lost one", async () => {
    const client = ens(1);
    let { state } = await up(client, { planned: TRY });
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    client.readFaults.push(undefined, unreachable());
    ({ state } = await up(client, { planned: ABANDON, before: state.migrations }));
    client.now = () => NOW + MINUTE;
    const last = await up(client, { planned: FORCE, before: state.migrations });
    assert.deepEqual([last.failures, inForce(client)], [[], "force_transfer"]);
  });

  it("after an order whose answer was lost fails where it is refused, and leaves the lost one in memory", async () => {
    const client = ens(1);
    let { state } = await up(client, { planned: TRY });
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    client.readFaults.push(undefined, unreachable());
    ({ state } = await up(client, { planned: ABANDON, before: state.migrations }));
    client.rejects.set("e-1", { code: 409, message: "busy" });
    const last = await up(client, { planned: FORCE, before: state.migrations });
    assert.match(last.failures[0]?.reason ?? "", /^refused by ENS: code 409/);
    assert.deepEqual(last.failures[0]?.advice[0], { do: "write", ...marked(at(TIME, "abandon")) });
    const { ordered } = last.state.migrations.get("e-1") ?? {};
    assert.deepEqual(ordered && "terms" in ordered && ordered.terms, marked(at(TIME, "abandon")));
  });

  it("that is taken back within the settle time waits until the outcome of the lost order is known", async () => {
    const client = ens(1);
    let { state } = await up(client, { planned: FORCE });
    client.now = () => NOW + 10 * MINUTE;
    ({ state } = await up(client, { planned: FORCE, before: state.migrations }));
    client.lag = 20_000;
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    ({ state } = await up(client, { planned: ABANDON, before: state.migrations }));
    const soon = await up(client, { planned: FORCE, before: state.migrations });
    assert.equal(soon.failures.length, 1, "nobody knows what is in force");
    client.now = () => NOW + 11 * MINUTE;
    const last = await up(client, { planned: FORCE, before: soon.state.migrations });
    assert.deepEqual([last.failures, inForce(client)], [[], "force_transfer"]);
  });

  it("with onReschedule fail is refused although ENS does not show the order yet", async () => {
    const client = ens(1);
    client.onOrder = () => undefined;
    const { state } = await up(client, { planned: FORCE });
    const { failures } = await up(client, {
      planned: ABANDON,
      before: state.migrations,
      options: { onReschedule: "fail" },
    });
    assert.equal(client.calls.length, 1);
    assert.match(failures[0]?.reason ?? "", /onReschedule is "fail"/);
  });

  it("that ENS took and does not carry out fails in the end, with the way back to what stands", async () => {
    const client = ens(1);
    let { state } = await up(client, { planned: FORCE });
    client.now = () => LATE;
    client.onOrder = () => undefined;
    ({ state } = await up(client, { planned: ABANDON, before: state.migrations }));
    client.now = () => LATE + SETTLE_TIME + 1_000;
    const failed = await up(client, { planned: ABANDON, before: state.migrations });
    assert.match(failed.failures[0]?.reason ?? "", /still shows the one before it/);
    assert.deepEqual(failed.failures[0]?.advice[0], { do: "write", ...marked(at()) });
    const last = await up(client, { planned: FORCE, before: failed.state.migrations });
    assert.deepEqual([client.calls.length, last.failures], [2, []]);
  });

  it("whose answer was lost while the event began to run is not taken for what runs", async () => {
    const client = ens(1);
    let { state } = await up(client, { planned: FORCE });
    client.writeFaults.push({ error: lostAnswer(), taken: true });
    client.onOrder = (event) => void Object.assign(event, { eventStatus: "Executing", notBefore: undefined });
    const { failures, ...applied } = await up(client, { planned: ABANDON, before: state.migrations });
    ({ state } = applied);
    assert.match(failures[0]?.reason ?? "", /answer was lost/);
    const { ordered } = state.migrations.get("e-1") ?? {};
    assert.deepEqual(ordered && "or" in ordered && ordered.or, marked(at()));
    const last = await up(client, { planned: ABANDON, before: state.migrations });
    assert.deepEqual([client.calls.length, last.failures], [2, []]);
  });
});

describe("apply: an ENS that does not tell the time", () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({
      now: NOW,
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
    });
  });
  afterEach(() => {
    clock.restore();
  });

  async function afterLostAnswer(taken: boolean): Promise<[FakeEns, ReadonlyMap<string, Migration>]> {
    const client = ens(1);
    Object.assign(client, { now: Date.now, tellsTime: false, lag: MINUTE });
    client.writeFaults.push({ error: lostAnswer(), taken });
    const { state } = await up(client, { planned: plan(1) });
    return [client, state.migrations];
  }

  it("is read, and read again after five minutes, before anything is sent again", async () => {
    const [client, before] = await afterLostAnswer(false);
    const { failures, log } = await inTime(clock, up(client, { planned: plan(1), before }));
    assert.deepEqual([client.calls.length, failures], [2, []]);
    assert.ok(Date.now() - NOW >= SETTLE_TIME);
    assert.match(log[0] ?? "", /^waiting for 5 minutes/);
    assert.equal(
      log.filter((line) => line.startsWith("still waiting until 00:05 UTC for ENS to show")).length,
      11,
    );
  });

  it("is not waited for once the operation is cancelled or its time limit ran out: nothing is sent", async () => {
    const [client, before] = await afterLostAnswer(false);
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), MINUTE);
    const request = { planned: plan(1), before };
    await assert.rejects(
      inTime(clock, up(client, { ...request, signal: cancel.signal })),
      /^Error: nothing was sent: the operation was cancelled before ENS showed/,
    );
    assert.equal(Date.now(), NOW + MINUTE);
    await assert.rejects(
      inTime(clock, up(client, { ...request, deadline: NOW + 2 * MINUTE })),
      /^Error: nothing was sent: the operation's time limit ran out before ENS showed/,
    );
    assert.deepEqual([client.calls.length, Date.now()], [1, NOW + 2 * MINUTE]);
  });

  it("is waited for by no clock that can be set back: five minutes pass before anything is sent again", async () => {
    const [client, before] = await afterLostAnswer(false);
    const begun = performance.now();
    // Just when the time limit ends the pause.
    client.now = () => (performance.now() - begun < MINUTE ? Date.now() : NOW - 60 * MINUTE);
    await inTime(clock, up(client, { planned: plan(1), before, deadline: NOW + MINUTE }));
    assert.equal(client.calls.length, 2);
    assert.ok(performance.now() - begun >= SETTLE_TIME);
  });

  it("is found to have the order by then", async () => {
    const [client, before] = await afterLostAnswer(true);
    const { failures, state } = await inTime(clock, up(client, { planned: plan(1), before }));
    assert.deepEqual([client.calls.length, failures], [1, []]);
    assert.deepEqual(remembered(state), { "e-1": "accepted Scheduled" });
  });

  it("is not waited for where it shows the order", async () => {
    const [client, before] = await afterLostAnswer(true);
    client.lag = 0;
    await up(client, { planned: plan(1), before });
    assert.deepEqual([client.calls.length, Date.now()], [1, NOW]);
  });
});

describe("apply: orders that were found", () => {
  it("of another stack are left alone, with the planned terms, too", async () => {
    for (const options of [{}, { onExistingOrder: "keep" }]) {
      const client = new FakeEns().add("e-1", "i-1", "Scheduled", { notBefore: timeOf(at(), OTHER_STACK) });
      const { failures, state } = await up(client, { planned: plan(1), options });
      assert.deepEqual([client.calls.length, failures.length], [0, "onExistingOrder" in options ? 0 : 1]);
      assert.notEqual(state.migrations.get("e-1")?.ordered.state, "accepted");
    }
  });

  /** Open from 17:00 to 18:59 UTC; of a group one at a time is down, for half an hour. */
  const schedule = {
    timeZone: "UTC",
    windows: [{ cron: "0 17 * * *", duration: "2h" }],
    maxUnavailable: 1,
    assumedDowntime: "30m",
  };
  const slot = (minutes: number) => at(Date.parse("2026-12-04T17:00:00Z") + minutes * MINUTE);
  const timed = (number: number, minutes: number) => ({
    ...planned(slot(minutes), `e-${number}`, `i-${number}`),
    wave: 1,
    basis: "schedule",
  });
  const ordered = (...places: [number, number][]) =>
    places.reduce(
      (client, [number, minutes]) =>
        client.add(`e-${number}`, `i-${number}`, "Scheduled", {
          notBefore: timeOf(slot(minutes), STACK, `e-${number}`),
        }),
      new FakeEns(),
    );
  const inForce = (client: FakeEns) =>
    Object.fromEntries(
      [...client.events.values()].map(({ eventId, notBefore = 0 }) => [
        eventId,
        new Date(notBefore).toISOString().slice(11, 16),
      ]),
    );

  it("of this stack stand where the schedule allows them, and are said", async () => {
    const client = ordered([1, 60]);
    const { failures, log, state } = await up(client, { planned: [timed(1, 0)], schedule });
    assert.deepEqual([client.calls.length, failures], [0, []]);
    assert.match(
      log[0] ?? "",
      /^e-1 \(i-1\): found an order.*keeping it \(2026-12-04T18:00:00\.\d+Z force_transfer, planned: /,
    );
    const again = await up(client, { planned: [timed(1, 0)], schedule, before: state.migrations });
    assert.deepEqual([client.calls.length, again.log.length], [0, 1], "once");
  });

  it("of this stack are ordered as planned where windows do not allow them", async () => {
    const client = ordered([1, 180]);
    await up(client, { planned: [timed(1, 0)], schedule });
    assert.deepEqual(inForce(client), { "e-1": "17:00" });
  });

  it("of this stack are ordered as planned where they have a time of their own", async () => {
    const client = ordered([1, 60]);
    await up(client, { planned: [planned(slot(0))], schedule });
    assert.deepEqual(inForce(client), { "e-1": "17:00" });
  });

  it("stand only as far as the group has room for them, the earliest first", async () => {
    const client = ordered([1, 70], [2, 60]);
    await up(client, { planned: [timed(1, 0), timed(2, 30)], schedule });
    assert.deepEqual(inForce(client), { "e-1": "17:00", "e-2": "18:00" });
  });

  it("do not stand beside the real time of an order that the platform has moved", async () => {
    const client = ordered([1, 0], [2, 70]);
    const first = await up(client, { planned: [timed(1, 0)], schedule });
    client.change("e-1", { notBefore: slot(60).planTime });
    await up(client, { planned: [timed(1, 0), timed(2, 30)], schedule, before: first.state.migrations });
    assert.deepEqual(inForce(client), { "e-1": "18:00", "e-2": "17:30" });
  });

  it("after a part failed: what joins gives way to what is in force, as the preview said", async () => {
    const client = ens(1, 2, 3, 7);
    let { state } = await up(client, { planned: [timed(7, 0)], schedule });
    client.rejects.set("e-2", { code: 409, message: "busy" });
    ({ state } = await up(client, {
      planned: [timed(7, 0), timed(1, 30), timed(2, 60)],
      schedule,
      before: state.migrations,
    }));
    client.rejects.clear();
    const wanted = [timed(7, 0), timed(3, 30), timed(1, 60), timed(2, 90)];
    const last = await up(client, { planned: wanted, schedule, before: state.migrations });
    assert.deepEqual(last.failures, []);
    assert.deepEqual(inForce(client), { "e-7": "17:00", "e-1": "17:30", "e-3": "18:00", "e-2": "18:30" });
    assert.ok(
      last.log.some((line) =>
        /^1 order gets a later time, .*: e-3 \(i-3\), .*18:00.* instead of .*17:30/.test(line),
      ),
      last.log.join("\n"),
    );
    const again = await up(client, { planned: wanted, schedule, before: last.state.migrations });
    assert.equal(client.calls.length, 3);
    assert.deepEqual(again.failures, []);
  });

  it("an event for which no slot is left stays home, and the others do not", async () => {
    const client = ens(1, 2, 3);
    const { state } = await up(client, { planned: [timed(1, 30)], schedule });
    const full = { ...timed(2, 30), deadline: slot(45).planTime };
    const { failures } = await up(client, {
      planned: [timed(1, 0), full, timed(3, 90)],
      schedule,
      before: state.migrations,
    });
    assert.deepEqual(
      failures.map(({ eventId, advice }) => [eventId, advice]),
      [["e-2", [{ do: "replan" }, { do: "remove" }]]],
    );
    assert.equal(client.takenFor("e-2").length, 0);
    assert.equal(client.takenFor("e-3").length, 1);
  });
});

describe("apply: an event that another plan of the stack had", () => {
  it("is not ordered twice while ENS does not show what that plan has ordered", async () => {
    const client = ens(1);
    const held = new Map([["e-1", migration(accepted(at(), { since: NOW }), "Unread")]]);
    const { failures } = await up(client, { planned: plan(1), held });
    assert.deepEqual([client.calls.length, failures], [0, []]);
  });

  it("is ordered as planned here where that plan's order is another one", async () => {
    const client = new FakeEns().add("e-1", "i-1", "Scheduled", { notBefore: timeOf(at(OTHER_TIME)) });
    await up(client, { planned: plan(1), held: new Map([["e-1", migration(accepted(at(OTHER_TIME)))]]) });
    assert.equal(client.events.get("e-1")?.notBefore, ORDERED_TIME);
  });
});

describe("apply: two open events of one instance", () => {
  const both = [planned(at(), "e-1", "i-1"), planned(at(), "e-2", "i-1"), planned(at(), "e-3", "i-3")];
  const twoOnOne = () => new FakeEns().add("e-1", "i-1").add("e-2", "i-1").add("e-3", "i-3");

  it("fail, and the rest is ordered", async () => {
    const client = twoOnOne();
    const { failures } = await up(client, { planned: both });
    assert.deepEqual(
      client.taken.map(({ eventId }) => eventId),
      ["e-3"],
    );
    assert.deepEqual(
      failures.map(({ eventId }) => eventId),
      ["e-1", "e-2"],
    );
    for (const { reason, advice } of failures) {
      assert.match(reason, /Keep one: remove e-2 from the plan/);
      assert.deepEqual(advice, [{ do: "remove", eventId: "e-2" }]);
    }
  });

  it("are none once one has ended, or has left the plan", async () => {
    const client = twoOnOne();
    const { state } = await up(client, { planned: both });
    const without = await up(client, { planned: [both[0]!, both[2]!], before: state.migrations });
    assert.deepEqual([without.failures, client.takenFor("e-1").length], [[], 1]);
    const ended = twoOnOne();
    ended.change("e-2", { eventStatus: "Avoided" });
    assert.deepEqual([(await up(ended, { planned: both })).failures, ended.takenFor("e-1").length], [[], 1]);
  });
});

describe("apply: an event that ENS no longer lists", () => {
  const timeless: [string, Migration, PlannedMigration][] = [
    ["an immediate one", migration(accepted(atOnce()), "Executing"), planned(atOnce())],
    ["somebody else's that was kept", migration(observed(), "Scheduled"), planned()],
  ];
  for (const [what, before, line] of timeless) {
    it(`is over a day after it was last read, and is not asked for again: ${what}`, async () => {
      const client = new FakeEns();
      const state = new Map([[EVENT, before]]);
      const missing = await up(client, { planned: [line], before: state, readAt: NOW });
      assert.equal(missing.failures.length, 1, "it may come back");
      client.now = () => NOW + DAY + 1_000;
      const gone = await up(client, { planned: [line], before: missing.state.migrations });
      assert.deepEqual(gone.failures, []);
      assert.deepEqual(remembered(gone.state), { [EVENT]: `${before.ordered.state} Unlisted` });
      await up(client, { planned: [line], before: gone.state.migrations });
      assert.equal(client.reads.length, 2);
    });

    it(`is not ordered when its failure's advice is followed: ${what}`, async () => {
      const client = new FakeEns();
      const missing = await up(client, { planned: [line], before: new Map([[EVENT, before]]), readAt: NOW });
      const options = { onUnknownEvent: "send" };
      await up(client, { planned: [line], before: missing.state.migrations, options });
      assert.equal(client.calls.length, 0);
    });
  }

  it("is ordered once with onUnknownEvent send, and nobody waits for what cannot be read", async () => {
    const options = { onUnknownEvent: "send", waitFor: "scheduled" };
    const hidden = new FakeEns();
    hidden.batchEventMigrateInstance = (eventInfos) =>
      Promise.resolve({
        requestId: "request-1",
        results: eventInfos.map(({ eventId, resourceId }) => ({
          eventId,
          resourceId,
          code: 200,
          message: "ok",
        })),
      });
    const { failures, state } = await up(hidden, { planned: plan(1), options });
    assert.deepEqual([failures, remembered(state)], [[], { "e-1": "accepted Unread" }]);
    const again = await up(hidden, { planned: plan(1), options, before: state.migrations });
    assert.deepEqual([again.failures, hidden.reads.length], [[], 2]);
  });
});
