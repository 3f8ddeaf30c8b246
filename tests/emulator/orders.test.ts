import assert from "node:assert/strict";
import type { Emulator } from "../../emulator/src/index";
import {
  call,
  history,
  immediate,
  numberedEvents,
  order,
  parse,
  scheduled,
  send,
  signV1,
  signV3,
  START,
  statusOf,
  type WireOrder,
  withEmulator,
} from "./support";

const PASSWORD = "Secret-Passw0rd";

/** The code in front of a result's message, or `ok`. */
async function verdict(emulator: Emulator, sent: WireOrder): Promise<string> {
  const [result] = await order(emulator, sent);
  if (result?.Code === 200) {
    assert.equal(result.Message, "success");
    return "ok";
  }
  return `${result?.Code} ${result?.Message.split(":")[0]}`;
}

const REFUSED: readonly [string, WireOrder, string][] = [
  ["an unknown event", scheduled(9), "InvalidParameter.EventId"],
  ["an order without an event", { ...scheduled(1), EventId: undefined }, "InvalidParameter.EventId"],
  [
    "another instance than the event's",
    { ...scheduled(1), ResourceId: "i-2" },
    "InvalidParameter.ResourceId",
  ],
  ["an event of another type", scheduled(4), "InvalidParameter.EventId"],
  ["an unknown OpsType", { ...scheduled(1), OpsType: "later" }, "InvalidParameter.OpsType"],
  ["no OpsType", { ...scheduled(1), OpsType: undefined }, "InvalidParameter.OpsType"],
  [
    "a scheduled order without PlanTime",
    { ...scheduled(1), PlanTime: undefined },
    "InvalidParameter.PlanTime",
  ],
  ["a PlanTime that has come", scheduled(1, START), "InvalidParameter.PlanTime"],
  ["a PlanTime in seconds", scheduled(1, 1_796_090_400), "InvalidParameter.PlanTime"],
  ["a PlanTime that is no integer", { ...scheduled(1), PlanTime: 1.5 }, "InvalidParameter.PlanTime"],
  ["a PlanTime beyond all dates", scheduled(1, Number.MAX_SAFE_INTEGER), "InvalidParameter.PlanTime"],
  ["a PlanUtcTime in another form", { ...immediate(1), PlanUtcTime: "soon" }, "InvalidParameter.PlanUtcTime"],
  [
    "a PlanUtcTime in words, without a PlanTime",
    { ...scheduled(1), PlanTime: undefined, PlanUtcTime: "tomorrow" },
    "InvalidParameter.PlanUtcTime",
  ],
  [
    "a PlanUtcTime that has come",
    { ...scheduled(1), PlanTime: undefined, PlanUtcTime: "2026-11-30T00:00:00Z" },
    "InvalidParameter.PlanUtcTime",
  ],
  [
    "a PlanUtcTime on a day that no calendar has",
    { ...scheduled(1), PlanTime: undefined, PlanUtcTime: "2027-02-29T00:00:00Z" },
    "InvalidParameter.PlanUtcTime",
  ],
  [
    "a wrong PlanUtcTime beside a PlanTime",
    { ...scheduled(1), PlanUtcTime: "x" },
    "InvalidParameter.PlanUtcTime",
  ],
  [
    "a wrong PlanTime beside a PlanUtcTime",
    { ...scheduled(1), PlanTime: "x", PlanUtcTime: "2026-12-02T00:00:00Z" },
    "InvalidParameter.PlanTime",
  ],
  ["an unknown DataPolicy", { ...scheduled(1), DataPolicy: "copy" }, "InvalidParameter.DataPolicy"],
  ["a password with a scheduled order", { ...scheduled(1), Password: PASSWORD }, "InvalidParameter.Password"],
  ["a short password", immediate(1, { Password: "Aa1" }), "InvalidParameter.Password"],
  ["a long password", immediate(1, { Password: `Aa1${"x".repeat(28)}` }), "InvalidParameter.Password"],
  ["a password without digits", immediate(1, { Password: "Abcdefgh" }), "InvalidParameter.Password"],
  ["a password without upper case", immediate(1, { Password: "abcdefg1" }), "InvalidParameter.Password"],
  ["a password without lower case", immediate(1, { Password: "ABCDEFG1" }), "InvalidParameter.Password"],
  ["an event that executes", scheduled(5), "IncorrectInstanceStatus"],
  ["an event that has ended", immediate(6), "IncorrectInstanceStatus"],
  ["an event that has aged out", immediate(7), "InvalidParameter.EventId"],
];

const SEED = {
  events: [
    ...numberedEvents(3),
    { eventId: "e-4", resourceId: "i-4", eventType: "Instance:SystemFailure.Reboot" },
    { eventId: "e-5", resourceId: "i-5", eventStatus: "Executing" },
    { eventId: "e-6", resourceId: "i-6", eventStatus: "Canceled" },
    { eventId: "e-7", resourceId: "i-7", eventStatus: "Scheduled", notBefore: "2026-01-01T00:00:00Z" },
  ],
} as const;

describe("emulator orders", () => {
  for (const [what, sent, code] of REFUSED) {
    it(`refuses ${what}, and takes the others of the batch`, async () => {
      await withEmulator({ seed: SEED }, async (emulator) => {
        const [first, second] = await order(emulator, sent, scheduled(2));
        assert.equal(first?.Code, 400);
        assert.match(first.Message, new RegExp(`^${code}: The `));
        assert.equal(second?.Code, 200);
        assert.equal(await statusOf(emulator, "e-2"), "Scheduled");
        assert.deepEqual(
          emulator.ledger().map(({ accepted }) => accepted),
          [false, true],
        );
      });
    });

    it(`refuses ${what} in the single action`, async () => {
      await withEmulator({ seed: SEED }, async (emulator) => {
        const before = await history(emulator);
        const query = Object.entries(sent).filter(([, value]) => value !== undefined);
        const { status, body } = await call(
          emulator,
          "EventMigrateInstance",
          Object.fromEntries(query.map(([name, value]) => [name, String(value)])),
        );
        const missing = ["EventId", "OpsType"].find((name) => sent[name] === undefined);
        assert.equal(status, 400);
        assert.equal(body.Code, missing === undefined ? code : `Missing${missing}`);
        assert.deepEqual(await history(emulator), before);
      });
    });
  }

  it("writes a refusal as the vendor would", async () => {
    await withEmulator({}, async (emulator) => {
      const [result] = await order(emulator, scheduled(1, 1));
      assert.deepEqual(result, {
        Code: 400,
        EventId: "e-1",
        Message: "InvalidParameter.PlanTime: The specified field PlanTime invalid. Please check it again.",
        ResourceId: "i-1",
      });
    });
  });

  it("takes what the documentation allows", async () => {
    await withEmulator({}, async (emulator) => {
      assert.equal(await verdict(emulator, { ...scheduled(1), DataPolicy: undefined }), "ok");
      assert.equal(await verdict(emulator, immediate(2, { Password: "Abcdefg1" })), "ok");
      assert.equal(await verdict(emulator, { ...scheduled(3), DataPolicy: "try_transfer" }), "ok");
    });
  });

  it("takes PlanUtcTime where PlanTime is absent", async () => {
    await withEmulator({}, async (emulator) => {
      const sent = { ...scheduled(1), PlanTime: undefined, PlanUtcTime: "2026-12-02T00:00:00Z" };
      assert.equal(await verdict(emulator, sent), "ok");
      const both = { ...scheduled(2), PlanUtcTime: "2026-12-01T01:00:00Z" };
      assert.equal(await verdict(emulator, both), "ok");
      assert.deepEqual(
        emulator.ledger().map(({ planTime }) => planTime),
        [Date.parse("2026-12-02T00:00:00Z"), Date.parse("2026-12-01T01:00:00Z")],
      );
    });
  });

  it("answers 501 where PlanTime and PlanUtcTime differ, and takes no order of the call", async () => {
    await withEmulator({}, async (emulator) => {
      const EventInfos = JSON.stringify([
        scheduled(1),
        { ...scheduled(2), PlanUtcTime: "2026-12-02T00:00:00Z" },
      ]);
      const { status, body } = await call(emulator, "BatchEventMigrateInstance", { EventInfos });
      assert.equal(`${status} ${body.Code}`, "501 NotEmulated");
      assert.match(body.Message ?? "", /^PlanTime and PlanUtcTime differ, /);
      assert.deepEqual(emulator.ledger(), []);
    });
  });

  it("drops no value that is not text: an order without it would be another one", async () => {
    const wrong: readonly [WireOrder, string][] = [
      [immediate(1, { DataPolicy: 5 }), "DataPolicy"],
      [immediate(1, { DataPolicy: ["force_transfer"] }), "DataPolicy"],
      [immediate(1, { Password: 12_345_678 }), "Password"],
      [immediate(1, { Password: { Password: PASSWORD } }), "Password"],
      [immediate(1, { OpsType: true }), "OpsType"],
      [immediate(1, { EventId: 1 }), "EventId"],
      [immediate(1, { ResourceId: ["i-1"] }), "ResourceId"],
    ];
    await withEmulator({}, async (emulator) => {
      for (const [sent, field] of wrong)
        assert.equal(await verdict(emulator, sent), `400 InvalidParameter.${field}`, JSON.stringify(sent));
      assert.equal(await statusOf(emulator, "e-1"), "Inquiring");
    });
  });

  it("judges past and future by its own clock", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.clock({ advance: "2h" });
      assert.equal(await verdict(emulator, scheduled(1)), "400 InvalidParameter.PlanTime");
      emulator.clock({ now: "2026-12-01T00:59:59.999Z" });
      assert.equal(await verdict(emulator, scheduled(1)), "ok");
    });
  });

  it("keeps a ledger of every order, in order", async () => {
    await withEmulator({}, async (emulator) => {
      emulator.clock({ advance: "1m" });
      await order(emulator, scheduled(1), immediate(2, { Password: PASSWORD, DataPolicy: undefined }));
      await call(emulator, "EventMigrateInstance", {
        EventId: "e-9",
        ResourceId: "i-9",
        OpsType: "immediate",
      });
      const [first, second, third] = emulator.ledger();
      const requestIds = emulator.calls().map(({ requestId }) => requestId);
      assert.deepEqual(first, {
        eventId: "e-1",
        resourceId: "i-1",
        opsType: "scheduled",
        planTime: Date.parse("2026-12-01T01:00:00Z"),
        dataPolicy: "force_transfer",
        password: false,
        accepted: true,
        code: 200,
        message: "success",
        time: "2026-12-01T00:01:00.000Z",
        requestId: requestIds[0],
        caller: emulator.accessKeyId,
      });
      assert.deepEqual(second, {
        ...first,
        eventId: "e-2",
        resourceId: "i-2",
        opsType: "immediate",
        planTime: null,
        dataPolicy: null,
        password: true,
      });
      assert.deepEqual(third, {
        ...second,
        eventId: "e-9",
        resourceId: "i-9",
        password: false,
        accepted: false,
        code: 400,
        message: "InvalidParameter.EventId: The specified field EventId invalid. Please check it again.",
        requestId: requestIds[1],
      });
    });
  });

  it("shows no password anywhere, accepted or refused", async () => {
    await withEmulator({}, async (emulator) => {
      const results = await order(
        emulator,
        immediate(1, { Password: PASSWORD }),
        { ...scheduled(2), Password: PASSWORD },
        immediate(9, { Password: PASSWORD }),
      );
      assert.deepEqual(
        results.map(({ Code }) => Code),
        [200, 400, 400],
      );
      const everything = [
        emulator.ledger(),
        emulator.state(),
        emulator.calls(),
        results,
        await history(emulator),
      ];
      assert.ok(!JSON.stringify(everything).includes(PASSWORD));
    });
  });

  it("refuses a batch that is none, as a whole", async () => {
    await withEmulator({ behaviour: { maxEventInfos: 2 } }, async (emulator) => {
      const three = JSON.stringify([scheduled(1), scheduled(2), scheduled(3)]);
      for (const text of ["", "[]", "{}", "nonsense", "[1]", "[null]", "[[]]", three]) {
        const { status, body } = await call(emulator, "BatchEventMigrateInstance", { EventInfos: text });
        assert.equal(`${status} ${body.Code}`, "400 InvalidParameter.EventInfos", text);
      }
      const { body } = await call(emulator, "BatchEventMigrateInstance", {});
      assert.equal(body.Code, "InvalidParameter.EventInfos");
      assert.deepEqual(emulator.ledger(), []);
    });
  });

  it("takes EventInfos as JSON and flat, in the query and in a form, from V3 and V1 alike", async () => {
    const flat = Object.fromEntries(
      [scheduled(1), scheduled(2)].flatMap((sent, index) =>
        Object.entries(sent).map(([name, value]) => [`EventInfos.${index + 1}.${name}`, String(value)]),
      ),
    );
    const json = { EventInfos: JSON.stringify([scheduled(1), scheduled(2)]) };
    const action = "BatchEventMigrateInstance";
    await withEmulator({}, async (emulator) => {
      for (const parameters of [flat, json]) {
        for (const outgoing of [
          signV3(emulator, emulator, action, parameters),
          signV3(emulator, emulator, action, {}, { form: parameters }),
          signV1(emulator, action, parameters),
          signV1(emulator, action, {}, { method: "POST", form: parameters }),
        ]) {
          const reply = await send(emulator, outgoing);
          assert.deepEqual(
            parse(reply).Results?.map(({ Code, EventId }) => [Code, EventId]),
            [
              [200, "e-1"],
              [200, "e-2"],
            ],
          );
        }
      }
      const planTimes = emulator.ledger().map(({ planTime }) => planTime);
      assert.equal(planTimes.length, 16);
      assert.ok(planTimes.every((planTime) => planTime === Date.parse("2026-12-01T01:00:00Z")));
    });
  });

  it("carries a batch whose URL is far longer than Node's own limit", async () => {
    const seed = { events: numberedEvents(500) };
    await withEmulator({ seed, behaviour: { maxEventInfos: 500 } }, async (emulator) => {
      const results = await order(emulator, ...seed.events.map((_, index) => scheduled(index + 1)));
      assert.equal(results.length, 500);
      const [record] = emulator.calls();
      assert.equal(record?.items, 500);
      assert.ok(record.urlLength > 80_000);
    });
  });

  it("answers the single action with a request id only", async () => {
    await withEmulator({}, async (emulator) => {
      const query = {
        EventId: "e-1",
        ResourceId: "i-1",
        OpsType: "scheduled",
        PlanTime: String(Date.parse(START) + 1),
      };
      const { status, body } = await call(emulator, "EventMigrateInstance", query);
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(body), ["RequestId"]);
      assert.equal(await statusOf(emulator, "e-1"), "Scheduled");
    });
  });
});
