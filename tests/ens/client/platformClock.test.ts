import assert from "node:assert/strict";
import * as sinon from "sinon";
import { type Emulator, startEmulator } from "../../../emulator/src/index";
import { PlatformClock } from "../../../provider/src/ens/client/platformClock";
import {
  type EnsClient,
  MIGRATE_EVENT_TYPE,
  ServiceError,
  TransportError,
} from "../../../provider/src/ens/index";
import { parseDate } from "../../../provider/src/ens/transport/date";
import { openClient, order, rejection, TRANSPORTS } from "../support/client";
import { failure, html, json, REQUEST_ID, reset, startScriptedServer } from "../support/scriptedServer";

const HEADER = "Tue, 01 Dec 2026 00:00:00 GMT";
const DATE = Date.parse("2026-12-01T00:00:00Z");
/** The machine's clock in these tests: far from the platform's. */
const MACHINE = Date.parse("2001-01-01T00:00:00Z");

const read = (client: EnsClient) => client.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] });
const page = (headers: Record<string, string>) =>
  json(200, { RequestId: REQUEST_ID, TotalCount: 0, PageNumber: 1, PageSize: 100, Events: [] }, headers);

describe("the platform's clock", () => {
  let time: sinon.SinonFakeTimers;

  beforeEach(() => {
    // Timers stay real, so that the network goes on.
    time = sinon.useFakeTimers({ now: MACHINE, toFake: ["Date", "performance"] });
    time.tick(5_000);
  });
  afterEach(() => time.restore());

  it("knows nothing before the first date", () => {
    const clock = new PlatformClock();
    assert.equal(clock.now(), undefined);
    clock.set(undefined);
    assert.equal(clock.now(), undefined);
  });

  it("goes on with monotonic time, however the machine's clock jumps", () => {
    const clock = new PlatformClock();
    clock.set(DATE);
    assert.equal(clock.now(), DATE);
    for (const [at, jump] of [1_000_000_000, -2_000_000_000, 0].entries()) {
      time.setSystemTime(MACHINE + jump);
      assert.equal(clock.now(), DATE + at * 90_000);
      time.tick(90_000);
      assert.equal(clock.now(), DATE + (at + 1) * 90_000);
    }
  });

  it("takes the latest date, also an earlier one, and keeps it over answers without", () => {
    const clock = new PlatformClock();
    clock.set(DATE);
    time.tick(10_000);
    clock.set(DATE + 60_000);
    assert.equal(clock.now(), DATE + 60_000);
    time.tick(1_000);
    clock.set(undefined);
    assert.equal(clock.now(), DATE + 61_000);
    clock.set(DATE);
    assert.equal(clock.now(), DATE);
  });

  it("reads a header that is a date, and no other", () => {
    assert.equal(parseDate(HEADER), DATE);
    assert.equal(parseDate("Tuesday, 01-Dec-26 00:00:00 GMT"), DATE);
    for (const header of [undefined, null, "", "soon", "Tue, 41 Dec 2026 00:00:00 GMT", DATE, [HEADER]])
      assert.equal(parseDate(header), undefined, String(header));
  });

  for (const transport of TRANSPORTS) {
    describe(`of a client over the ${transport} transport`, () => {
      const connect = async (...script: Parameters<typeof startScriptedServer>) =>
        openClient((await startScriptedServer(...script)).endpoint, { "ens:transport": transport });

      it("goes on although the machine's clock jumps, until the next answer tells another", async () => {
        const client = await connect(page({ date: HEADER }), page({ date: "Tue, 01 Dec 2026 02:00:00 GMT" }));
        assert.equal(client.platformTime(), undefined);
        await read(client);
        assert.equal(client.platformTime(), DATE);
        time.setSystemTime(MACHINE + 1_000_000_000);
        assert.equal(client.platformTime(), DATE);
        time.tick(1_500);
        assert.equal(client.platformTime(), DATE + 1_500);
        time.setSystemTime(MACHINE - 1_000_000_000);
        assert.equal(client.platformTime(), DATE + 1_500);
        await read(client);
        assert.equal(client.platformTime(), DATE + 2 * 3_600_000);
      });

      it("takes nothing from a header that is no date", async () => {
        const client = await connect(page({ date: "yesterday" }), page({ date: HEADER }), page({ date: "" }));
        await read(client);
        assert.equal(client.platformTime(), undefined);
        await read(client);
        time.tick(1_000);
        await read(client);
        assert.equal(client.platformTime(), DATE + 1_000);
      });

      it("takes nothing from an answer that is not one of ENS, or from none", async () => {
        const client = await connect(
          json(302, { Events: [] }, { date: HEADER, location: "/" }),
          reset,
          html(200),
        );
        const redirected = await rejection(read(client));
        assert.ok(redirected instanceof TransportError, redirected.message);
        await rejection(client.batchEventMigrateInstance([order(1)]));
        await rejection(client.batchEventMigrateInstance([order(1)]));
        assert.equal(client.platformTime(), undefined);
      });

      it("is each client's own", async () => {
        const [one, other] = [await connect(page({ date: HEADER })), await connect(page({ date: HEADER }))];
        await read(one);
        assert.equal(one.platformTime(), DATE);
        assert.equal(other.platformTime(), undefined);
      });
    });
  }

  it("takes the date of a refusal, and not that of a page of a proxy, on the built-in transport", async () => {
    const server = await startScriptedServer(
      html(403),
      failure(400, "InvalidParameter.PlanTime", "no", { date: HEADER }),
    );
    const client = await openClient(server.endpoint);
    await rejection(client.batchEventMigrateInstance([order(1)]));
    assert.equal(client.platformTime(), undefined);
    const error = await rejection(client.batchEventMigrateInstance([order(1)]));
    assert.ok(error instanceof ServiceError, error.message);
    assert.equal(client.platformTime(), DATE);
  });

  describe("against the emulator", () => {
    let emulator: Emulator;
    let client: EnsClient;

    beforeEach(async () => {
      emulator = await startEmulator({ now: DATE });
      client = await openClient(emulator.endpoint, {
        "alicloud:accessKey": emulator.accessKeyId,
        "alicloud:secretKey": emulator.accessKeySecret,
      });
    });
    afterEach(() => emulator.close());

    it("is the emulator's after a call that it refused", async () => {
      emulator.clock({ now: "2026-12-05T06:07:08.900Z" });
      emulator.faults([{ kind: "noPermission" }]);
      const error = await rejection(client.batchEventMigrateInstance([order(1)]));
      assert.ok(error instanceof ServiceError, error.message);
      assert.equal(client.platformTime(), Date.parse("2026-12-05T06:07:08Z"));
    });

    it("is unknown after a call that it refused without a date", async () => {
      emulator.behaviour({ dateHeader: false });
      emulator.faults([{ kind: "noPermission" }]);
      await rejection(client.batchEventMigrateInstance([order(1)]));
      assert.equal(client.platformTime(), undefined);
    });
  });
});
