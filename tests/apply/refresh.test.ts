import assert from "node:assert/strict";
import { refresh } from "../../provider/src/apply/refresh";
import type { Migration } from "../../provider/src/plan/migration";
import {
  accepted,
  at,
  EVENT,
  INSTANCE,
  marked,
  migration,
  NOW,
  observed,
  OTHER_TIME,
  planState,
  unknown,
} from "../plan/builders";
import { FakeEns, unreachable } from "./fakeEns";

const ORDERED_TIME = marked(at()).planTime;

async function read(ens: FakeEns, migrations: Record<string, Migration>): Promise<Record<string, Migration>> {
  const state = planState(migrations, { unfinished: true, connection: { profile: "ops" } });
  const { migrations: after, ...others } = await refresh(state, { client: ens, now: () => NOW });
  const { migrations: _, ...before } = state;
  assert.deepEqual(others, before, "a refresh changes nothing but the migrations");
  assert.equal(ens.calls.length, 0, "a refresh sends nothing");
  return Object.fromEntries(after);
}

describe("refresh", () => {
  it("reads what has become of the events", async () => {
    const ens = new FakeEns()
      .add(EVENT, INSTANCE, "Executing")
      .add("e-2", "i-2", "Scheduled", { notBefore: OTHER_TIME });
    const after = await read(ens, {
      [EVENT]: migration(accepted(), "Scheduled"),
      "e-2": migration(accepted(), "Scheduled", { resourceId: "i-2", notBefore: ORDERED_TIME }),
    });
    assert.equal(after[EVENT]?.status, "Executing");
    assert.equal(after["e-2"]?.movedTo, OTHER_TIME);
  });

  it("finds an order whose answer was lost", async () => {
    const ens = new FakeEns().add(EVENT, INSTANCE, "Scheduled", { notBefore: ORDERED_TIME });
    const after = await read(ens, { [EVENT]: migration(unknown(), "Inquiring") });
    assert.equal(after[EVENT]?.ordered.state, "accepted");
  });

  it("leaves a bad end for the next up to tell", async () => {
    const ens = new FakeEns().add(EVENT, INSTANCE, "Failed");
    assert.equal((await read(ens, { [EVENT]: migration(accepted()) }))[EVENT]?.unreported, true);
  });

  it("does not read events that have ended", async () => {
    const ens = new FakeEns().add("e-2", "i-2");
    const ended = migration(accepted(), "Executed");
    const after = await read(ens, {
      [EVENT]: ended,
      "e-2": migration(observed(), "Inquiring", { resourceId: "i-2" }),
    });
    assert.deepEqual(ens.reads, [["i-2"]]);
    assert.deepEqual(after[EVENT], ended);
  });

  it("makes no call where nothing is open", async () => {
    const ens = new FakeEns();
    await read(ens, { [EVENT]: migration(accepted(), "Executed") });
    assert.deepEqual(ens.reads, []);
  });

  it("leaves an event as it was if ENS does not list it, or lists it for another instance", async () => {
    const before = {
      [EVENT]: migration(accepted()),
      "e-2": migration(accepted(), "Scheduled", { resourceId: "i-2" }),
    };
    const ens = new FakeEns().add("e-2", INSTANCE, "Executed");
    assert.deepEqual(await read(ens, before), before);
  });

  it("ignores events of another type", async () => {
    const before = { [EVENT]: migration(accepted()) };
    const ens = new FakeEns().add(EVENT, INSTANCE, "Executed", {
      eventType: "Instance:SystemMaintenance.Reboot",
    });
    assert.deepEqual(await read(ens, before), before);
  });

  it("forgets a released event once it has ended, and not before", async () => {
    const released = { released: true } as const;
    const ens = new FakeEns().add(EVENT, INSTANCE, "Executed").add("e-2", "i-2", "Scheduled");
    const after = await read(ens, {
      [EVENT]: migration(accepted(), "Scheduled", released),
      "e-2": migration(accepted(), "Scheduled", { resourceId: "i-2", ...released }),
    });
    assert.deepEqual(Object.keys(after), ["e-2"]);
    assert.equal(after["e-2"]?.released, true);
  });

  it("fails if ENS cannot be read", async () => {
    const ens = new FakeEns();
    ens.readFaults.push(unreachable());
    await assert.rejects(read(ens, { [EVENT]: migration(accepted()) }), /connection was reset/);
  });
});
