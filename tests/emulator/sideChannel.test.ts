import assert from "node:assert/strict";
import type { Emulator } from "../../emulator/src/index";
import { history, numberedEvents, order, scheduled, send, START, statusOf, withEmulator } from "./support";

async function ask(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<[number, unknown]> {
  const text = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const headers = "body" in text ? { "content-length": String(Buffer.byteLength(text.body)) } : {};
  const reply = await send(emulator, { method, path: `/_emulator/${path}`, headers, ...text });
  assert.equal(reply.headers["content-type"], "application/json;charset=utf-8");
  return [reply.status, JSON.parse(reply.text)];
}

/** What a refused input is told. */
async function complaint(emulator: Emulator, path: string, body: unknown): Promise<string> {
  const [status, answer] = await ask(emulator, "POST", path, body);
  assert.equal(status, 400);
  return (answer as { readonly error: string }).error;
}

describe("emulator side channel", () => {
  it("shows over HTTP what it shows in process", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.faults([{ kind: "throttle", action: "ListTagResources" }]);
      await order(emulator, scheduled(1));
      assert.deepEqual(await ask(emulator, "GET", "state"), [
        200,
        JSON.parse(JSON.stringify(emulator.state())),
      ]);
      assert.deepEqual(await ask(emulator, "GET", "ledger"), [200, emulator.ledger()]);
      assert.deepEqual(await ask(emulator, "GET", "calls"), [200, emulator.calls()]);
      assert.deepEqual(await ask(emulator, "GET", "clock"), [200, emulator.clock()]);
      assert.deepEqual(await ask(emulator, "GET", "faults"), [200, emulator.state().faults]);
    });
  });

  it("writes a state that names everything but credentials", async () => {
    const seed = {
      instances: [{ instanceId: "i-1", tags: { team: "edge" } }],
      events: [{ eventId: "e-1", resourceId: "i-1" }],
    };
    await withEmulator({ seed }, async (emulator) => {
      await order(emulator, scheduled(1));
      const { behaviour, ...rest } = emulator.state();
      assert.deepEqual(behaviour, emulator.behaviour());
      assert.deepEqual(rest, {
        clock: { now: START },
        instances: [
          {
            instanceId: "i-1",
            instanceName: "i-1",
            ensRegionId: "cn-beijing-cmcc",
            status: "Running",
            tags: { team: "edge" },
          },
        ],
        events: [
          {
            eventId: "e-1",
            resourceId: "i-1",
            eventType: "Instance:SystemUpgrade.Migrate",
            eventStatus: "Scheduled",
            eventLevel: "CRITICAL",
            notBefore: "2026-12-01T01:00:00.000Z",
            publishTime: START,
            reason: "The underlying system is to be upgraded.",
            order: {
              opsType: "scheduled",
              planTime: Date.parse("2026-12-01T01:00:00Z"),
              dataPolicy: "force_transfer",
              time: START,
            },
          },
        ],
        faults: [],
      });
      assert.ok(!JSON.stringify(emulator.state()).includes(emulator.accessKeySecret));
    });
  });

  it("records calls without any parameter value", async () => {
    await withEmulator({}, async (emulator) => {
      await history(emulator, { ResourceIds: "i-private" });
      const [record] = emulator.calls();
      assert.deepEqual(
        { ...record, requestId: "", urlLength: 0 },
        {
          action: "DescribeHistoryEvents",
          method: "POST",
          time: START,
          accessKeyId: emulator.accessKeyId,
          signatureVersion: "V3",
          status: 200,
          code: null,
          requestId: "",
          items: 0,
          urlLength: 0,
          fault: null,
        },
      );
      assert.ok(!JSON.stringify(emulator.calls()).includes("i-private"));
    });
  });

  it("moves the clock", async () => {
    await withEmulator({}, async (emulator) => {
      const moves: [unknown, string][] = [
        [{ advance: "2h" }, "2026-12-01T02:00:00.000Z"],
        [{ advance: "1h30m" }, "2026-12-01T03:30:00.000Z"],
        [{ advance: "3d" }, "2026-12-04T03:30:00.000Z"],
        [{ advance: 500 }, "2026-12-04T03:30:00.500Z"],
        [{ now: "2026-12-24T08:00:00+08:00" }, "2026-12-24T00:00:00.000Z"],
        [{ now: 0 }, "1970-01-01T00:00:00.000Z"],
      ];
      for (const [move, now] of moves)
        assert.deepEqual(await ask(emulator, "POST", "clock", move), [200, { now }]);
      assert.match(await complaint(emulator, "clock", {}), /needs either "advance" or "now"/);
      assert.match(await complaint(emulator, "clock", { advance: "1h", now: START }), /needs either/);
      assert.match(
        await complaint(emulator, "clock", { advance: "-1h" }),
        /clock.advance: must be a duration/,
      );
      assert.match(
        await complaint(emulator, "clock", { now: "2026-12-01" }),
        /clock.now: must be an ISO 8601 time/,
      );
      assert.match(await complaint(emulator, "clock", { now: "2026-12-01T00:00:00" }), /clock.now: must be/);
      assert.match(
        await complaint(emulator, "clock", { advance: "9999999d" }),
        /between the years 1970 and 9999/,
      );
      assert.match(await complaint(emulator, "clock", { forward: "1h" }), /unknown key "forward"/);
    });
  });

  it("raises events, with their instances", async () => {
    await withEmulator({}, async (emulator) => {
      const events = [
        { eventId: "e-8", resourceId: "i-8", notBefore: "2026-12-20T00:00:00Z" },
        { eventId: "e-9", resourceId: "d-9", eventType: "Disk:Stalled" },
      ];
      assert.deepEqual(await ask(emulator, "POST", "events", { events }), [200, {}]);
      const raised = (await history(emulator)).find(({ EventId }) => EventId === "e-8");
      assert.equal(raised?.NotBefore, Date.parse("2026-12-20T00:00:00Z"));
      assert.equal(raised.PublishTime, Date.parse(START));
      const ids = emulator.state().instances.map(({ instanceId }) => instanceId);
      assert.deepEqual(ids, ["i-1", "i-2", "i-3", "i-8"], "a disk is no instance");
      assert.match(await complaint(emulator, "events", { events }), /"e-8" exists already/);
      assert.match(await complaint(emulator, "events", {}), /body.events: is required/);
      const twice = numberedEvents(1).concat(numberedEvents(1));
      assert.match(await complaint(emulator, "events", { events: twice }), /events: "e-1" occurs twice/);
    });
  });

  it("takes as many events as it may hold, and no more", async () => {
    await withEmulator({}, (emulator) => {
      const events = Array.from({ length: 100_000 }, (_, index) => ({
        eventId: `n-${index}`,
        resourceId: "i-1",
      }));
      assert.throws(() => {
        emulator.events(events);
      }, /holds at most 100000/);
      assert.throws(() => {
        emulator.events([...events, ...events]);
      }, /must be a list of at most 100000 entries/);
      emulator.events(events.slice(3));
      assert.equal(emulator.state().events.length, 100_000);
    });
  });

  it("lets the platform end an event, or carry it out", async () => {
    await withEmulator({ seed: { events: numberedEvents(6) } }, async (emulator) => {
      const statuses = ["Canceled", "Avoided", "Failed", "Executed", "Executing", "Scheduled"];
      for (const [index, eventStatus] of statuses.entries()) {
        const eventId = `e-${index + 1}`;
        assert.deepEqual(await ask(emulator, "POST", "platform", { eventId, eventStatus }), [200, {}]);
        assert.equal(await statusOf(emulator, eventId), eventStatus);
      }
      emulator.clock({ advance: "5m" });
      assert.equal(await statusOf(emulator, "e-5"), "Executed");
    });
  });

  it("lets the platform move NotBefore, and with it the start of what was scheduled", async () => {
    await withEmulator({}, async (emulator) => {
      await order(emulator, scheduled(1));
      for (const eventId of ["e-1", "e-2"])
        await ask(emulator, "POST", "platform", { eventId, notBefore: "2026-12-03T00:00:00Z" });
      assert.ok(
        (await history(emulator)).slice(0, 2).every(({ NotBefore }) => NotBefore === 1_796_256_000_000),
      );
      emulator.clock({ now: "2026-12-02T23:59:59Z" });
      assert.equal(await statusOf(emulator, "e-1"), "Scheduled");
      emulator.clock({ advance: "1s" });
      assert.equal(await statusOf(emulator, "e-1"), "Executing");
      assert.equal(await statusOf(emulator, "e-2"), "Inquiring");
    });
  });

  it("starts now what the platform moves into the past", async () => {
    await withEmulator({}, async (emulator) => {
      await order(emulator, scheduled(1));
      emulator.platform({ eventId: "e-1", notBefore: "2026-11-01T00:00:00Z" });
      assert.equal(await statusOf(emulator, "e-1"), "Executing");
    });
  });

  it("lets an event disappear", async () => {
    await withEmulator({}, async (emulator) => {
      await ask(emulator, "POST", "platform", { eventId: "e-1", remove: true });
      assert.equal(await statusOf(emulator, "e-1"), undefined);
      const [result] = await order(emulator, scheduled(1));
      assert.match(result?.Message ?? "", /^InvalidParameter.EventId/);
    });
  });

  it("refuses what a platform would not do", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.platform({ eventId: "e-1", eventStatus: "Canceled" });
      emulator.platform({ eventId: "e-2", eventStatus: "Executing" });
      const refused: [unknown, RegExp][] = [
        [{ eventId: "e-9", remove: true }, /"e-9" is not an event/],
        [{ eventId: "e-3" }, /needs "eventStatus", "notBefore" or "remove"/],
        [{ eventStatus: "Failed" }, /platform.eventId: is required/],
        [{ eventId: "e-1", eventStatus: "Executed" }, /"e-1" is Canceled and cannot become Executed/],
        [{ eventId: "e-2", eventStatus: "Scheduled" }, /"e-2" is Executing and cannot become Scheduled/],
        [{ eventId: "e-3", eventStatus: "Inquiring" }, /must be one of Scheduled, /],
        [{ eventId: "e-3", eventStatus: "Failed", remove: true }, /"remove" cannot be combined/],
        [{ eventId: "e-3", status: "Failed" }, /unknown key "status"/],
      ];
      for (const [action, message] of refused)
        assert.match(await complaint(emulator, "platform", action), message);
    });
  });

  it("adds and clears faults, and changes switches", async () => {
    await withEmulator({}, async (emulator) => {
      assert.deepEqual(await ask(emulator, "POST", "faults", { faults: [{ kind: "empty" }] }), [200, {}]);
      await ask(emulator, "POST", "faults", { faults: [{ kind: "reset" }] });
      assert.deepEqual(
        emulator.state().faults.map(({ kind }) => kind),
        ["empty", "reset"],
      );
      assert.deepEqual(await ask(emulator, "DELETE", "faults"), [200, {}]);
      assert.deepEqual(emulator.state().faults, []);
      assert.match(await complaint(emulator, "faults", {}), /body.faults: is required/);
      const [status, behaviour] = await ask(emulator, "POST", "behaviour", { readLag: "30s" });
      assert.equal(status, 200);
      assert.deepEqual(behaviour, emulator.behaviour());
      assert.equal(emulator.behaviour().readLag, 30_000);
      assert.match(await complaint(emulator, "behaviour", { lag: 1 }), /unknown key "lag"/);
    });
  });

  it("goes back to its seed", async () => {
    const seed = { events: numberedEvents(1), behaviour: { readLag: 5 } };
    await withEmulator({ seed }, async (emulator) => {
      const before = emulator.state();
      await order(emulator, scheduled(1));
      emulator.events([{ eventId: "e-5", resourceId: "i-5" }]);
      emulator.faults([{ kind: "empty" }]);
      emulator.behaviour({ readLag: 0 });
      emulator.clock({ advance: "1d" });
      assert.deepEqual(await ask(emulator, "POST", "reset"), [200, {}]);
      assert.deepEqual(emulator.state(), before);
      assert.deepEqual(emulator.ledger(), []);
      assert.deepEqual(emulator.calls(), []);
    });
  });

  it("says what it does not understand", async () => {
    await withEmulator({}, async (emulator) => {
      const [status, answer] = await ask(emulator, "GET", "nothing");
      assert.equal(status, 404);
      assert.deepEqual(answer, { error: "the side channel has no route GET /_emulator/nothing" });
      assert.equal((await ask(emulator, "PUT", "clock"))[0], 404);
      assert.equal(await complaint(emulator, "clock", "nonsense"), "the body is not JSON");
      assert.match(await complaint(emulator, "clock", []), /clock: must be an object/);
    });
  });

  it("ignores no input: not in a query, and not in a body where a route takes none", async () => {
    await withEmulator({}, async (emulator) => {
      for (const [method, path, body] of [
        ["GET", "clock?advance=2h", undefined],
        ["POST", "reset?now=2026-01-01T00:00:00Z", undefined],
        ["POST", "reset", { now: START }],
        ["DELETE", "faults", { kind: "throttle" }],
        ["GET", "ledger", { eventId: "e-1" }],
        ["GET", "state", { events: [] }],
        ["GET", "calls", { action: "x" }],
        ["GET", "faults", { kind: "throttle" }],
        ["GET", "clock", { advance: "2h" }],
      ] as const) {
        const [status, answer] = await ask(emulator, method, path, body);
        assert.equal(status, 400, `${method} ${path}`);
        assert.match(JSON.stringify(answer), /from the body, not from a query|body: unknown key/);
      }
      assert.equal(emulator.clock().now, START);
      assert.equal((await ask(emulator, "POST", "reset", {}))[0], 200);
    });
  });

  it("refuses a body beyond 8 MiB", async () => {
    await withEmulator({}, async (emulator) => {
      const body = " ".repeat(8 * 1_048_576 + 1);
      const [status, answer] = await ask(emulator, "POST", "events", body);
      assert.equal(status, 413);
      assert.match(JSON.stringify(answer), /at most 8388608 bytes/);
      assert.equal(emulator.state().events.length, 3);
    });
  });
});
