import assert from "node:assert/strict";
import type { Socket } from "node:net";
import {
  type EnsClient,
  MIGRATE_EVENT_TYPE,
  resolveEndpoint,
  TransportError,
  UnknownOutcomeError,
} from "../../../provider/src/ens/index";
import { createSdkTransport } from "../../../provider/src/ens/transport/sdk";
import { batchEventMigrateInstance } from "../../../provider/src/ens/wire/batchEventMigrateInstance";
import { callOf } from "../../../provider/src/ens/wire/operation";
import { openClient, order, rejection, SECRETS } from "../support/client";
import {
  accepted,
  history,
  html,
  json,
  type Received,
  type Reply,
  silence,
  startScriptedServer,
  wireEvent,
} from "../support/scriptedServer";

const one = history([wireEvent(1)]);
const read = (client: EnsClient) => client.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] });

async function withServer(
  script: Reply[],
  config: Record<string, string>,
  work: (client: EnsClient, received: Received[], connections: () => number) => Promise<void>,
): Promise<void> {
  const server = await startScriptedServer(...script);
  try {
    const client = await openClient(server.endpoint, { "ens:transport": "sdk", ...config });
    await work(client, server.received, server.connections);
  } finally {
    await server.close();
  }
}

describe("the official client's transport", () => {
  it("sends what the built-in one sends", async () => {
    const sent: Record<string, string[]> = {};
    for (const transport of ["sdk", "builtin"]) {
      const pages = [
        accepted,
        one,
        json(200, { TotalCount: 0, Instances: { Instance: [] } }),
        json(200, { TagResources: [] }),
      ];
      await withServer(
        pages,
        { "ens:transport": transport, "alicloud:securityToken": "t" },
        async (client, received) => {
          await client.batchEventMigrateInstance([
            order(1, { password: SECRETS.password }),
            { ...order(2), opsType: "scheduled", planTime: 1742452232000 },
          ]);
          await client.describeHistoryEvents({
            eventTypes: [MIGRATE_EVENT_TYPE, "Disk:Stalled"],
            eventLevels: ["WARN"],
            eventStatus: ["Inquiring", "Failed"],
            resourceIds: ["i-1", "i-2"],
          });
          await client.describeInstances({
            instanceIds: ["i-1"],
            ensRegionIds: ["cn-x"],
            instanceName: "a b",
          });
          await client.listTagResources({
            resourceType: "instance",
            resourceIds: ["i-1"],
            tags: [{ key: "k", value: "v" }, { key: "l" }],
          });
          sent[transport] = received.map(({ action, query, headers }) => {
            const sorted = [...query].sort(([a], [b]) => (a < b ? -1 : 1));
            const kept = [
              "x-acs-version",
              "x-acs-accesskey-id",
              "x-acs-security-token",
              "x-acs-content-sha256",
            ];
            return JSON.stringify([action, sorted, kept.map((name) => headers[name])]);
          });
        },
      );
    }
    assert.equal(sent["sdk"]?.length, 4);
    assert.deepEqual(sent["sdk"], sent["builtin"]);
  });

  it("takes a connection for each call, so that the vendor's timers are not lost", async () => {
    await withServer([one], {}, async (client, received, connections) => {
      await read(client);
      await read(client);
      assert.equal(connections(), 2);
      assert.equal(received[0]?.headers.connection, "close");
    });
  });

  it("waits for an answer as long as the read timeout, and no longer", async () => {
    const late: Reply = (response, socket, received) => {
      setTimeout(() => one(response, socket, received), 600);
    };
    await withServer(
      [late],
      { "ens:clientConnectTimeout": "300", "ens:clientReadTimeout": "8000" },
      async (client, received) => {
        assert.equal((await read(client)).length, 1);
        assert.equal(received.length, 1);
      },
    );
    const times = { "ens:clientConnectTimeout": "1500", "ens:clientReadTimeout": "500" };
    await withServer([silence], times, async (client, received) => {
      const error = await rejection(client.batchEventMigrateInstance([order(1)]));
      assert.ok(error instanceof UnknownOutcomeError);
      assert.equal(error.code, "READ_TIMEOUT");
      assert.equal(received.length, 1);
    });
  });

  it("takes a redirect for no success", async () => {
    await withServer([json(302, { Results: [] }, { location: "/" })], {}, async (client, received) => {
      assert.ok(
        (await rejection(client.batchEventMigrateInstance([order(1)]))) instanceof UnknownOutcomeError,
      );
      const error = await rejection(read(client));
      assert.ok(error instanceof TransportError);
      assert.equal(error.httpStatus, 302);
      assert.equal(received.length, 2);
    });
  });

  it("names the field that the vendor's models refuse", async () => {
    const answer = { Code: 200, EventId: { not: "a text" }, Message: "", ResourceId: "i-1" };
    await withServer([json(200, { RequestId: "R", Results: [answer] })], {}, async (client) => {
      const error = await rejection(client.batchEventMigrateInstance([order(1)]));
      assert.ok(error instanceof UnknownOutcomeError);
      assert.match(error.message, /eventId is not a string/);
    });
  });

  it("leaves no rejection unhandled when it stops waiting", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    try {
      const cancel = new AbortController();
      const sockets: Socket[] = [];
      const cancelled: Reply = (_, socket) => {
        sockets.push(socket);
        cancel.abort();
      };
      await withServer([cancelled], {}, async (client) => {
        const filter = { eventTypes: [MIGRATE_EVENT_TYPE] };
        await rejection(client.describeHistoryEvents(filter, { signal: cancel.signal }));
        for (const socket of sockets) socket.destroy();
        // For the vendor's client to see that its call was cut.
        await new Promise((resolve) => setTimeout(resolve, 60));
      });
      assert.equal(sockets.length, 1);
    } finally {
      process.off("unhandledRejection", note);
    }
    assert.deepEqual(unhandled, []);
  });

  it("reads again after HTML, whose status the vendor loses", async () => {
    await withServer([html(502), one], {}, async (client) => {
      assert.equal((await read(client)).length, 1);
    });
  });

  describe("whatever is installed", () => {
    const actions = [
      "BatchEventMigrateInstance",
      "DescribeHistoryEvents",
      "DescribeInstances",
      "ListTagResources",
    ];

    /** A package whose calls fail with this code. */
    function packageWith(code: string): { default: { prototype: object } } {
      class Client {}
      for (const action of actions) {
        const method = `${action.charAt(0).toLowerCase()}${action.slice(1)}WithOptions`;
        Object.assign(Client.prototype, {
          [method]: () => Promise.reject(Object.assign(new Error(), { code })),
        });
      }
      return {
        default: Client,
        ...Object.fromEntries(actions.map((action) => [`${action}Request`, class {}])),
      };
    }
    const send = (sdk: unknown) => {
      const endpoint = resolveEndpoint({ config: () => undefined, env: {} });
      const transport = createSdkTransport(() => sdk, endpoint, { connectMs: 1_000, readMs: 1_000 });
      const call = callOf(batchEventMigrateInstance, { eventInfos: [order(1)] });
      const keys = { accessKeyId: "key-id", accessKeySecret: "secret" };
      return transport.send(call, keys, { deadline: Date.now() + 10_000 });
    };

    it("an order provably never left where the certificate is not accepted, and by no other code of ours", async () => {
      for (const [code, sent] of [
        ["CERT_HAS_EXPIRED", false],
        ["ANSWER_TOO_LARGE", true],
        ["ABORTED", true],
      ] as const) {
        const result = await send(packageWith(code));
        assert.deepEqual([result.kind, "sent" in result && result.sent], ["failed", sent], code);
      }
    });

    it("an operation that it lacks is named, before anything is sent", async () => {
      const sdk = packageWith("ECONNREFUSED");
      Object.assign(sdk.default.prototype, { batchEventMigrateInstanceWithOptions: undefined });
      await assert.rejects(
        send(sdk),
        /has no batchEventMigrateInstanceWithOptions: set ens:transport to builtin/,
      );
    });
  });
});
