import assert from "node:assert/strict";
import * as sinon from "sinon";
import type { TransportError } from "../../../provider/src/api/errors";
import { CredentialsCache } from "../../../provider/src/ens/credentials/cache";
import { fixedSource } from "../../../provider/src/ens/credentials/source";
import { MIGRATE_EVENT_TYPE, openEnsClient } from "../../../provider/src/ens/index";
import { type CallKind, Limiter } from "../../../provider/src/ens/retry/limiter";
import { perform } from "../../../provider/src/ens/retry/perform";
import type { SendResult } from "../../../provider/src/ens/transport/transport";
import { callOf } from "../../../provider/src/ens/wire/operation";
import { optionsFor, order, rejection } from "../support/client";
import { accepted, history, startScriptedServer, wireEvent } from "../support/scriptedServer";

const OK: SendResult = { kind: "ok", body: {}, requestId: "R" };
const THROTTLED: SendResult = {
  kind: "refused",
  httpStatus: 429,
  code: "Throttling.User",
  message: "slow down",
  requestId: "R",
  retryAfterMs: 5_000,
};

describe("the limiter", () => {
  let clock: sinon.SinonFakeTimers;
  let limiter: Limiter;
  /** What left, and when, in milliseconds since the start. */
  let left: string[];
  /** Answers for what has left and waits. */
  let answers: Map<string, (result: SendResult) => void>;

  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_000_000, toFake: ["setTimeout", "clearTimeout", "Date"] });
    limiter = new Limiter();
    left = [];
    answers = new Map();
  });
  afterEach(() => clock.restore());

  /** One call of a client of its own. */
  function call(kind: CallKind, name: string, deadline = Date.now() + 60_000) {
    return perform(
      callOf({ action: "Any", kind, parameters: {}, read: (body) => body }, {}),
      {
        send: () => {
          left.push(`${name} ${Date.now() - 1_000_000}`);
          return new Promise((answer) => answers.set(name, answer));
        },
        limiter,
        credentials: new CredentialsCache(() =>
          fixedSource("test", { accessKeyId: "id", accessKeySecret: "secret" }),
        ),
      },
      { deadline },
    );
  }

  async function answer(name: string, result = OK): Promise<void> {
    const give = answers.get(name);
    assert.ok(give, `${name} has not left`);
    answers.delete(name);
    give(result);
    await clock.tickAsync(1);
  }

  it("lets orders leave one after another, in the order in which they came", async () => {
    const calls = ["a", "b", "c"].map((name) => call("write", name));
    await clock.tickAsync(10);
    assert.deepEqual(left, ["a 0"]);
    await answer("a");
    await answer("b");
    await answer("c");
    await Promise.all(calls);
    assert.deepEqual(left, ["a 0", "b 10", "c 11"]);
  });

  it("lets four reads leave at once, whatever is written meanwhile", async () => {
    const calls = ["a", "b", "c", "d", "e"].map((name) => call("read", name));
    calls.push(call("write", "w"));
    await clock.tickAsync(10);
    assert.deepEqual(left, ["a 0", "b 0", "c 0", "d 0", "w 0"]);
    await answer("c");
    assert.equal(left.at(-1), "e 10");
    for (const name of ["a", "b", "d", "e", "w"]) await answer(name);
    await Promise.all(calls);
  });

  it("holds back the calls of all clients once one is throttled, also those that wait for their turn", async () => {
    const calls = [call("write", "a"), call("write", "b")];
    await clock.tickAsync(1);
    await answer("a", THROTTLED);
    calls.push(call("read", "c"));
    await clock.tickAsync(4_998);
    assert.deepEqual(left, ["a 0"]);
    await clock.tickAsync(1_000);
    assert.equal(left.length, 3, "one read, and one order");
    for (let next = 1; next < left.length; next++) await answer((left[next] ?? "").charAt(0));
    await Promise.all(calls);
    assert.deepEqual(
      left
        .slice(1)
        .map((each) => each.split(" ")[0])
        .sort(),
      ["a", "b", "c"],
    );
    assert.ok(left.slice(1).every((each) => Number(each.split(" ")[1]) >= 5_001));
  });

  it("passes on the turn of a call whose deadline came first", async () => {
    const first = call("write", "a");
    const impatient = rejection(call("write", "b", Date.now() + 1_000));
    const last = call("write", "c");
    await clock.tickAsync(2_000);
    assert.equal(((await impatient) as TransportError).code, "DEADLINE");
    await answer("a");
    await answer("c");
    await Promise.all([first, last]);
    assert.deepEqual(left, ["a 0", "c 2000"]);
  });

  it("passes on the turn of a call that failed", async () => {
    const failing = rejection(call("write", "a"));
    const next = call("write", "b");
    await clock.tickAsync(0);
    await answer("a", { ...THROTTLED, code: "InvalidParameter", httpStatus: 400 });
    await failing;
    await answer("b");
    await next;
  });
});

describe("the clients of a process", () => {
  it("share a limiter", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let writes = 0;
    const server = await startScriptedServer((response, socket, received) => {
      if (received.action !== "BatchEventMigrateInstance")
        return history([wireEvent(1)])(response, socket, received);
      writes += 1;
      const reply = () => accepted(response, socket, received);
      if (writes === 1) void held.then(reply);
      else reply();
    });
    const { limiter: _, ...options } = optionsFor(server.endpoint);
    const [one, other] = await Promise.all([openEnsClient(options), openEnsClient(options)]);
    const first = one.batchEventMigrateInstance([order(1)]);
    const second = other.batchEventMigrateInstance([order(2)]);
    // Reads have turns of their own: when one is back, an order sent before it would have arrived.
    await other.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] });
    assert.equal(writes, 1);
    release();
    await Promise.all([first, second]);
    assert.equal(writes, 2);
  });
});
