import assert from "node:assert/strict";
import { inspect } from "node:util";
import { CredentialsError } from "../../../provider/src/api/errors";
import { ecsRoleSource } from "../../../provider/src/ens/credentials/ecsRole";
import { parseEndpoint } from "../../../provider/src/ens/settings/endpoint";
import { rejection } from "../support/client";
import { HIDDEN, session } from "../support/credentials";
import { hurried } from "../support/hurry";
import {
  json,
  type Reply,
  reset,
  type ScriptedServer,
  silence,
  startScriptedServer,
  text,
} from "../support/scriptedServer";

describe("the role of an ECS instance", () => {
  let server: ScriptedServer;

  async function source(
    script: Reply[],
    roleName?: string,
    env: Record<string, string> = {},
  ): Promise<ReturnType<typeof ecsRoleSource>> {
    server = await startScriptedServer(...script);
    return ecsRoleSource("the instance", roleName, env, parseEndpoint("metadata", server.endpoint));
  }

  async function problem(script: Reply[], roleName?: string, env?: Record<string, string>): Promise<string> {
    const error = await rejection((await source(script, roleName, env)).fetch());
    assert.ok(error instanceof CredentialsError, inspect(error));
    assert.ok(!inspect(error, { depth: null }).includes(HIDDEN));
    return error.message;
  }

  it("is asked of the metadata service with a token, by its name or by the one that it has", async () => {
    const answer = json(200, { Code: "Success", ...session(1) });
    const named = await source([text(200, "token"), answer], "a role");
    const { credentials, validUntil } = await named.fetch();
    assert.equal(credentials.accessKeyId, "STS.1");
    assert.ok(validUntil > Date.now());
    assert.deepEqual(
      server.received.map(({ method, url, headers }) => [
        method,
        url,
        headers["x-aliyun-ecs-metadata-token"],
      ]),
      [
        ["PUT", "/latest/api/token", undefined],
        ["GET", "/latest/meta-data/ram/security-credentials/a%20role", "token"],
      ],
    );
    const unnamed = await source([text(404, ""), text(200, "mover\n"), answer]);
    assert.equal((await unnamed.fetch()).credentials.securityToken, "session-token-1");
    assert.equal(server.received[2]?.url, "/latest/meta-data/ram/security-credentials/mover");
    assert.equal(server.received[2].headers["x-aliyun-ecs-metadata-token"], undefined);
  });

  it("is asked for without a token where none is given or taken, unless only tokens count", async () => {
    const answer = json(200, { Code: "Success", ...session(1) });
    const tokens = () => server.received.map(({ headers }) => headers["x-aliyun-ecs-metadata-token"]);
    const only = { ALIBABA_CLOUD_IMDSV1_DISABLED: "true" };
    for (const put of [silence, reset, text(403, "")]) {
      const role = await source([put, answer], "r");
      assert.equal((await hurried(() => role.fetch())).credentials.accessKeyId, "STS.1");
      assert.match(
        await hurried(() => problem([put, answer], "r", only)),
        /gave no token \(.+\), and ALIBABA/,
      );
      assert.equal(server.received.length, 1);
    }
    const unnamed = [text(200, "t"), text(403, ""), text(200, "mover"), text(401, ""), answer];
    assert.equal((await (await source(unnamed)).fetch()).credentials.accessKeyId, "STS.1");
    assert.deepEqual(tokens(), [undefined, "t", undefined, "t", undefined]);
    assert.match(await problem(unnamed, undefined, only), /gave no name of a role \(HTTP 403\)/);
    assert.equal(server.received.length, 2);
  });

  it("is asked for again where the service is busy", async () => {
    const answer = json(200, { Code: "Success", ...session(1) });
    const role = await source([text(200, "t"), text(503, ""), text(429, ""), reset, answer], "r");
    assert.equal((await hurried(() => role.fetch())).credentials.accessKeyId, "STS.1");
    assert.match(
      await hurried(() => problem([text(200, "t"), text(503, HIDDEN)], "mover")),
      /gave no session of role mover \(HTTP 503\)\. It may be busy: run again$/,
    );
  });

  it("is not waited for where nobody listens and nobody has named it", async () => {
    const role = await source([silence]);
    await server.close();
    assert.match((await rejection(role.fetch())).message, /cannot be reached: the connection was refused/);
    const named = await source([silence], "mover");
    await server.close();
    const error = await hurried(() => rejection(named.fetch()));
    assert.match(error.message, /cannot be reached: the connection was refused.*after 6 attempts/);
  });

  it("says why it is not to be had", async () => {
    const off = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
    assert.match(await problem([silence], "r", off), /ALIBABA_CLOUD_ECS_METADATA_DISABLED is true/);
    assert.equal(server.received.length, 0);
    assert.match(
      await problem([text(404, "")], "r", { ALIBABA_CLOUD_IMDSV1_DISABLED: "true" }),
      /gave no token \(HTTP 404\)/,
    );
    assert.match(
      await problem([text(200, "t"), text(404, HIDDEN)]),
      /this ECS instance has no RAM role\. Attach/,
    );
    assert.match(
      await problem([text(200, "t"), text(404, HIDDEN)], "mover"),
      /gave no session of role mover \(HTTP 404\)/,
    );
    assert.match(await problem([text(200, "t"), text(200, HIDDEN)], "mover"), /malformed: it is not JSON/);
    const half = { Code: "Success", AccessKeyId: "id", AccessKeySecret: HIDDEN };
    assert.match(
      await problem([text(200, "t"), json(200, half)], "mover"),
      /malformed: SecurityToken is missing/,
    );
    assert.match(
      await hurried(() => problem([(_, socket) => socket.destroy()], "mover")),
      /metadata service of ECS, 127\.0\.0\.1:\d+, cannot be reached: the connection was (reset|closed).*after 6 attempts/,
    );
    const odd = { Code: "AssumeRoleFailed", Message: HIDDEN };
    assert.match(
      await problem([text(200, "t"), json(200, odd)], "mover"),
      /gave no session of role mover \(code AssumeRoleFailed\)\. Check that the role's trust policy/,
    );
    assert.match(
      await problem([text(200, "t"), json(200, { Code: `${HIDDEN}:` })], "mover"),
      /gave no session of role mover\. Check/,
    );
  });
});
