import assert from "node:assert/strict";
import OpenApi, { $OpenApiUtil } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
import type { Emulator } from "../../emulator/src/index";
import { MIGRATE, scheduled, type WireBody, withEmulator } from "./support";

const STS = { accessKeyId: "STS.key", accessKeySecret: "sts-secret", securityToken: "sts-token" };

interface Wire {
  readonly statusCode: number;
  readonly body: WireBody;
}

async function callOfficially(
  emulator: Emulator,
  algorithm: "V3" | "V1",
  action: string,
  parameters: { readonly query?: Record<string, string>; readonly body?: Record<string, string> },
): Promise<Wire> {
  const client = new OpenApi(
    new $OpenApiUtil.Config({
      accessKeyId: emulator.accessKeyId,
      accessKeySecret: emulator.accessKeySecret,
      ...(emulator.securityToken === null ? {} : { securityToken: emulator.securityToken }),
      endpoint: `127.0.0.1:${emulator.port}`,
      protocol: "HTTP",
      ...(algorithm === "V1" ? { signatureAlgorithm: "v2" } : {}),
    }),
  );
  const params = new $OpenApiUtil.Params({
    action,
    version: "2017-11-10",
    protocol: "HTTPS",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const request = new $OpenApiUtil.OpenApiRequest(parameters);
  const runtime = new RuntimeOptions({ readTimeout: 5_000, connectTimeout: 5_000 });
  return (await client.callApi(params, request, runtime)) as unknown as Wire;
}

describe("emulator and the vendor's own client", () => {
  for (const algorithm of ["V3", "V1"] as const) {
    for (const key of ["plain", "temporary"] as const) {
      it(`agree on ${algorithm} signatures of a ${key} key`, async () => {
        const seed = {
          events: [{ eventId: "e-1", resourceId: "i-1" }],
          ...(key === "plain" ? {} : { credentials: [STS] }),
        };
        await withEmulator({ seed }, async (emulator) => {
          const odd = { EventId: "e-!'()*~+ 中\n%&#?", ResourceId: "i", OpsType: "immediate" };
          const EventInfos = JSON.stringify([scheduled(1), odd]);
          const ordered = await callOfficially(emulator, algorithm, "BatchEventMigrateInstance", {
            query: { EventInfos },
          });
          assert.equal(ordered.statusCode, 200);
          assert.deepEqual(
            ordered.body.Results?.map(({ Code, EventId }) => [Code, EventId]),
            [
              [200, "e-1"],
              [400, odd.EventId],
            ],
          );
          const found = await callOfficially(emulator, algorithm, "DescribeHistoryEvents", {
            query: { EventTypes: MIGRATE, EventStatus: "Inquiring,Scheduled", PageSize: "100" },
          });
          assert.equal(found.body.Events?.[0]?.EventStatus, "Scheduled");
          const again = await callOfficially(emulator, algorithm, "BatchEventMigrateInstance", {
            body: { EventInfos },
          });
          assert.equal(again.body.Results?.[0]?.Code, 200, "also in a form body");
          assert.deepEqual(
            emulator.calls().map(({ signatureVersion, status }) => [signatureVersion, status]),
            [
              [algorithm, 200],
              [algorithm, 200],
              [algorithm, 200],
            ],
          );
        });
      });
    }
  }

  it("agree on errors and on throttling", async () => {
    await withEmulator({}, async (emulator) => {
      await assert.rejects(callOfficially(emulator, "V3", "DescribeHistoryEvents", { query: {} }), {
        code: "MissingEventTypes",
        statusCode: 400,
        name: "ClientError",
      });
      emulator.faults([
        { kind: "throttle", retryAfterMs: 700 },
        { kind: "status", status: 503 },
      ]);
      const read = { query: { EventTypes: MIGRATE } };
      await assert.rejects(callOfficially(emulator, "V3", "DescribeHistoryEvents", read), {
        code: "Throttling.Api",
        retryAfter: 700,
      });
      await assert.rejects(callOfficially(emulator, "V3", "DescribeHistoryEvents", read), {
        code: "ServiceUnavailable",
        statusCode: 503,
      });
    });
  });
});
