import assert from "node:assert/strict";
import type { EventSeed } from "../../emulator/src/index";
import { call, history, MIGRATE, numberedEvents, parse, send, signV1, withEmulator } from "./support";

const REBOOT = "Instance:SystemFailure.Reboot";

const EVENTS: readonly EventSeed[] = [
  { eventId: "e-1", resourceId: "i-1", eventLevel: "WARN" },
  { eventId: "e-2", resourceId: "i-2", eventStatus: "Scheduled", eventLevel: "INFO" },
  { eventId: "e-3", resourceId: "i-3", eventStatus: "Executed" },
  { eventId: "e-4", resourceId: "i-1", eventType: REBOOT },
];

describe("emulator DescribeHistoryEvents", () => {
  const filters: readonly [Record<string, string>, readonly string[]][] = [
    [{}, ["e-1", "e-2", "e-3"]],
    [{ EventTypes: REBOOT }, ["e-4"]],
    [{ EventTypes: `${MIGRATE},${REBOOT}` }, ["e-1", "e-2", "e-3", "e-4"]],
    [{ EventStatus: "Inquiring,Executed" }, ["e-1", "e-3"]],
    [{ EventLevels: "INFO,CRITICAL" }, ["e-2", "e-3"]],
    [{ ResourceIds: "i-1,i-9" }, ["e-1"]],
    [{ ResourceIds: "i-1", EventTypes: `${MIGRATE},${REBOOT}`, EventLevels: "CRITICAL" }, ["e-4"]],
    [{ ResourceIds: "i-9" }, []],
  ];
  for (const [query, found] of filters) {
    it(`filters by ${JSON.stringify(query)}`, async () => {
      await withEmulator({ seed: { events: EVENTS } }, async (emulator) => {
        assert.deepEqual(
          (await history(emulator, query)).map((event) => event.EventId),
          found,
        );
      });
    });
  }

  it("takes filters as numbered lists, also by V1", async () => {
    await withEmulator({ seed: { events: EVENTS } }, async (emulator) => {
      const query = { "EventTypes.1": MIGRATE, "EventTypes.2": REBOOT, "ResourceIds.1": "i-1" };
      const { body } = await call(emulator, "DescribeHistoryEvents", query);
      assert.equal(body.TotalCount, 2);
      const reply = await send(emulator, signV1(emulator, "DescribeHistoryEvents", query));
      assert.equal(parse(reply).TotalCount, 2);
    });
  });

  it("writes every documented member of an event", async () => {
    const event = {
      eventId: "e-1",
      resourceId: "i-1",
      eventLevel: "WARN",
      publishTime: "2026-11-30T12:00:00.500Z",
      notBefore: 1_796_688_000_000,
      reason: "System policy quota is insufficient",
    } as const;
    await withEmulator({ seed: { events: [event] } }, async (emulator) => {
      const { status, body, headers } = await call(emulator, "DescribeHistoryEvents", {
        EventTypes: MIGRATE,
      });
      assert.equal(status, 200);
      assert.equal(headers["content-type"], "application/json;charset=utf-8");
      assert.equal(headers["x-acs-request-id"], body.RequestId);
      const { RequestId: _, ...rest } = body;
      assert.deepEqual(rest, {
        TotalCount: 1,
        PageNumber: 1,
        PageSize: 10,
        Events: [
          {
            EventId: "e-1",
            EventType: MIGRATE,
            EventStatus: "Inquiring",
            EventLevel: "WARN",
            ResourceId: "i-1",
            PublishTime: Date.parse("2026-11-30T12:00:00.500Z"),
            PublishUtcTime: "2026-11-30T12:00:00Z",
            NotBefore: 1_796_688_000_000,
            NotBeforeUtcTime: new Date(1_796_688_000_000).toISOString().replace(".000", ""),
            Reason: "System policy quota is insufficient",
            ExtendedAttribute: "{}",
          },
        ],
      });
    });
  });

  it("pages", async () => {
    await withEmulator({ seed: { events: numberedEvents(25) } }, async (emulator) => {
      const page = async (
        query: Record<string, string>,
      ): Promise<readonly [number, number, number, number]> => {
        const { body } = await call(emulator, "DescribeHistoryEvents", { EventTypes: MIGRATE, ...query });
        return [body.TotalCount ?? -1, body.PageNumber ?? -1, body.PageSize ?? -1, body.Events?.length ?? -1];
      };
      assert.deepEqual(await page({}), [25, 1, 10, 10]);
      assert.deepEqual(await page({ PageNumber: "3" }), [25, 3, 10, 5]);
      assert.deepEqual(await page({ PageNumber: "4" }), [25, 4, 10, 0]);
      assert.deepEqual(await page({ PageSize: "100" }), [25, 1, 100, 25]);
      const ids = new Set<string>();
      for (const number of ["1", "2", "3"]) {
        for (const event of await history(emulator, { PageNumber: number, PageSize: "10" }))
          ids.add(event.EventId);
      }
      assert.equal(ids.size, 25);
      assert.deepEqual(
        emulator.calls().map((record) => record.items),
        [10, 5, 0, 25, 10, 10, 5],
      );
    });
  });

  it("refuses bad pages and a missing type", async () => {
    await withEmulator({}, async (emulator) => {
      const refused: readonly [Record<string, string>, string][] = [
        [{}, "MissingEventTypes"],
        [{ EventTypes: "" }, "MissingEventTypes"],
        [{ EventTypes: MIGRATE, PageNumber: "0" }, "InvalidParameter.PageNumber"],
        [{ EventTypes: MIGRATE, PageNumber: "x" }, "InvalidParameter.PageNumber"],
        [{ EventTypes: MIGRATE, PageSize: "-1" }, "InvalidParameter.PageSize"],
        [{ EventTypes: MIGRATE, PageSize: "101" }, "InvalidParameter.PageSize"],
      ];
      for (const [query, code] of refused) {
        const { status, body } = await call(emulator, "DescribeHistoryEvents", query);
        assert.equal(`${status} ${body.Code}`, `400 ${code}`);
      }
    });
  });
});
