import assert from "node:assert/strict";
import type { Emulator, FaultInput } from "../../emulator/src/index";
import {
  history,
  MIGRATE,
  order,
  parse,
  type Reply,
  scheduled,
  send,
  signV3,
  statusOf,
  withEmulator,
} from "./support";

const WRITE = "BatchEventMigrateInstance";
const READ = "DescribeHistoryEvents";

/** One batch of the orders 1 and 2, with whatever comes back. */
function write(emulator: Emulator): Promise<Reply> {
  const EventInfos = JSON.stringify([scheduled(1), scheduled(2)]);
  return send(emulator, signV3(emulator, emulator, WRITE, { EventInfos }));
}

function read(emulator: Emulator): Promise<Reply> {
  return send(emulator, signV3(emulator, emulator, READ, { EventTypes: MIGRATE }));
}

/** Which of the two orders the platform holds; the state is asked, since a read might meet a fault. */
function taken(emulator: Emulator): boolean {
  return emulator.state().events[0]?.eventStatus === "Scheduled";
}

async function outcome(reply: Promise<Reply>): Promise<string> {
  try {
    const { status, text } = await reply;
    const code = /"Code":"([^"]+)"/.exec(text)?.[1];
    return code === undefined ? String(status) : `${status} ${code}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

interface Case {
  readonly fault: FaultInput;
  readonly outcome: string;
  readonly taken: boolean;
}

const CASES: readonly Case[] = [
  { fault: { kind: "throttle" }, outcome: "400 Throttling.Api", taken: false },
  {
    fault: { kind: "throttle", status: 429, code: "Throttling.User" },
    outcome: "429 Throttling.User",
    taken: false,
  },
  { fault: { kind: "status" }, outcome: "500 InternalError", taken: false },
  { fault: { kind: "status", status: 502 }, outcome: "502 ServiceUnavailable", taken: false },
  { fault: { kind: "status", status: 503, when: "after" }, outcome: "503 ServiceUnavailable", taken: true },
  {
    fault: { kind: "status", status: 403, code: "Forbidden.RAM" },
    outcome: "403 Forbidden.RAM",
    taken: false,
  },
  { fault: { kind: "html" }, outcome: "502", taken: false },
  { fault: { kind: "html", status: 503, when: "after" }, outcome: "503", taken: true },
  { fault: { kind: "empty" }, outcome: "502", taken: false },
  { fault: { kind: "empty", status: 200, when: "after" }, outcome: "200", taken: true },
  { fault: { kind: "notJson" }, outcome: "200", taken: true },
  { fault: { kind: "notJson", when: "before" }, outcome: "200", taken: false },
  { fault: { kind: "truncate" }, outcome: "200", taken: true },
  { fault: { kind: "reset" }, outcome: "ECONNRESET", taken: false },
  { fault: { kind: "reset", when: "after" }, outcome: "ECONNRESET", taken: true },
  { fault: { kind: "reset", when: "midBody" }, outcome: "ECONNRESET", taken: true },
  { fault: { kind: "delay", ms: 1 }, outcome: "200", taken: true },
  { fault: { kind: "delay", ms: 1, when: "after" }, outcome: "200", taken: true },
  { fault: { kind: "drip", bytes: 100, intervalMs: 1 }, outcome: "200", taken: true },
  { fault: { kind: "noPermission" }, outcome: "400 NoPermission", taken: false },
  { fault: { kind: "expiredToken" }, outcome: "400 InvalidSecurityToken.Expired", taken: false },
];

describe("emulator faults", () => {
  for (const { fault, outcome: expected, taken: isTaken } of CASES) {
    it(`${JSON.stringify(fault)} answers ${expected}, the orders ${isTaken ? "taken" : "not taken"}`, async () => {
      await withEmulator({}, async (emulator) => {
        emulator.faults([fault]);
        assert.equal(await outcome(write(emulator)), expected);
        assert.equal(taken(emulator), isTaken);
        assert.equal(emulator.ledger().length, isTaken ? 2 : 0);
        const [record] = emulator.calls();
        const [, code] = expected.split(" ");
        assert.deepEqual(
          [record?.fault, record?.code, record?.items],
          [fault.kind, code ?? null, isTaken ? 2 : 0],
        );
        assert.equal(await outcome(write(emulator)), "200", "the fault is used up");
      });
    });
  }

  it("sends x-acs-retry-after only when asked to", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "throttle", retryAfterMs: 700 }, { kind: "throttle" }]);
      assert.equal((await read(emulator)).headers["x-acs-retry-after"], "700");
      assert.equal((await read(emulator)).headers["x-acs-retry-after"], undefined);
    });
  });

  it("throttles with the header that the vendor's core for Go reads", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([
        { kind: "throttle", timeLeftMs: 2000 },
        { kind: "throttle", retryAfterMs: 700 },
      ]);
      const { headers } = await read(emulator);
      assert.equal(headers["x-ratelimit-user-api"], "Limit:1,Remain:0,TimeLeft:2000");
      assert.equal(headers["x-acs-retry-after"], undefined);
      assert.equal((await read(emulator)).headers["x-ratelimit-user-api"], undefined);
    });
  });

  it("writes bodies that no client can parse", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "html" }, { kind: "empty" }, { kind: "notJson" }, { kind: "truncate" }]);
      const html = await read(emulator);
      assert.equal(html.headers["content-type"], "text/html;charset=utf-8");
      assert.match(html.text, /^<html>/);
      assert.equal((await read(emulator)).text, "");
      const notJson = await read(emulator);
      assert.equal(notJson.headers["content-type"], "application/json;charset=utf-8");
      assert.throws(() => parse(notJson), SyntaxError);
      const truncated = await read(emulator);
      assert.match(truncated.text, /^\{"RequestId":"/);
      assert.throws(() => parse(truncated), SyntaxError);
    });
  });

  it("has no status for a call that it reset", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "reset" }, { kind: "reset", when: "midBody" }]);
      await outcome(read(emulator));
      await outcome(read(emulator));
      assert.deepEqual(
        emulator.calls().map(({ status }) => status),
        [null, 200],
      );
    });
  });

  it("delays before the order is taken, or after", async () => {
    for (const when of ["before", "after"] as const) {
      await withEmulator({}, async (emulator) => {
        emulator.faults([{ kind: "delay", ms: 600_000, when, action: WRITE }]);
        const waiting = outcome(write(emulator));
        // A read on another connection is answered after the write reached its wait.
        while (emulator.state().faults.length > 0) await read(emulator);
        assert.equal(taken(emulator), when === "after");
        await emulator.close();
        await waiting;
      });
    }
  });

  it("gives up a slow answer when it is closed", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "drip", bytes: 1, intervalMs: 600_000 }]);
      const waiting = outcome(read(emulator));
      while (emulator.calls().length === 0) await new Promise((resolve) => setImmediate(resolve));
      await emulator.close();
      assert.equal(await waiting, "ECONNRESET");
    });
  });

  it("fails single items, and takes the others", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "itemFailure", eventId: "e-2", code: 429, message: "Throttling: later" }]);
      const results = parse(await write(emulator)).Results;
      assert.deepEqual(
        results?.map(({ Code, Message }) => [Code, Message]),
        [
          [200, "success"],
          [429, "Throttling: later"],
        ],
      );
      assert.equal(await statusOf(emulator, "e-1"), "Scheduled");
      assert.equal(await statusOf(emulator, "e-2"), "Inquiring");
      assert.deepEqual(
        emulator.ledger().map(({ accepted, code }) => [accepted, code]),
        [
          [true, 200],
          [false, 429],
        ],
      );
    });
  });

  it("keeps an item failure for a call that has the item", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "itemFailure", eventId: "e-3" }]);
      assert.ok(parse(await write(emulator)).Results?.every(({ Code }) => Code === 200));
      const [result] = await order(emulator, scheduled(3));
      assert.deepEqual([result?.Code, result?.Message], [500, "ens.interface.error: Failed to call API."]);
    });
  });

  it("fails all items without an event id", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "itemFailure", count: 2 }]);
      for (let round = 0; round < 2; round += 1)
        assert.ok(parse(await write(emulator)).Results?.every(({ Code }) => Code === 500));
      assert.ok(parse(await write(emulator)).Results?.every(({ Code }) => Code === 200));
    });
  });

  const tampered: readonly [FaultInput, readonly string[]][] = [
    [{ kind: "missingResult", eventId: "e-1" }, ["e-2"]],
    [{ kind: "missingResult" }, []],
    [{ kind: "duplicateResult", eventId: "e-1" }, ["e-1", "e-1", "e-2"]],
    [{ kind: "foreignResult" }, ["e-1", "e-2", "e-00000000000000000000000000000000"]],
  ];
  for (const [fault, ids] of tampered) {
    it(`${JSON.stringify(fault)} tampers with results of orders that were taken`, async () => {
      await withEmulator({}, async (emulator) => {
        emulator.faults([fault]);
        assert.deepEqual(
          parse(await write(emulator)).Results?.map(({ EventId }) => EventId),
          ids,
        );
        assert.equal(emulator.ledger().filter(({ accepted }) => accepted).length, 2);
      });
    });
  }

  it("keeps to the order given, the actions named, the counts and the calls to let pass", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([
        { kind: "status", action: READ, skip: 1, count: 2 },
        { kind: "throttle", action: WRITE },
        { kind: "noPermission" },
      ]);
      const outcomes: string[] = [];
      for (const next of [write, read, read, read, read, read]) outcomes.push(await outcome(next(emulator)));
      assert.deepEqual(outcomes, [
        "400 Throttling.Api",
        "200",
        "500 InternalError",
        "500 InternalError",
        "400 NoPermission",
        "200",
      ]);
    });
  });

  it("hits always until the faults are cleared", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "throttle", count: "always" }]);
      for (let round = 0; round < 5; round += 1)
        assert.equal(await outcome(read(emulator)), "400 Throttling.Api");
      emulator.clearFaults();
      assert.equal(await outcome(read(emulator)), "200");
    });
  });

  it("spends no fault on a call that nobody signed well", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "throttle" }]);
      const wrong = { accessKeyId: emulator.accessKeyId, accessKeySecret: "wrong" };
      const reply = send(emulator, signV3(emulator, wrong, READ, { EventTypes: MIGRATE }));
      assert.equal(await outcome(reply), "400 SignatureDoesNotMatch");
      assert.equal(await outcome(read(emulator)), "400 Throttling.Api");
    });
  });

  it("shows what waits", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "reset", when: "after", action: WRITE, count: 2, skip: 1 }]);
      await write(emulator);
      assert.deepEqual(emulator.state().faults, [
        { kind: "reset", when: "after", action: WRITE, count: 2, skip: 0 },
      ]);
      assert.equal((await history(emulator)).length, 3);
    });
  });

  it("refuses faults that it does not know", async () => {
    await withEmulator({}, (emulator) => {
      const add =
        (fault: object): (() => void) =>
        () => {
          emulator.faults([fault as FaultInput]);
        };
      assert.throws(add({}), /faults\[0\].kind: is required/);
      assert.throws(add({ kind: "explode" }), /faults\[0\].kind: must be one of throttle, /);
      assert.throws(add({ kind: "throttle", status: 500 }), /faults\[0\].status: must be one of 400, 429/);
      assert.throws(add({ kind: "throttle", when: "after" }), /unknown key "when"/);
      assert.throws(
        add({ kind: "reset", when: "never" }),
        /faults\[0\].when: must be one of before, after, midBody/,
      );
      assert.throws(add({ kind: "delay" }), /faults\[0\].ms: is required/);
      assert.throws(
        add({ kind: "status", status: 200 }),
        /faults\[0\].status: must be an integer from 400 to 599/,
      );
      assert.throws(add({ kind: "empty", count: 0 }), /faults\[0\].count: must be an integer from 1/);
      assert.throws(add({ kind: "empty", skip: -1 }), /faults\[0\].skip: must be an integer from 0/);
      assert.throws(add({ kind: "empty", action: "Reboot" }), /faults\[0\].action: must be one of /);
      assert.throws(add({ kind: "itemFailure", code: 200 }), /200 means success/);
      assert.throws(
        add({ kind: "foreignResult", action: READ }),
        /foreignResult hits only BatchEventMigrateInstance/,
      );
      const many = Array.from({ length: 10_000 }, (): FaultInput => ({ kind: "empty" }));
      emulator.faults(many);
      assert.throws(add({ kind: "empty" }), /at most 10000 can wait at a time/);
    });
  });
});
