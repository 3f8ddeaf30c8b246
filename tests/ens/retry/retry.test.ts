import assert from "node:assert/strict";
import * as sinon from "sinon";
import { CredentialsError, ServiceError, TransportError } from "../../../provider/src/api/errors";
import { CredentialsCache } from "../../../provider/src/ens/credentials/cache";
import { fixedSource } from "../../../provider/src/ens/credentials/source";
import { DEFAULT_BUDGET_MS } from "../../../provider/src/ens/retry/budget";
import { Limiter } from "../../../provider/src/ens/retry/limiter";
import { type Means, perform } from "../../../provider/src/ens/retry/perform";
import { networkFailureOf } from "../../../provider/src/ens/transport/networkFailure";
import type { SendResult } from "../../../provider/src/ens/transport/transport";
import { callOf } from "../../../provider/src/ens/wire/operation";
import { rejection } from "../support/client";

const CALL = callOf(
  { action: "DescribeHistoryEvents", kind: "read", parameters: {}, read: (body) => body },
  {},
);
const KEYS = { accessKeyId: "key-id", accessKeySecret: "secret" };
const OK: SendResult = { kind: "ok", body: {}, requestId: "R" };
const RESET: SendResult = { kind: "failed", ...networkFailureOf({ code: "ECONNRESET" }), sent: true };
const refused = (code: string, retryAfterMs?: number): SendResult => ({
  kind: "refused",
  httpStatus: 400,
  code,
  message: "Request was denied due to flow control.",
  requestId: "R",
  retryAfterMs,
});

describe("retries", () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_000_000, toFake: ["setTimeout", "clearTimeout", "Date"] });
    sinon.stub(Math, "random").returns(0.5);
  });
  afterEach(() => {
    sinon.restore();
    clock.restore();
  });

  const keys = () => new CredentialsCache(() => fixedSource("test", KEYS));
  const means = ({ send }: Pick<Means, "send">, credentials = keys(), limiter = new Limiter()): Means => ({
    credentials,
    limiter,
    send,
  });
  /** Answers by script, and notes when it was asked. */
  function answers(...script: SendResult[]): Pick<Means, "send"> & { at: number[] } {
    const at: number[] = [];
    return {
      at,
      send: () => {
        at.push(Date.now() - 1_000_000);
        return Promise.resolve(script[Math.min(at.length, script.length) - 1] ?? OK);
      },
    };
  }
  /** The result of a call, with the clock run until it has one. */
  async function settle<T>(call: Promise<T>): Promise<T> {
    let settled = false;
    void call.then(
      () => (settled = true),
      () => (settled = true),
    );
    while (!settled) await clock.tickAsync(10);
    return call;
  }

  it("waits longer each time, and gives up after six attempts", async () => {
    const reads = answers(RESET);
    const error = await rejection(settle(perform(CALL, means(reads))));
    assert.deepEqual(reads.at, [0, 150, 450, 1050, 2250, 4650]);
    assert.ok(error instanceof TransportError);
    assert.match(error.message, /the connection was reset \(code ECONNRESET, after 6 attempts\)/);
  });

  it("makes one sentence of what failed, and adds the facts, the attempts and what to do", async () => {
    const to = { host: "ens.test", proxy: "proxy.test:3128" };
    const throttled = await rejection(
      settle(perform(CALL, { ...means(answers(refused("Throttling.Api"))), to })),
    );
    assert.equal(
      throttled.message,
      "DescribeHistoryEvents: Request was denied due to flow control (code Throttling.Api, HTTP 400, request id R, after 6 attempts). " +
        "The account's request quota is used up for now: run again later, or send fewer calls at the same time",
    );
    const reset = await rejection(settle(perform(CALL, { ...means(answers(RESET)), to })));
    assert.equal(
      reset.message,
      "DescribeHistoryEvents at ens.test through the proxy proxy.test:3128: the connection was reset (code ECONNRESET, after 6 attempts). " +
        "Run again; if it persists, look for a proxy or a firewall that cuts connections",
    );
  });

  it("waits as long as the service says, at least", async () => {
    const reads = answers(refused("Throttling.Api", 3_000), refused("Throttling.Api", 10), OK);
    await settle(perform(CALL, means(reads)));
    assert.deepEqual(reads.at, [0, 3_000, 3_750]);
  });

  it("fails early with the last error instead of sleeping past the deadline", async () => {
    const reads = answers(refused("Throttling.Api", 60_000));
    const error = await rejection(settle(perform(CALL, means(reads), { deadline: Date.now() + 59_000 })));
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, "Throttling.Api");
    assert.equal(Date.now(), 1_000_000 + 10);
  });

  it("has a budget when it has no deadline", async () => {
    const reads = answers(refused("Throttling.Api", DEFAULT_BUDGET_MS / 2 - 1));
    await rejection(settle(perform(CALL, means(reads))));
    assert.equal(reads.at.length, 3);
  });

  it("holds back the other calls of a client that was throttled", async () => {
    const limiter = new Limiter();
    const throttled = answers(refused("Throttling.User", 5_000), OK);
    const other = answers(OK);
    const first = perform(CALL, means(throttled, keys(), limiter));
    await clock.tickAsync(100);
    await settle(Promise.all([first, perform(CALL, means(other, keys(), limiter))]));
    assert.deepEqual(throttled.at, [0, 5_000]);
    assert.deepEqual(other.at, [5_000]);
  });

  for (const kind of ["read", "write"] as const) {
    it(`wakes from its sleep when a ${kind} is cancelled, and sends nothing more`, async () => {
      const throttled = answers(refused("Throttling.Api", 60_000));
      const controller = new AbortController();
      const call = rejection(perform({ ...CALL, kind }, means(throttled), { signal: controller.signal }));
      await clock.tickAsync(100);
      controller.abort();
      await clock.tickAsync(0);
      const error = await call;
      assert.ok(error instanceof TransportError);
      assert.equal(error.code, "ABORTED");
      assert.equal(throttled.at.length, 1);
    });
  }

  it("sends once more with renewed credentials when the token has expired, and only once", async () => {
    let made = 0;
    const renewable = () =>
      new CredentialsCache(() => fixedSource("test", { ...KEYS, securityToken: `token ${++made}` }));
    const once = answers(refused("InvalidSecurityToken.Expired"), OK);
    await settle(perform(CALL, means(once, renewable())));
    assert.deepEqual(once.at, [0, 0]);

    const always = answers(refused("InvalidSecurityToken.Expired"));
    const error = await rejection(settle(perform(CALL, means(always, renewable()))));
    assert.ok(error instanceof CredentialsError);
    assert.equal(always.at.length, 2);
  });

  it("says what went wrong before, where fresh credentials do not come in time", async () => {
    let made = 0;
    const source = () =>
      made++ === 0
        ? fixedSource("test", KEYS)
        : { label: "never", fetch: () => new Promise<never>(() => undefined) };
    const expired = answers(refused("InvalidSecurityToken.Expired"));
    const call = perform(CALL, means(expired, new CredentialsCache(source)), { deadline: Date.now() + 50 });
    const error = (await rejection(settle(call))) as CredentialsError;
    assert.equal(error.code, "InvalidSecurityToken.Expired");
  });

  it("does not wait for credentials past the deadline", async () => {
    const never = new CredentialsCache(() => ({ label: "never", fetch: () => new Promise(() => undefined) }));
    const error = (await rejection(
      settle(perform(CALL, means(answers(OK), never), { deadline: Date.now() + 50 })),
    )) as TransportError;
    assert.equal(error.code, "DEADLINE");
  });
});

describe("credentials that are kept", () => {
  it("are fetched once for all callers, and again when no longer fresh", async () => {
    const clock = sinon.useFakeTimers({ now: 0, toFake: ["Date"] });
    try {
      let fetched = 0;
      const cache = new CredentialsCache(() => ({
        label: "x",
        fetch: async () => {
          await Promise.resolve();
          fetched++;
          return { credentials: { ...KEYS }, freshUntil: Date.now() + 100, validUntil: Date.now() + 200 };
        },
      }));
      const all = await Promise.all(Array.from({ length: 8 }, () => cache.get()));
      assert.equal(new Set(all).size, 1);
      assert.equal(fetched, 1);
      clock.tick(99);
      await cache.get();
      assert.equal(fetched, 1);
      clock.tick(1);
      await cache.get();
      assert.equal(fetched, 2);
    } finally {
      clock.restore();
    }
  });

  it("come from a new source after a failure, and the old ones serve while they last", async () => {
    const clock = sinon.useFakeTimers({ now: 0, toFake: ["Date"] });
    try {
      let sources = 0;
      const cache = new CredentialsCache(() => {
        const number = sources++;
        let failed = false;
        return {
          label: `source ${number}`,
          // Like the vendor's chain: what failed once fails for ever.
          fetch: () => {
            if (failed || number === 0 || number === 2) {
              failed = true;
              return Promise.reject(new Error("no"));
            }
            return Promise.resolve({
              credentials: { ...KEYS, accessKeyId: `id ${number}` },
              freshUntil: Date.now() + 100,
              validUntil: Date.now() + 1_000,
            });
          },
        };
      });
      await assert.rejects(cache.get());
      assert.equal((await cache.get()).accessKeyId, "id 1");
      clock.tick(5_000);
      assert.equal((await cache.get()).accessKeyId, "id 1");
    } finally {
      clock.restore();
    }
  });
});
