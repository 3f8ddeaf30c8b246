import assert from "node:assert/strict";
import { getEventListeners, once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import * as sinon from "sinon";
import {
  type EnsClient,
  MIGRATE_EVENT_TYPE,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
} from "../../../provider/src/ens/index";
import { openClient, order, rejection } from "../support/client";
import { hurried } from "../support/hurry";
import {
  accepted,
  failure,
  history,
  html,
  json,
  type Reply,
  reset,
  type ScriptedServer,
  silence,
  startScriptedServer,
  wireEvent,
} from "../support/scriptedServer";

const one = history([wireEvent(1)]);
const read = (client: EnsClient, options = {}) =>
  client.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] }, options);

describe("the built-in transport", () => {
  let server: ScriptedServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  async function start(
    script: Reply[],
    config: Record<string, string> = {},
  ): Promise<[ScriptedServer, EnsClient]> {
    server = await startScriptedServer(...script);
    return [server, await openClient(server.endpoint, config)];
  }

  it("keeps connections for reads and gives each order its own", async () => {
    const [server, client] = await start([one, one, accepted, accepted, one]);
    await read(client);
    await read(client);
    assert.equal(server.connections(), 1);
    await client.batchEventMigrateInstance([order(1)]);
    await client.batchEventMigrateInstance([order(2)]);
    assert.equal(server.connections(), 3);
    assert.equal(server.received[2]?.headers.connection, "close");
    await read(client);
    assert.equal(server.connections(), 3);
  });

  it("asks again at once when a kept connection had died", async () => {
    const [server, client] = await start([one, reset, one]);
    await read(client);
    // Nobody moves this clock: a pause would never end.
    const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      assert.equal((await read(client)).length, 1);
    } finally {
      clock.restore();
    }
    assert.equal(server.received.length, 3);
    assert.equal(server.connections(), 2);
    const nonces = server.received.map(({ headers }) => headers["x-acs-signature-nonce"]);
    assert.equal(new Set(nonces).size, 3);
  });

  it("holds the read timeout for a silent server and for a trickling one", async () => {
    const drip: Reply = (response) => {
      response.writeHead(200, { "content-length": "1000000" });
      const timer = setInterval(() => response.write(" "), 5);
      response.on("close", () => clearInterval(timer));
    };
    for (const reply of [silence, drip]) {
      const [server, client] = await start([reply], { "ens:clientReadTimeout": "60" });
      const started = Date.now();
      const error = await rejection(client.batchEventMigrateInstance([order(1)]));
      assert.ok(error instanceof UnknownOutcomeError, error.message);
      assert.equal(error.code, "READ_TIMEOUT");
      assert.ok(Date.now() - started < 5_000);
      assert.equal(server.received.length, 1);
      await server.close();
    }
    server = undefined;
  });

  it("reads again after the read timeout", async () => {
    const [, client] = await start([silence, one], { "alicloud:clientReadTimeout": "500" });
    assert.equal((await read(client)).length, 1);
  });

  it("follows no redirect", async () => {
    const redirect: Reply = (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    const [server, client] = await start([redirect]);
    const error = await rejection(read(client));
    assert.ok(error instanceof TransportError);
    assert.equal(error.httpStatus, 302);
    assert.match(error.message, /redirect/);
    assert.ok((await rejection(client.batchEventMigrateInstance([order(1)]))) instanceof UnknownOutcomeError);
    assert.equal(server.received.length, 2);
  });

  it("stops reading an answer that is far too large", async () => {
    const flood: Reply = (response) => {
      const chunk = Buffer.alloc(1 << 20, " ");
      const pump = (): void => {
        if (!response.destroyed) response.write(chunk, pump);
      };
      pump();
    };
    const [server, client] = await start([flood]);
    const error = (await rejection(read(client))) as TransportError;
    assert.equal(error.code, "ANSWER_TOO_LARGE");
    assert.equal(server.received.length, 1);
  });

  it("says whose answer it got when it is not one of ENS", async () => {
    const [, client] = await start([html(403)]);
    const error = (await rejection(read(client))) as TransportError;
    assert.equal(error.httpStatus, 403);
    assert.match(error.message, /proxy, a firewall or a portal/);
  });

  it("orders again when the answer was HTTP 429 without a body of ENS", async () => {
    const [server, client] = await start([html(429), accepted]);
    assert.equal((await hurried(() => client.batchEventMigrateInstance([order(1)]))).results.length, 1);
    assert.equal(server.received.length, 2);
  });

  it("says that an accepted order's answer is malformed, and which field", async () => {
    const results = [
      { Code: 200, EventId: "e-1", Message: "success", ResourceId: "i-1" },
      { Code: 200, Message: "success", ResourceId: "i-2" },
    ];
    for (const transport of ["builtin", "sdk"]) {
      const [server, client] = await start([json(200, { RequestId: "R-1", Results: results })], {
        "ens:transport": transport,
      });
      const error = await rejection(client.batchEventMigrateInstance([order(1), order(2)]));
      assert.ok(error instanceof UnknownOutcomeError, error.message);
      assert.match(error.message, /Results\[1\]\.EventId is missing/);
      assert.equal(error.requestId, "R-1");
      await server.close();
    }
    server = undefined;
  });

  it("never sends an order when nobody listens, and says so", async () => {
    const [server, client] = await start([accepted]);
    await server.close();
    const error = await rejection(hurried(() => client.batchEventMigrateInstance([order(1)])));
    assert.ok(error instanceof TransportError, error.message);
    assert.equal(error.code, "ECONNREFUSED");
    assert.match(error.message, /after 6 attempts/);
  });

  it("sends the order once the server is there", async () => {
    const [gone, client] = await start([accepted]);
    const { port } = new URL(gone.endpoint);
    await gone.close();
    const call = client.batchEventMigrateInstance([order(1)]);
    const late = createServer((socket) => {
      socket.once("data", () =>
        socket.end(
          'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{"RequestId":"R","Results":[{"Code":200,"EventId":"e-1","ResourceId":"i-1"}]}',
        ),
      );
    }).listen(Number(port), "127.0.0.1");
    late.unref();
    assert.equal((await call).results[0]?.eventId, "e-1");
    late.close();
    server = undefined;
  });

  it("gives up on bytes that are no HTTP", async () => {
    const sockets = new Set<Socket>();
    const raw = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end("not http at all\r\n\r\n"));
    }).listen(0, "127.0.0.1");
    raw.unref();
    await once(raw, "listening");
    const client = await openClient(`http://127.0.0.1:${(raw.address() as AddressInfo).port}`);
    const error = await rejection(client.batchEventMigrateInstance([order(1)]));
    assert.ok(error instanceof UnknownOutcomeError, error.message);
    assert.match(error.message, /not HTTP/);
    sockets.forEach((socket) => socket.destroy());
    raw.close();
  });

  it("gives the service's code, status, request id and reason", async () => {
    const [, client] = await start([
      failure(
        400,
        "InvalidParameter.PlanTime",
        "The specified field PlanTime invalid. Please check it again.",
      ),
    ]);
    const error = await rejection(client.batchEventMigrateInstance([order(1)]));
    assert.ok(error instanceof ServiceError);
    assert.equal(
      error.message,
      "BatchEventMigrateInstance: The specified field PlanTime invalid. Please check it again " +
        "(code InvalidParameter.PlanTime, HTTP 400, request id FF53E96D-3F1A-42F0-8373-1C2B39D72D44). " +
        "Correct PlanTime: ENS does not accept its value",
    );
  });

  it("leaves nothing behind that keeps the process alive or another listener on the signal", async () => {
    const [, client] = await start([one]);
    const { signal } = new AbortController();
    await read(client, { signal });
    assert.equal(getEventListeners(signal, "abort").length, 0);
  });
});
