import assert from "node:assert/strict";
import { refresh } from "../../provider/src/apply/refresh";
import type { Migration } from "../../provider/src/plan/model/migration";
import type { PlanState } from "../../provider/src/plan/state/state";
import {
  accepted,
  at,
  atOnce,
  DAY,
  EVENT,
  HOUR,
  INSTANCE,
  migration,
  NOW,
  observed,
  OTHER_TIME,
  planState,
  timeOf,
  unknown,
} from "../plan/builders";
import { FakeEns, unreachable } from "./fakeEns";

const ORDERED_TIME = timeOf(at());

async function read(
  ens: FakeEns,
  migrations: Record<string, Migration>,
  held: readonly string[] = [],
): Promise<Record<string, Migration>> {
  const state = planState(migrations, { unfinished: true, connection: { profile: "ops" } });
  const isHeld = (eventId: string): boolean => held.includes(eventId);
  const refreshed = await refresh(state, { client: ens, now: ens.now, say: () => undefined, isHeld });
  const { migrations: after, readAt: _readAt, ...others } = refreshed;
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

  it("keeps a released event that ended badly, for the next up to tell", async () => {
    const ens = new FakeEns().add(EVENT, INSTANCE, "Failed");
    const after = await read(ens, { [EVENT]: migration(accepted(), "Scheduled", { released: true }) });
    assert.deepEqual([after[EVENT]?.released, after[EVENT]?.unreported], [true, true]);
    assert.deepEqual(await read(new FakeEns(), after), after, "however often it is read");
  });

  it("forgets a released event that another plan of the stack has, and no other", async () => {
    const ens = new FakeEns().add(EVENT, INSTANCE, "Scheduled").add("e-2", "i-2", "Scheduled");
    const before = {
      [EVENT]: migration(accepted(), "Scheduled", { released: true }),
      "e-2": migration(accepted(), "Scheduled", { resourceId: "i-2" }),
    };
    assert.deepEqual(Object.keys(await read(ens, before, [EVENT, "e-2"])), ["e-2"]);
  });

  it("calls an event over that ENS has not listed for a day since it was last read", async () => {
    const ens = new FakeEns();
    const state = planState({ [EVENT]: migration(accepted(atOnce()), "Executing") }, { readAt: NOW });
    const readAfter = (before: PlanState, milliseconds: number) => {
      ens.now = () => NOW + milliseconds;
      return refresh(before, { client: ens, now: ens.now, say: () => undefined, isHeld: () => false });
    };
    const missing = await readAfter(state, HOUR);
    assert.deepEqual(
      [missing.migrations.get(EVENT)?.status, missing.migrations.get(EVENT)?.missingSince],
      ["Executing", NOW],
    );
    const gone = await readAfter(missing, DAY + 1_000);
    assert.equal(gone.migrations.get(EVENT)?.status, "Unlisted");
    assert.equal(gone.readAt, undefined, "nothing is left to date");
    ens.add(EVENT, INSTANCE, "Executed");
    assert.equal((await readAfter(gone, DAY + 2_000)).migrations.get(EVENT)?.status, "Executed");
  });

  it("fails if ENS cannot be read", async () => {
    const ens = new FakeEns();
    ens.readFaults.push(unreachable());
    await assert.rejects(read(ens, { [EVENT]: migration(accepted()) }), /connection was reset/);
  });
});
