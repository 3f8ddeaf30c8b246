import assert from "node:assert/strict";
import { inspect } from "node:util";
import { percentEncode } from "../../provider/src/api/request";
import { type EnsClient, EnsError } from "../../provider/src/ens/index";
import { openClient, order, rejection, SECRETS, TRANSPORTS } from "./support/client";
import {
  failure,
  html,
  json,
  type Reply,
  REQUEST_ID,
  reset,
  silence,
  startScriptedServer,
} from "./support/scriptedServer";

/** Every form in which a secret may hide in a text. */
function forms(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    inJson,
    encodeURIComponent(inJson),
    percentEncode(inJson),
    percentEncode(percentEncode(inJson)),
  ];
}

function assertClean(value: unknown): void {
  const error = value as Error;
  const shown = [
    error.message,
    error.stack,
    String(error),
    JSON.stringify(value),
    inspect(value, { depth: null, showHidden: true, getters: true }),
  ].join("\n");
  for (const secret of Object.values(SECRETS).flatMap(forms))
    assert.ok(!shown.includes(secret), `shows ${secret}`);
  assert.doesNotMatch(shown, /https?:\/\/|EventInfos=|127\.0\.0\.1(:\d+)?[/?]/);
}

const echo: Reply = (response, socket, received) => {
  const infos = received.query.get("EventInfos") ?? "";
  const canonical = `POST\n/\n${received.url.slice(2)}\nx-acs-security-token:${SECRETS.securityToken}`;
  failure(
    400,
    "SignatureDoesNotMatch",
    `not matched ${infos} ${canonical} ${percentEncode(canonical)} https://x/?${received.url} server string to sign is:${canonical}`,
  )(response, socket, received);
};

const faults: Record<string, Reply> = {
  "an answer that echoes the request": echo,
  "a code that is a secret": failure(400, SECRETS.password, SECRETS.accessKeySecret),
  "a request id that is a secret": json(400, {
    Code: "InvalidParameter.Password",
    Message: `Password ${SECRETS.password} is weak`,
    RequestId: SECRETS.securityToken,
  }),
  "throttling beyond the deadline": failure(400, "Throttling.User", SECRETS.password, {
    "x-acs-retry-after": "60000",
  }),
  "a 500": failure(500, "InternalError", SECRETS.password),
  "a 403 with detail": json(403, {
    Code: "Forbidden.RAM",
    Message: "no",
    RequestId: REQUEST_ID,
    AccessDeniedDetail: { Echo: SECRETS.password },
  }),
  HTML: html(502),
  "a reset": reset,
  "silence until the timeout": silence,
  "a hang-up": (_, socket) => socket.end(),
  "no HTTP": (_, socket) => socket.end("nonsense\r\n\r\n"),
  "half an answer": (response, socket) => {
    response.writeHead(200, { "content-length": "500" });
    response.write('{"RequestId"', () => socket.destroy());
  },
  "an error without a body": json(400, null),
  "an empty object": json(500, {}),
  "a malformed answer": json(200, { RequestId: SECRETS.password, Results: [{ Code: SECRETS.password }] }),
};

for (const transport of TRANSPORTS) {
  describe(`secrets, over the ${transport} transport`, () => {
    for (const [what, reply] of Object.entries(faults)) {
      it(`stay out of the error about ${what}`, async () => {
        const server = await startScriptedServer(reply);
        try {
          const client = await openClient(server.endpoint, {
            "ens:transport": transport,
            "alicloud:securityToken": SECRETS.securityToken,
            "ens:clientConnectTimeout": "1000",
            "ens:clientReadTimeout": "1000",
          });
          const error = await rejection(
            client.batchEventMigrateInstance([order(1, { password: SECRETS.password })], {
              deadline: Date.now() + 1_000,
            }),
          );
          assert.ok(error instanceof EnsError, inspect(error));
          assert.equal(error.cause, undefined);
          assertClean(error);
          assertClean(client);
          assert.equal(server.received.length, 1);
        } finally {
          await server.close();
        }
      });
    }

    it("stay out of the error about a closed port, and out of the client before and after", async () => {
      const server = await startScriptedServer(silence);
      await server.close();
      const client: EnsClient = await openClient(server.endpoint, { "ens:transport": transport });
      assertClean(client);
      const error = await rejection(
        client.batchEventMigrateInstance([order(1, { password: SECRETS.password })], {
          deadline: Date.now() + 2_000,
        }),
      );
      assert.ok(error instanceof EnsError);
      assert.equal(error.kind, "transport");
      assertClean(error);
      assertClean(client);
    });

    it("stay out of an item's message", async () => {
      const server = await startScriptedServer(
        json(200, {
          RequestId: REQUEST_ID,
          Results: [
            {
              Code: 400,
              EventId: "e-1",
              ResourceId: "i-1",
              Message: `Password ${SECRETS.password} is too weak`,
            },
          ],
        }),
      );
      const client = await openClient(server.endpoint, { "ens:transport": transport });
      const { results } = await client.batchEventMigrateInstance([order(1, { password: SECRETS.password })]);
      assert.equal(results[0]?.message, "Password *** is too weak");
      await server.close();
    });
  });
}
