import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { discover } from "../../provider/src/discover/index";
import { type EnsClient, EnsError, MIGRATE_EVENT_TYPE } from "../../provider/src/ens/index";
import { openClient, order, TRANSPORTS } from "../ens/support/client";
import { hurried } from "../ens/support/hurry";
import { startScriptedServer } from "../ens/support/scriptedServer";
import { runs } from "../plan/schedule/runs";
import { assertUnpolluted, counter, hostileJson, hostileText, spoilt } from "./hostile";

const tried = counter("answers given to the ENS client");

const ANSWERS: Record<string, unknown> = {
  BatchEventMigrateInstance: {
    RequestId: "r-1",
    Results: [{ Code: 200, EventId: "e-1", Message: "success", ResourceId: "i-1" }],
  },
  DescribeHistoryEvents: {
    RequestId: "r-2",
    TotalCount: 1,
    PageNumber: 1,
    PageSize: 100,
    Events: [
      {
        EventId: "e-1",
        EventType: MIGRATE_EVENT_TYPE,
        EventStatus: "Inquiring",
        EventLevel: "CRITICAL",
        ResourceId: "i-1",
        PublishTime: 1_796_083_200_000,
        NotBefore: 1_796_083_200_000,
        Reason: "upgrade",
      },
    ],
  },
  DescribeInstances: {
    RequestId: "r-3",
    TotalCount: 1,
    PageSize: 100,
    Instances: {
      Instance: [{ InstanceId: "i-1", InstanceName: "edge", EnsRegionId: "cn-beijing", Status: "Running" }],
    },
  },
  ListTagResources: {
    RequestId: "r-4",
    TagResources: [{ ResourceId: "i-1", TagKey: "tier", TagValue: "cache" }],
    NextToken: "",
  },
};

interface Body {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

/** Levels that would overflow the stack of whoever reads them one inside the other. */
const DEEP = ["[", '{"a":', '{"Results":[', '{"__proto__":'].map((open) => open.repeat(200_000));

const anyBytes: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constantFrom(...DEEP).map((text) => Buffer.from(text)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        '{"a":1,"a":2}',
        "{}",
        "[]",
        "null",
        "1e999",
        '"x"',
        "\ufeff{}",
        "{}{}",
        '{"Code":200}',
        "<html></html>",
      ].map((text) => Buffer.from(text)),
    ),
  },
  { weight: 2, arbitrary: hostileJson.map((value) => Buffer.from(JSON.stringify(value))) },
);

/** What a call is answered with: an answer that is well but for something, or anything at all. */
const anyAnswer = (good: unknown): fc.Arbitrary<Body> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(200) },
        { weight: 2, arbitrary: fc.constantFrom(204, 301, 400, 403, 404, 429, 500, 503) },
      ),
      fc.option(fc.constantFrom("x-acs-retry-after", "retry-after", "content-type", "x-acs-request-id"), {
        nil: undefined,
      }),
      fc.constantFrom("0", "-1", "1e9", "999999999", "__proto__", "text/html", "<b>"),
      fc.oneof(
        {
          weight: 4,
          arbitrary: spoilt(good, fc.oneof(hostileJson, hostileText)).map((value) =>
            Buffer.from(JSON.stringify(value) ?? ""),
          ),
        },
        {
          weight: 2,
          arbitrary: spoilt({
            Code: "Throttling.User",
            Message: "slow",
            RequestId: "r",
            HostId: "h",
            Recommend: "x",
          }).map((value) => Buffer.from(JSON.stringify(value) ?? "")),
        },
        { weight: 3, arbitrary: anyBytes },
      ),
    )
    .map(([status, header, value, bytes]) => ({
      status,
      headers: header === undefined ? {} : { [header]: value },
      bytes,
    }));

const CALLS: Record<string, (client: EnsClient) => Promise<unknown>> = {
  BatchEventMigrateInstance: (client) => client.batchEventMigrateInstance([order(1)]),
  DescribeHistoryEvents: (client) => client.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] }),
  DescribeInstances: (client) => client.describeInstances({ instanceIds: ["i-1"] }),
  ListTagResources: (client) => client.listTagResources({ resourceType: "instance", resourceIds: ["i-1"] }),
  "all that discovery reads": (client) => discover(client, { groupBy: "__proto__" }),
};

for (const transport of TRANSPORTS) {
  describe(`the ${transport} transport, whatever it is answered`, function () {
    this.timeout("60s");

    for (const [action, call] of Object.entries(CALLS)) {
      it(`gives a result or a documented error: ${action}`, async () => {
        const actions = action in ANSWERS ? [action] : Object.keys(ANSWERS).slice(1);
        const anyAnswers = fc.tuple(...actions.map((each) => anyAnswer(ANSWERS[each])));
        let answers = new Map<string, Body>();
        const server = await startScriptedServer((response: ServerResponse, _socket, received) => {
          const { status, headers, bytes } = answers.get(received.action) ?? {
            status: 200,
            headers: {},
            bytes: Buffer.from(""),
          };
          response.writeHead(status, headers).end(bytes);
        });
        const client = await openClient(server.endpoint, { "ens:transport": transport });
        await hurried(() =>
          fc.assert(
            fc.asyncProperty(anyAnswers, async (bodies) => {
              answers = new Map(actions.map((each, index) => [each, bodies[index] as Body]));
              tried();
              try {
                assertUnpolluted(await call(client));
              } catch (error) {
                assert.ok(error instanceof EnsError, String(error));
                assert.doesNotMatch(error.message, /undefined|\[object|marked/);
              }
            }),
            runs(60),
          ),
        );
      });
    }
  });
}
