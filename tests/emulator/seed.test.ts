import assert from "node:assert/strict";
import { type Seed, startEmulator } from "../../emulator/src/index";
import { withEmulator } from "./support";

const EVENT = { eventId: "e-1", resourceId: "i-1" };
const KEY = { accessKeyId: "ak", accessKeySecret: "secret" };

const REFUSED: readonly [unknown, RegExp][] = [
  [null, /^seed: must be an object, got null$/],
  [[], /^seed: must be an object, got \[\]$/],
  [{ event: [] }, /^seed: unknown key "event" \(known: now, credentials, instances, events, behaviour\)$/],
  [
    { now: "tomorrow" },
    /^seed.now: must be an ISO 8601 time with Z or an offset, or Unix milliseconds, got "tomorrow"$/,
  ],
  [{ now: 1e15 }, /^seed.now: must be/],
  [{ now: "2027-02-29T00:00:00Z" }, /^seed.now: must be .*, got "2027-02-29T00:00:00Z"$/],
  [{ now: "2026-12-05T24:00:00+08:00" }, /^seed.now: must be/],
  [{ now: "2026-12-05T01:30:00" }, /^seed.now: must be/],
  [{ events: {} }, /^seed.events: must be a list/],
  [{ events: [EVENT, { ...EVENT, evntId: "x" }] }, /^seed.events\[1\]: unknown key "evntId"/],
  [{ events: [{ eventId: "e-1" }] }, /^seed.events\[0\].resourceId: is required$/],
  [{ events: [{ ...EVENT, eventId: "" }] }, /^seed.events\[0\].eventId: must be a non-empty string, got ""$/],
  [
    { events: [{ ...EVENT, eventStatus: "Cancelled" }] },
    /^seed.events\[0\].eventStatus: must be one of Inquiring, /,
  ],
  [{ events: [{ ...EVENT, eventType: "Migrate" }] }, /^seed.events\[0\].eventType: must be one of /],
  [
    { events: [{ ...EVENT, eventLevel: "LOW" }] },
    /^seed.events\[0\].eventLevel: must be one of CRITICAL, WARN, INFO/,
  ],
  [{ events: [{ ...EVENT, notBefore: true }] }, /^seed.events\[0\].notBefore: must be/],
  [{ events: [EVENT, EVENT] }, /^seed.events: "e-1" occurs twice$/],
  [
    { instances: [{ instanceId: "i-1", status: "Asleep" }] },
    /^seed.instances\[0\].status: must be one of Creating, /,
  ],
  [
    { instances: [{ instanceId: "i-1", tags: { a: 1 } }] },
    /^seed.instances\[0\].tags: must be an object of strings/,
  ],
  [{ instances: [{ instanceId: "i-1" }, { instanceId: "i-1" }] }, /^seed.instances: "i-1" occurs twice$/],
  [{ credentials: [] }, /^seed.credentials: must not be empty/],
  [{ credentials: [{ accessKeyId: "ak" }] }, /^seed.credentials\[0\].accessKeySecret: is required$/],
  [{ credentials: [KEY, KEY] }, /^seed.credentials: an accessKeyId occurs twice$/],
  [
    { credentials: [{ ...KEY, expiration: 0 }] },
    /^seed.credentials\[0\].expiration: only a key with a securityToken/,
  ],
  [{ behaviour: { repeat: 1 } }, /^seed.behaviour: unknown key "repeat"/],
];

describe("emulator seed", () => {
  it("refuses options that it does not have: a seed that nobody reads seeds nothing", async () => {
    for (const [options, message] of [
      [{ sead: {} }, 'options: unknown key "sead" (known: port, seed, behaviour, now, machineTime)'],
      [{ port: 70_000 }, "options.port: must be an integer from 0 to 65535, got 70000"],
      [{ behaviour: null }, "behaviour: must be an object, got null"],
      [{ seed: new Map() }, "seed: must be an object, got {}"],
    ] as const)
      await assert.rejects(() => startEmulator(options as object), { name: "InvalidInput", message });
  });

  for (const [seed, message] of REFUSED) {
    it(`refuses ${JSON.stringify(seed).slice(0, 80)}`, async () => {
      await assert.rejects(startEmulator({ seed: seed as Seed }), { name: "InvalidInput", message });
    });
  }

  it("never shows a long value whole", async () => {
    const seed = { now: "x".repeat(1_000) };
    await assert.rejects(startEmulator({ seed }), (error: Error) => error.message.length < 200);
  });

  it("announces the first key, or an obviously false one", async () => {
    await withEmulator({ seed: { credentials: [KEY, { ...KEY, accessKeyId: "other" }] } }, (emulator) => {
      assert.deepEqual(
        [emulator.accessKeyId, emulator.accessKeySecret, emulator.securityToken],
        ["ak", "secret", null],
      );
    });
    await withEmulator({}, (emulator) => {
      assert.equal(emulator.accessKeyId, "emulator-access-key-id");
      assert.equal(emulator.accessKeySecret, "emulator-access-key-secret");
    });
  });

  it("lets options win over the seed", async () => {
    const seed = { now: "2026-01-01T00:00:00Z", behaviour: { readLag: 1, trailingNewline: true } };
    const options = { seed, now: "2026-02-01T00:00:00Z", behaviour: { readLag: 2 } };
    await withEmulator(options, (emulator) => {
      assert.equal(emulator.clock().now, "2026-02-01T00:00:00.000Z");
      const { readLag, trailingNewline } = emulator.behaviour();
      assert.deepEqual([readLag, trailingNewline], [2, true]);
      emulator.reset();
      assert.equal(emulator.behaviour().readLag, 2);
    });
  });

  it("listens on loopback only, and rejects a port that is taken", async () => {
    await withEmulator({}, async (emulator) => {
      assert.equal(emulator.endpoint, `http://127.0.0.1:${emulator.port}`);
      await assert.rejects(startEmulator({ port: emulator.port }), { code: "EADDRINUSE" });
      await emulator.close();
      await emulator.close();
    });
  });
});
