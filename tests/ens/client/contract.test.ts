import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../../emulator/src/index";
import {
  CredentialsError,
  type EnsClient,
  MIGRATE_EVENT_TYPE,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
} from "../../../provider/src/ens/index";
import { report } from "../../report";
import { openClient, order, rejection, TRANSPORTS } from "../support/client";
import { hurried } from "../support/hurry";

const EVENTS = 3;

for (const transport of TRANSPORTS) {
  describe(`the ${transport} transport against the emulator`, () => {
    let emulator: Emulator;
    let client: EnsClient;

    before(async () => {
      const numbers = Array.from({ length: EVENTS }, (_, index) => index + 1);
      emulator = await startEmulator({
        seed: {
          now: "2026-12-01T00:00:00Z",
          instances: numbers.map((number) => ({
            instanceId: `i-${number}`,
            instanceName: `edge ${number}`,
            ensRegionId: number === 1 ? "cn-suzhou-telecom" : "cn-beijing-cmcc",
            tags: { team: number === 1 ? "video & live" : "mail", stage: "prod" },
          })),
          events: numbers.map((number) => ({
            eventId: `e-${number}`,
            resourceId: `i-${number}`,
            notBefore: "2026-12-20T00:00:00Z",
            publishTime: "2026-12-01T00:00:00Z",
          })),
        },
      });
    });
    after(() => emulator.close());
    before(() => {
      const how =
        transport === "sdk" ? "a stand-in for the official client, on @alicloud/openapi-core" : "built in";
      report(`ENS transport ${transport} (${how})`);
    });
    beforeEach(async () => {
      emulator.reset();
      client = await openClient(emulator.endpoint, {
        "ens:transport": transport,
        "alicloud:accessKey": emulator.accessKeyId,
        "alicloud:secretKey": emulator.accessKeySecret,
      });
    });

    const history = () => client.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] });
    const batch = () => client.batchEventMigrateInstance([order(1)]);

    it("is the one that was asked for", () => {
      assert.equal(client.transport, transport);
    });

    it("orders at once and by plan, with a signature that the emulator accepts", async () => {
      const response = await client.batchEventMigrateInstance([
        order(1, { password: "AAaa1234!'()* +%&=中" }),
        {
          eventId: "e-2",
          resourceId: "i-2",
          dataPolicy: "try_transfer",
          opsType: "scheduled",
          planTime: Date.parse("2026-12-10T01:00:00.123Z"),
        },
      ]);
      assert.match(response.requestId, /^[0-9A-F-]{36}$/);
      assert.deepEqual(
        response.results.map(({ code, eventId, resourceId }) => ({ code, eventId, resourceId })),
        [
          { code: 200, eventId: "e-1", resourceId: "i-1" },
          { code: 200, eventId: "e-2", resourceId: "i-2" },
        ],
      );
      assert.deepEqual(
        emulator.ledger().map(({ eventId, opsType, planTime, dataPolicy, password }) => ({
          eventId,
          opsType,
          planTime,
          dataPolicy,
          password,
        })),
        [
          {
            eventId: "e-1",
            opsType: "immediate",
            planTime: null,
            dataPolicy: "force_transfer",
            password: true,
          },
          {
            eventId: "e-2",
            opsType: "scheduled",
            planTime: 1796864400123,
            dataPolicy: "try_transfer",
            password: false,
          },
        ],
      );
    });

    it("gives each item's own answer", async () => {
      emulator.faults([
        { kind: "itemFailure", eventId: "e-2", code: 400, message: "IncorrectInstanceStatus" },
      ]);
      const { results } = await client.batchEventMigrateInstance([order(1), order(2)]);
      assert.deepEqual(
        results.map(({ eventId, code }) => [eventId, code]),
        [
          ["e-1", 200],
          ["e-2", 400],
        ],
      );
    });

    it("trims ids that end in a newline", async () => {
      emulator.behaviour({ trailingNewline: true });
      const { results } = await batch();
      assert.equal(results[0]?.resourceId, "i-1");
    });

    it("reads the history with every filter", async () => {
      assert.equal((await history()).length, EVENTS);
      const some = await client.describeHistoryEvents({
        eventTypes: [MIGRATE_EVENT_TYPE, "Disk:Stalled"],
        eventLevels: ["CRITICAL", "WARN"],
        eventStatus: ["Inquiring", "Scheduled"],
        resourceIds: ["i-2", "i-3", "i-none"],
      });
      assert.deepEqual(some.map(({ eventId }) => eventId).sort(), ["e-2", "e-3"]);
      const [event] = await client.describeHistoryEvents({
        eventTypes: [MIGRATE_EVENT_TYPE],
        resourceIds: ["i-1"],
      });
      assert.equal(event?.eventStatus, "Inquiring");
      assert.equal(event.notBefore, Date.parse("2026-12-20T00:00:00Z"));
      assert.equal(event.publishTime, Date.parse("2026-12-01T00:00:00Z"));
    });

    it("reads 250 events of 250 instances in chunks, also where the service caps the page size", async () => {
      const numbers = Array.from({ length: 250 }, (_, index) => index + 1000);
      emulator.events(numbers.map((number) => ({ eventId: `e-${number}`, resourceId: `i-${number}` })));
      const filter = {
        eventTypes: [MIGRATE_EVENT_TYPE],
        resourceIds: numbers.map((number) => `i-${number}`),
      };
      assert.equal((await client.describeHistoryEvents(filter)).length, 250);
      assert.equal(emulator.calls().length, 3);

      emulator.behaviour({ maxPageSize: 40, pageSizeOverMax: "clamp" });
      const ids = (await client.describeHistoryEvents(filter)).map(({ eventId }) => eventId);
      assert.equal(new Set(ids).size, 250);
      assert.equal(ids.length, 250);

      emulator.behaviour({ maxPageSize: 50, pageSizeOverMax: "reject" });
      assert.equal((await client.describeHistoryEvents(filter)).length, 250);
    });

    it("asks for nothing when the list of ids is empty", async () => {
      assert.deepEqual(
        await client.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE], resourceIds: [] }),
        [],
      );
      assert.deepEqual(await client.describeInstances({ instanceIds: [] }), []);
      assert.equal(emulator.calls().length, 0);
    });

    it("reads instances by id, region and name", async () => {
      const ids = async (filter: Parameters<EnsClient["describeInstances"]>[0]) =>
        (await client.describeInstances(filter)).map(({ instanceId }) => instanceId).sort();
      assert.deepEqual(await ids({}), ["i-1", "i-2", "i-3"]);
      assert.deepEqual(await ids({ instanceIds: ["i-3", "i-1"] }), ["i-1", "i-3"]);
      assert.deepEqual(await ids({ ensRegionIds: ["cn-suzhou-telecom", "cn-x"] }), ["i-1"]);
      assert.deepEqual(await ids({ instanceName: "edge 2" }), ["i-2"]);
    });

    it("lists tags by resource and by tag, over several pages", async () => {
      emulator.behaviour({ tagPageSize: 1 });
      assert.deepEqual(
        (await client.listTagResources({ resourceType: "instance", resourceIds: ["i-1"] }))
          .map(({ tagKey, tagValue }) => `${tagKey}=${tagValue}`)
          .sort(),
        ["stage=prod", "team=video & live"],
      );
      const tagged = await client.listTagResources({
        resourceType: "instance",
        tags: [{ key: "team", value: "mail" }, { key: "stage" }],
      });
      assert.deepEqual([...new Set(tagged.map(({ resourceId }) => resourceId))].sort(), ["i-2", "i-3"]);
    });

    it("waits out throttling, of reads and of orders", async () => {
      emulator.faults([
        { kind: "throttle", retryAfterMs: 30 },
        { kind: "throttle", status: 429, code: "Throttling.User", retryAfterMs: 30 },
      ]);
      assert.equal((await hurried(history)).length, EVENTS);
      emulator.faults([{ kind: "throttle", retryAfterMs: 30 }]);
      assert.equal((await hurried(batch)).results[0]?.code, 200);
      assert.equal(emulator.ledger().length, 1);
    });

    it("reads again after 5xx, HTML, an empty answer and a reset", async () => {
      emulator.faults([
        { kind: "status", status: 503 },
        { kind: "html", status: 502 },
        { kind: "empty", status: 502 },
        { kind: "reset" },
      ]);
      assert.equal((await hurried(history)).length, EVENTS);
      assert.equal(emulator.calls().length, 5);
    });

    const lost = [
      { kind: "status", status: 500, when: "after" },
      { kind: "status", status: 503, when: "before" },
      { kind: "html", status: 502, when: "after" },
      { kind: "empty", status: 502, when: "after" },
      { kind: "notJson", status: 200, when: "after" },
      { kind: "truncate" },
      { kind: "reset", when: "after" },
      { kind: "reset", when: "before" },
      { kind: "reset", when: "midBody" },
    ] as const;
    for (const fault of lost) {
      it(`orders once and says that the outcome is unknown: ${JSON.stringify(fault)}`, async () => {
        emulator.faults([fault]);
        const error = await rejection(batch());
        assert.ok(error instanceof UnknownOutcomeError, error.message);
        const { host } = new URL(emulator.endpoint);
        assert.ok(error.message.startsWith(`BatchEventMigrateInstance at ${host}: `), error.message);
        assert.match(
          error.message,
          /ENS may have accepted the orders.*Run `pulumi up` again: it checks before it sends anything/,
        );
        assert.equal(emulator.calls().length, 1);
      });
    }

    it("says that the outcome is unknown when the answer never ends", async () => {
      const impatient = await openClient(emulator.endpoint, {
        "ens:transport": transport,
        "ens:clientConnectTimeout": "500",
        "ens:clientReadTimeout": "500",
        "alicloud:accessKey": emulator.accessKeyId,
        "alicloud:secretKey": emulator.accessKeySecret,
      });
      for (const fault of [
        { kind: "delay", ms: 60_000, when: "after" },
        { kind: "drip", bytes: 1, intervalMs: 20 },
      ] as const) {
        emulator.reset();
        emulator.faults([fault]);
        const error = await rejection(impatient.batchEventMigrateInstance([order(1)]));
        assert.ok(error instanceof UnknownOutcomeError, error.message);
        assert.equal(error.code, "READ_TIMEOUT");
        assert.equal(emulator.ledger().length, 1);
      }
    });

    it("is not cut short once its order has left, neither when cancelled nor by its deadline", async () => {
      emulator.faults([{ kind: "delay", ms: 2_000, when: "after" }]);
      const limits = { signal: AbortSignal.timeout(1_000), deadline: Date.now() + 1_000 };
      const { results } = await client.batchEventMigrateInstance([order(1)], limits);
      assert.equal(results[0]?.code, 200);
      assert.equal(emulator.ledger().length, 1);
    });

    it("stops reading when it is cancelled, or at its deadline", async () => {
      for (const [options, code] of [
        [() => ({ signal: AbortSignal.timeout(300) }), "ABORTED"],
        [() => ({ deadline: Date.now() + 300 }), "DEADLINE"],
      ] as const) {
        emulator.faults([{ kind: "delay", ms: 60_000, when: "after" }]);
        const error = await rejection(
          client.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] }, options()),
        );
        assert.ok(error instanceof TransportError, error.message);
        assert.equal(error.code, code);
      }
    });

    it("sends nothing when it is cancelled or late from the start", async () => {
      for (const options of [{ signal: AbortSignal.abort() }, { deadline: Date.now() - 1 }]) {
        const error = await rejection(client.batchEventMigrateInstance([order(1)], options));
        assert.ok(error instanceof TransportError, error.message);
      }
      assert.equal(emulator.calls().length, 0);
    });

    it("names the permission that is missing", async () => {
      emulator.faults([{ kind: "noPermission" }]);
      const error = await rejection(batch());
      assert.ok(error instanceof ServiceError, error.message);
      assert.equal(error.code, "NoPermission");
      assert.equal(error.httpStatus, 400);
      assert.match(error.requestId ?? "", /^[0-9A-F-]{36}$/);
      assert.match(error.message, /RAM action ens:BatchEventMigrateInstance/);
      assert.equal(emulator.ledger().length, 0);
    });

    it("says that a key or its secret is wrong, without saying either", async () => {
      for (const [config, code] of [
        [
          { "alicloud:accessKey": "LTAI-nobody", "alicloud:secretKey": "wrong-secret" },
          "InvalidAccessKeyId.NotFound",
        ],
        [
          { "alicloud:accessKey": emulator.accessKeyId, "alicloud:secretKey": "wrong-secret" },
          "SignatureDoesNotMatch",
        ],
      ] as const) {
        const stranger = await openClient(emulator.endpoint, { "ens:transport": transport, ...config });
        const error = await rejection(stranger.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] }));
        assert.ok(error instanceof CredentialsError, error.message);
        assert.equal(error.code, code);
        assert.ok(error.advice);
        assert.doesNotMatch(error.message, /wrong-secret|LTAI-nobody/);
      }
    });

    it("gives up at once on an expired token that it cannot renew", async () => {
      emulator.faults([{ kind: "expiredToken", count: 2 }]);
      const error = await rejection(batch());
      assert.ok(error instanceof CredentialsError, error.message);
      assert.equal(emulator.calls().length, 1);
    });

    it("knows the platform's time once it has an answer, and not before", async () => {
      assert.equal(client.platformTime(), undefined);
      for (const now of ["2026-12-04T00:00:00Z", "2031-01-01T00:00:00Z", "2019-01-01T00:00:00Z"]) {
        emulator.clock({ now });
        await history();
        const told = client.platformTime() ?? NaN;
        const behind = Date.parse(emulator.clock().now) - told;
        // A header has whole seconds, and an answer takes its time.
        assert.ok(behind > -100 && behind < 5_000, `${behind} ms behind`);
      }
    });

    it("does not know the platform's time where no answer tells it", async () => {
      emulator.behaviour({ dateHeader: false });
      await history();
      await batch();
      assert.equal(client.platformTime(), undefined);
    });

    it("has nothing secret in what a log would print", async () => {
      const { inspect } = await import("node:util");
      await history();
      const shown = `${inspect(client, { depth: null, showHidden: true })}${JSON.stringify(client)}`;
      assert.ok(!shown.includes(emulator.accessKeySecret));
      assert.ok(!shown.includes(emulator.accessKeyId));
    });
  });
}
