import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import sinon from "sinon";
import { refresh } from "../../provider/src/apply/refresh";
import type { Migration } from "../../provider/src/plan/model/migration";
import {
  accepted,
  at,
  atOnce,
  EVENT,
  INSTANCE,
  migration,
  MINUTE,
  NOW,
  planned,
  planState,
  unknown,
} from "../plan/builders";
import { type Up, up } from "./builders";
import { FakeEns, lostAnswer } from "./fakeEns";
import { inTime } from "./inTime";

const SECOND = 1_000;

/** ENS whose answers take their time, as those that are throttled do. */
class SlowEns extends FakeEns {
  override now = Date.now;
  reading = 0;
  ordering = 0;

  override async describeHistoryEvents(...args: Parameters<FakeEns["describeHistoryEvents"]>) {
    await sleep(this.reading);
    return super.describeHistoryEvents(...args);
  }

  override async batchEventMigrateInstance(...args: Parameters<FakeEns["batchEventMigrateInstance"]>) {
    await sleep(this.ordering);
    return super.batchEventMigrateInstance(...args);
  }
}

describe("signs of life", () => {
  let clock: sinon.SinonFakeTimers;
  let ens: SlowEns;
  let spoken: { at: number; line: string }[];

  beforeEach(() => {
    clock = sinon.useFakeTimers({
      now: NOW,
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
    });
    ens = new SlowEns();
    for (const n of [1, 2, 3]) ens.add(`e-${n}`, `i-${n}`);
    spoken = [];
  });
  afterEach(() => clock.restore());

  const three = [1, 2, 3].map((n) => planned(at(), `e-${n}`, `i-${n}`));
  const longUp = (request: Up) =>
    inTime(clock, up(ens, { ...request, onLine: (line) => spoken.push({ at: Date.now(), line }) }));

  /** Never was nothing said for more than 30 seconds, and this was said. */
  function assertAlive(line: RegExp): void {
    const times = [NOW, ...spoken.map((each) => each.at), Date.now()];
    const silences = times.slice(1).map((time, index) => time - (times[index] ?? NOW));
    const lines = spoken.map((each) => each.line);
    assert.ok(Date.now() - NOW > 30 * SECOND, "it takes long");
    assert.ok(Math.max(...silences) <= 30 * SECOND, JSON.stringify(spoken, null, 1));
    assert.ok(
      lines.some((each) => line.test(each)),
      lines.join("\n"),
    );
  }

  it("come while the events are read before anything is sent", async () => {
    ens.reading = 2 * MINUTE;
    await longUp({ planned: three });
    assertAlive(/^still reading the events of 3 instances from ENS, until 00:15 UTC at the latest$/);
    assert.ok(!spoken.some(({ line }) => line.includes("clock")), "a slow answer is no wrong clock");
  });

  it("come while orders are sent, and count them", async () => {
    ens.ordering = 40 * SECOND;
    await longUp({ planned: three, options: { eventsPerCall: 1 } });
    assertAlive(/^still sending orders, until 00:15 UTC at the latest: 1 of 3 done$/);
  });

  it("come where short steps follow one another in silence", async () => {
    ens.reading = 20 * SECOND;
    ens.ordering = 20 * SECOND;
    ens.writeFaults.push({ error: lostAnswer(), taken: true });
    await longUp({ planned: three });
    assertAlive(/^still looking for 3 orders/);
  });

  it("come while lost answers are looked for", async () => {
    ens.writeFaults.push({ error: lostAnswer(), taken: true });
    ens.onRead = (read) => {
      if (read === 1) ens.reading = 50 * SECOND;
    };
    await longUp({ planned: three });
    assertAlive(/^still looking for 3 orders whose answers were lost, until 00:01 UTC at the latest$/);
  });

  it("come while ENS has its time to show an order whose answer was lost", async () => {
    ens.tellsTime = false;
    const before = new Map<string, Migration>([[EVENT, migration(unknown(at(), null), "Inquiring")]]);
    await longUp({ planned: [planned()], before });
    assertAlive(/^still waiting until 00:05 UTC for ENS to show an order whose answer was lost/);
  });

  it("say of a wait what is waited for, until when, and how many are left", async () => {
    ens.onRead = (read) => {
      if (read === 4) ens.change("e-1", { eventStatus: "Executed" });
    };
    const immediate = [1, 2, 3].map((n) => planned(atOnce(), `e-${n}`, `i-${n}`));
    const request = { planned: immediate, options: { waitFor: "executed", timeout: "5m" } };
    const { failures } = await longUp(request);
    assert.equal(failures.length, 2);
    assertAlive(
      /^still waiting until 00:05 UTC \(waitFor: "executed", timeout 5m\) for 2 of 3 events: 2 Executing$/,
    );
  });

  it("come while a refresh reads", async () => {
    ens.reading = 2 * MINUTE;
    const state = planState({ [EVENT]: migration(accepted(), "Scheduled", { resourceId: INSTANCE }) });
    const say = (_: unknown, line: string) => void spoken.push({ at: Date.now(), line });
    await inTime(clock, refresh(state, { client: ens, now: Date.now, say, isHeld: () => false }));
    assertAlive(/^still reading 1 event from ENS, until 00:10 UTC at the latest$/);
  });

  it("end with the operation", async () => {
    await longUp({ planned: three });
    const said = spoken.length;
    await clock.tickAsync(10 * MINUTE);
    assert.deepEqual([spoken.length, clock.countTimers()], [said, 0]);
  });
});
