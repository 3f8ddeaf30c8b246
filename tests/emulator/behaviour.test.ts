import assert from "node:assert/strict";
import { DEFAULT_BEHAVIOUR } from "../../emulator/src/index";
import {
  call,
  history,
  immediate,
  MIGRATE,
  numberedEvents,
  order,
  scheduled,
  statusOf,
  withEmulator,
} from "./support";

const LATER = "2026-12-01T02:00:00.000Z";

describe("emulator switches", () => {
  const repeats = [
    ["replace", 200, LATER],
    ["reject", 400, "2026-12-01T01:00:00.000Z"],
    ["ignore", 200, "2026-12-01T01:00:00.000Z"],
  ] as const;
  for (const [repeatOrder, code, notBefore] of repeats) {
    it(`repeatOrder ${repeatOrder}`, async () => {
      await withEmulator({ behaviour: { repeatOrder } }, async (emulator) => {
        await order(emulator, scheduled(1));
        const [result] = await order(emulator, scheduled(1, LATER));
        assert.equal(result?.Code, code);
        assert.equal((await history(emulator))[0]?.NotBefore, Date.parse(notBefore));
        assert.equal(emulator.ledger()[1]?.accepted, code === 200);
      });
    });
  }

  const notBefores = [
    ["planTime", "2026-12-01T01:00:00.789Z", "2026-12-01T01:00:00.789Z"],
    ["rounded", "2026-12-01T01:00:00.000Z", "2026-12-01T01:00:00.000Z"],
    ["unchanged", "2026-12-08T00:00:00.000Z", "2026-12-01T01:00:00.789Z"],
  ] as const;
  for (const [notBeforeAfterOrder, notBefore, start] of notBefores) {
    it(`notBeforeAfterOrder ${notBeforeAfterOrder}`, async () => {
      await withEmulator({ behaviour: { notBeforeAfterOrder } }, async (emulator) => {
        await order(emulator, scheduled(1, "2026-12-01T01:00:00.789Z"));
        assert.equal((await history(emulator))[0]?.NotBefore, Date.parse(notBefore));
        emulator.clock({ now: Date.parse(start) - 1 });
        assert.equal(await statusOf(emulator, "e-1"), "Scheduled");
        emulator.clock({ now: start });
        assert.equal(await statusOf(emulator, "e-1"), "Executing");
      });
    });
  }

  it("immediateOrder and immediateStartDelay", async () => {
    const behaviour = { immediateOrder: "Scheduled", immediateStartDelay: "30s" } as const;
    await withEmulator({ behaviour }, async (emulator) => {
      await order(emulator, immediate(1));
      assert.equal(await statusOf(emulator, "e-1"), "Scheduled");
      emulator.clock({ advance: "30s" });
      assert.equal(await statusOf(emulator, "e-1"), "Executing");
    });
  });

  for (const endStatus of ["Executed", "Failed", "Avoided"] as const) {
    it(`executionDuration and endStatus ${endStatus}`, async () => {
      await withEmulator({ behaviour: { executionDuration: "2h", endStatus } }, async (emulator) => {
        await order(emulator, immediate(1));
        emulator.clock({ advance: "119m" });
        assert.equal(await statusOf(emulator, "e-1"), "Executing");
        emulator.clock({ advance: "1m" });
        assert.equal(await statusOf(emulator, "e-1"), endStatus);
      });
    });
  }

  it("doNothing and doNothingDeadline", async () => {
    const event = { eventId: "e-1", resourceId: "i-1", publishTime: "2026-11-30T00:00:00Z" };
    const reboot = { ...event, eventId: "e-2", eventType: "Instance:SystemFailure.Reboot" } as const;
    const cases = [
      ["stay", undefined],
      ["migrateAtNotBefore", "2026-12-07T00:00:00Z"],
      ["migrateAtDeadline", "2026-12-03T00:00:00Z"],
    ] as const;
    for (const [doNothing, start] of cases) {
      const behaviour = { doNothing, doNothingDeadline: "3d" };
      await withEmulator({ seed: { events: [event, reboot] }, behaviour }, async (emulator) => {
        emulator.clock({ now: start === undefined ? "2027-12-01T00:00:00Z" : Date.parse(start) - 1 });
        assert.equal(await statusOf(emulator, "e-1"), "Inquiring");
        emulator.clock({ advance: 1 });
        assert.equal(await statusOf(emulator, "e-1"), start === undefined ? "Inquiring" : "Executing");
        const [other] = await history(emulator, { EventTypes: "Instance:SystemFailure.Reboot" });
        assert.equal(
          other?.EventStatus,
          "Inquiring",
          "only migrations are done to events that nobody ordered",
        );
      });
    }
  });

  it("applies a changed rule to what comes, and not to what was", async () => {
    await withEmulator({}, async (emulator) => {
      await order(emulator, immediate(1));
      emulator.clock({ advance: "4m" });
      emulator.behaviour({ executionDuration: "1m" });
      assert.equal(await statusOf(emulator, "e-1"), "Executing", "it began under the old duration");
      emulator.clock({ now: "2026-12-08T00:00:00Z" });
      emulator.behaviour({ doNothing: "migrateAtNotBefore" });
      assert.equal(await statusOf(emulator, "e-2"), "Executing", "it starts when the rule comes, not before");
    });
  });

  const hidden = [
    ["withOpen", ["e-1", "e-2"], ["e-1"]],
    ["withoutOpen", ["e-2"], ["e-1"]],
    ["neverOpen", ["e-2"], []],
  ] as const;
  for (const [historyDefault, unfiltered, filtered] of hidden) {
    it(`historyDefault ${historyDefault}`, async () => {
      const events = [
        { eventId: "e-1", resourceId: "i-1" },
        { eventId: "e-2", resourceId: "i-2", eventStatus: "Executed" },
      ] as const;
      await withEmulator({ seed: { events }, behaviour: { historyDefault } }, async (emulator) => {
        const ids = async (query: Record<string, string>): Promise<string[]> =>
          (await history(emulator, query)).map((event) => event.EventId);
        assert.deepEqual(await ids({}), unfiltered);
        assert.deepEqual(await ids({ EventStatus: "Inquiring" }), filtered);
      });
    });
  }

  const unknowns = [
    ["reject", "InvalidParameter.EventStatus", undefined],
    ["matchNothing", undefined, 0],
    ["ignore", undefined, 3],
  ] as const;
  for (const [unknownFilterValue, code, total] of unknowns) {
    it(`unknownFilterValue ${unknownFilterValue}`, async () => {
      await withEmulator({ behaviour: { unknownFilterValue } }, async (emulator) => {
        const query = { EventTypes: MIGRATE, EventStatus: "Cancelled" };
        const { body } = await call(emulator, "DescribeHistoryEvents", query);
        assert.equal(body.Code, code);
        assert.equal(body.TotalCount, total);
        const known = { ...query, EventStatus: "Cancelled,Inquiring" };
        const second = await call(emulator, "DescribeHistoryEvents", known);
        assert.equal(second.body.TotalCount, code === undefined ? 3 : undefined);
      });
    });
  }

  it("defaultPageSize, maxPageSize and pageSizeOverMax", async () => {
    const seed = { events: numberedEvents(9) };
    const behaviour = { defaultPageSize: 3, maxPageSize: 5, pageSizeOverMax: "clamp" } as const;
    await withEmulator({ seed, behaviour }, async (emulator) => {
      const size = async (query: Record<string, string>): Promise<unknown> => {
        const { body } = await call(emulator, "DescribeHistoryEvents", { EventTypes: MIGRATE, ...query });
        return body.Code ?? [body.PageSize, body.Events?.length];
      };
      assert.deepEqual(await size({}), [3, 3]);
      assert.deepEqual(await size({ PageSize: "6" }), [5, 5]);
      emulator.behaviour({ pageSizeOverMax: "reject" });
      assert.deepEqual(await size({ PageSize: "5" }), [5, 5]);
      assert.equal(await size({ PageSize: "6" }), "InvalidParameter.PageSize");
    });
  });

  it("maxEventInfos", async () => {
    await withEmulator({ behaviour: { maxEventInfos: 1 } }, async (emulator) => {
      assert.equal((await order(emulator, scheduled(1))).length, 1);
      await assert.rejects(order(emulator, scheduled(2), scheduled(3)), /InvalidParameter.EventInfos/);
      assert.equal(await statusOf(emulator, "e-2"), "Inquiring");
    });
  });

  it("resultOrder", async () => {
    await withEmulator({ behaviour: { resultOrder: "reversed" } }, async (emulator) => {
      const results = await order(emulator, scheduled(1), scheduled(2));
      assert.deepEqual(
        results.map(({ EventId }) => EventId),
        ["e-2", "e-1"],
      );
    });
  });

  it("itemFailureCode", async () => {
    await withEmulator({ behaviour: { itemFailureCode: 404 } }, async (emulator) => {
      const [result] = await order(emulator, scheduled(9));
      assert.equal(result?.Code, 404);
      assert.equal(emulator.ledger()[0]?.code, 404);
    });
  });

  it("trailingNewline", async () => {
    await withEmulator({ behaviour: { trailingNewline: true } }, async (emulator) => {
      const [result] = await order(emulator, scheduled(1));
      assert.equal(result?.ResourceId, "i-1\n");
      assert.equal(emulator.ledger()[0]?.resourceId, "i-1");
    });
  });

  it("readLag", async () => {
    await withEmulator({ behaviour: { readLag: "30s" } }, async (emulator) => {
      await order(emulator, immediate(1));
      emulator.events([{ eventId: "e-4", resourceId: "i-4" }]);
      const instance = async (): Promise<string | undefined> => {
        const { body } = await call(emulator, "DescribeInstances", { InstanceId: "i-1" });
        return body.Instances?.Instance[0]?.Status;
      };
      assert.equal(await statusOf(emulator, "e-1"), "Inquiring");
      assert.equal(await statusOf(emulator, "e-4"), undefined);
      assert.equal(await instance(), "Running");
      assert.equal(emulator.state().events[0]?.eventStatus, "Executing", "the state does not lag");
      const [again] = await order(emulator, immediate(1));
      assert.equal(again?.Code, 400, "orders do not lag");
      emulator.clock({ advance: "30s" });
      assert.equal(await statusOf(emulator, "e-1"), "Executing");
      assert.equal(await statusOf(emulator, "e-4"), "Inquiring");
      assert.equal(await instance(), "Transferring");
      emulator.clock({ advance: "5m" });
      assert.equal(await statusOf(emulator, "e-1"), "Executed");
    });
  });

  it("retention", async () => {
    await withEmulator({ behaviour: { retention: "10d" } }, async (emulator) => {
      await order(emulator, immediate(1));
      emulator.clock({ now: "2026-12-11T00:04:59Z" });
      assert.equal(await statusOf(emulator, "e-1"), "Executed");
      emulator.clock({ advance: "1s" });
      assert.equal(await statusOf(emulator, "e-1"), undefined);
      assert.equal(await statusOf(emulator, "e-2"), "Inquiring", "open events stay");
    });
  });

  it("instanceTags", async () => {
    const seed = { instances: [{ instanceId: "i-1", tags: { a: "b" } }] };
    await withEmulator({ seed, behaviour: { instanceTags: false } }, async (emulator) => {
      const { body } = await call(emulator, "DescribeInstances", { Tags: '[{"Key":"a"}]' });
      assert.deepEqual(Object.keys(body.Instances?.Instance[0] ?? {}).includes("Tags"), false);
    });
  });

  it("refuses what is no switch or no value of one", async () => {
    await withEmulator({}, (emulator) => {
      const patch =
        (input: object): (() => unknown) =>
        () =>
          emulator.behaviour(input);
      assert.throws(patch({ repeat: "reject" }), /behaviour: unknown key "repeat" \(known: repeatOrder, /);
      assert.throws(
        patch({ repeatOrder: "never" }),
        /behaviour.repeatOrder: must be one of replace, reject, ignore/,
      );
      assert.throws(patch({ readLag: "1 week" }), /behaviour.readLag: must be a duration/);
      assert.throws(patch({ readLag: -1 }), /behaviour.readLag: must be a duration/);
      assert.throws(patch({ maxPageSize: 0 }), /behaviour.maxPageSize: must be an integer from 1/);
      assert.throws(patch({ maxPageSize: 5 }), /defaultPageSize: must not exceed maxPageSize \(5\)/);
      assert.throws(patch({ itemFailureCode: 200 }), /200 means success/);
      assert.throws(patch({ trailingNewline: "yes" }), /must be true or false/);
      assert.deepEqual(emulator.behaviour(), DEFAULT_BEHAVIOUR, "nothing of a refused patch was taken");
    });
  });
});
