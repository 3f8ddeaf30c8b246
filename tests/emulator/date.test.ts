import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import type { Emulator, FaultInput } from "../../emulator/src/index";
import { call, MIGRATE, type Outgoing, send, signV3, withEmulator } from "./support";

const READ = "DescribeHistoryEvents";

function read(emulator: Emulator): Outgoing {
  return signV3(emulator, emulator, READ, { EventTypes: MIGRATE });
}

/** Every `Date` header of an answer, whether its body ever ends or not. */
function dates(emulator: Emulator, outgoing: Outgoing): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const { method, path, headers } = outgoing;
    const request = httpRequest(
      { host: "127.0.0.1", port: emulator.port, method, path, headers, agent: false },
      (response) => {
        response.on("error", () => undefined);
        response.resume();
        resolve(response.headersDistinct["date"] ?? []);
      },
    );
    request.on("error", reject);
    request.end();
  });
}

const FAULTS: readonly FaultInput[] = [
  { kind: "throttle" },
  { kind: "status", status: 503 },
  { kind: "html" },
  { kind: "empty" },
  { kind: "notJson" },
  { kind: "truncate" },
  { kind: "reset", when: "midBody" },
  { kind: "drip", bytes: 100, intervalMs: 1 },
];

describe("emulator Date header", () => {
  it("tells the emulator's clock in whole seconds, also after it was moved", async () => {
    await withEmulator({ now: "2031-02-03T04:05:06.999Z" }, async (emulator) => {
      assert.deepEqual(await dates(emulator, read(emulator)), ["Mon, 03 Feb 2031 04:05:06 GMT"]);
      emulator.clock({ advance: "1ms" });
      assert.deepEqual(await dates(emulator, read(emulator)), ["Mon, 03 Feb 2031 04:05:07 GMT"]);
      emulator.clock({ now: "2019-12-31T23:59:59Z" });
      assert.deepEqual(await dates(emulator, read(emulator)), ["Tue, 31 Dec 2019 23:59:59 GMT"]);
      emulator.reset();
      assert.deepEqual(await dates(emulator, read(emulator)), ["Mon, 03 Feb 2031 04:05:06 GMT"]);
    });
  });

  it("runs with the machine's time", async () => {
    let machine = Date.now();
    const options = { now: "2031-02-03T04:05:06Z", machineTime: () => machine };
    await withEmulator(options, async (emulator) => {
      machine += 60_000;
      assert.deepEqual(await dates(emulator, read(emulator)), ["Mon, 03 Feb 2031 04:06:06 GMT"]);
    });
  });

  const refused = [
    ["a call that nobody signed", (): Outgoing => ({ method: "POST", path: "/", headers: {} })],
    ["an unknown path", (): Outgoing => ({ method: "GET", path: "/nowhere", headers: {} })],
    [
      "a wrong parameter",
      (emulator: Emulator): Outgoing => signV3(emulator, emulator, READ, { EventTypes: "" }),
    ],
  ] as const;
  for (const [name, outgoing] of refused) {
    it(`is in the answer to ${name}, unless it is switched off`, async () => {
      await withEmulator({}, async (emulator) => {
        assert.deepEqual(await dates(emulator, outgoing(emulator)), ["Tue, 01 Dec 2026 00:00:00 GMT"]);
        emulator.behaviour({ dateHeader: false });
        assert.deepEqual(await dates(emulator, outgoing(emulator)), []);
      });
    });
  }

  for (const fault of FAULTS) {
    it(`is in the answer of ${JSON.stringify(fault)}, unless it is switched off`, async () => {
      await withEmulator({}, async (emulator) => {
        emulator.faults([{ ...fault, count: 2 }]);
        assert.deepEqual(await dates(emulator, read(emulator)), ["Tue, 01 Dec 2026 00:00:00 GMT"]);
        emulator.behaviour({ dateHeader: false });
        assert.deepEqual(await dates(emulator, read(emulator)), []);
        assert.deepEqual(
          emulator.calls().map((record) => record.fault),
          [fault.kind, fault.kind],
        );
      });
    });
  }

  it("tells when a delayed answer left, not when the call was carried out", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "delay", ms: 200, when: "after" }]);
      const waiting = dates(emulator, read(emulator));
      while (emulator.state().faults.length > 0) await new Promise((resolve) => setImmediate(resolve));
      emulator.clock({ advance: "1h" });
      assert.deepEqual(await waiting, ["Tue, 01 Dec 2026 01:00:00 GMT"]);
    });
  });

  it("comes back when it is switched on again", async () => {
    await withEmulator({ behaviour: { dateHeader: false } }, async (emulator) => {
      const { status, headers } = await call(emulator, READ, { EventTypes: MIGRATE });
      assert.deepEqual([status, headers.date], [200, undefined]);
      emulator.behaviour({ dateHeader: true });
      assert.equal(
        (await call(emulator, READ, { EventTypes: MIGRATE })).headers.date,
        "Tue, 01 Dec 2026 00:00:00 GMT",
      );
    });
  });

  it("is the machine's on the side channel, whatever the switch says", async () => {
    await withEmulator({ now: "2031-02-03T04:05:06Z" }, async (emulator) => {
      for (const dateHeader of [true, false]) {
        emulator.behaviour({ dateHeader });
        const { headers } = await send(emulator, { method: "GET", path: "/_emulator/clock", headers: {} });
        assert.ok(Math.abs(Date.parse(headers.date ?? "") - Date.now()) < 60_000, headers.date);
      }
    });
  });
});
