import assert from "node:assert/strict";
import type { Emulator } from "../../emulator/src/index";
import { Nonces } from "../../emulator/src/nonces";
import {
  type Key,
  MIGRATE,
  type Outgoing,
  parse,
  send,
  type SignOptions,
  signV1,
  signV3,
  withEmulator,
} from "./support";

const READ = { EventTypes: MIGRATE };

const STS = {
  accessKeyId: "STS.temporary",
  accessKeySecret: "temporary-secret",
  securityToken: "temporary-token",
};
const OTHER_STS = { accessKeyId: "STS.other", accessKeySecret: "other-secret", securityToken: "other-token" };

async function refusal(emulator: Emulator, outgoing: Outgoing): Promise<string> {
  const reply = await send(emulator, outgoing);
  return `${reply.status} ${parse(reply).Code ?? "ok"}`;
}

function v3(emulator: Emulator, options: SignOptions = {}, key: Key = emulator): Outgoing {
  return signV3(emulator, key, "DescribeHistoryEvents", READ, options);
}

function v1(key: Key, options: Parameters<typeof signV1>[3] = {}): Outgoing {
  return signV1(key, "DescribeHistoryEvents", READ, options);
}

function without(outgoing: Outgoing, header: string): Outgoing {
  const headers = Object.fromEntries(Object.entries(outgoing.headers).filter(([name]) => name !== header));
  return { ...outgoing, headers };
}

const MINUTE = 60_000;

describe("emulator authentication", () => {
  it("answers signed GET and POST calls of both versions", async () => {
    await withEmulator({}, async (emulator) => {
      for (const method of ["GET", "POST"]) {
        assert.equal(await refusal(emulator, v3(emulator, { method })), "200 ok");
        assert.equal(await refusal(emulator, v1(emulator, { method })), "200 ok");
      }
      assert.deepEqual(
        emulator.calls().map((call) => [call.method, call.signatureVersion]),
        [
          ["GET", "V3"],
          ["GET", "V1"],
          ["POST", "V3"],
          ["POST", "V1"],
        ],
      );
    });
  });

  it("refuses a request that nobody signed", async () => {
    await withEmulator({}, async (emulator) => {
      assert.equal(
        await refusal(emulator, without(v3(emulator), "authorization")),
        "400 MissingAuthorization",
      );
      const path = `/?Action=DescribeHistoryEvents&Version=2017-11-10&EventTypes=${MIGRATE}`;
      assert.equal(await refusal(emulator, { method: "GET", path, headers: {} }), "400 MissingAccessKeyId");
    });
  });

  it("writes the vendor's five error members, with one request id everywhere", async () => {
    await withEmulator({}, async (emulator) => {
      const reply = await send(emulator, v3(emulator, {}, { accessKeyId: "nobody", accessKeySecret: "x" }));
      const body = parse(reply);
      assert.deepEqual(Object.keys(body).sort(), ["Code", "HostId", "Message", "Recommend", "RequestId"]);
      assert.equal(reply.status, 404);
      assert.equal(body.Code, "InvalidAccessKeyId.NotFound");
      assert.equal(body.HostId, `127.0.0.1:${emulator.port}`);
      assert.match(body.RequestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
      assert.equal(reply.headers["x-acs-request-id"], body.RequestId);
      assert.match(
        body.Recommend ?? "",
        new RegExp(`q=InvalidAccessKeyId.NotFound&.*requestId=${body.RequestId}`),
      );
      assert.equal(emulator.calls()[0]?.requestId, body.RequestId);
    });
  });

  it("refuses a wrong secret and tells its own string to sign", async () => {
    await withEmulator({}, async (emulator) => {
      const wrong = { accessKeyId: emulator.accessKeyId, accessKeySecret: "wrong" };
      const reply = await send(emulator, v3(emulator, {}, wrong));
      assert.equal(parse(reply).Code, "SignatureDoesNotMatch");
      assert.match(parse(reply).Message ?? "", /server string to sign is:ACS3-HMAC-SHA256\n[0-9a-f]{64}$/);
      assert.equal(await refusal(emulator, v1(wrong)), "400 SignatureDoesNotMatch");
    });
  });

  it("covers method, host, signed headers and body by the signature", async () => {
    await withEmulator({}, async (emulator) => {
      const good = v3(emulator, { form: { PageSize: "5" }, headers: { "x-acs-extra": "  padded  " } });
      assert.equal(await refusal(emulator, good), "200 ok");
      const changes: Outgoing[] = [
        { ...v3(emulator), method: "GET" },
        { ...good, headers: { ...good.headers, host: "127.0.0.1:1" } },
        { ...good, headers: { ...good.headers, "x-acs-extra": "other" } },
        { ...good, body: "PageSize=6" },
        { ...good, headers: { ...good.headers, "x-acs-content-sha256": "0".repeat(64) } },
      ];
      for (const changed of changes)
        assert.equal(await refusal(emulator, changed), "400 SignatureDoesNotMatch");
      const unsigned = { ...good, headers: { ...good.headers, "x-other": "free" } };
      assert.equal(await refusal(emulator, unsigned), "400 SignatureNonceUsed", "the signature itself holds");
    });
  });

  it("refuses a body whose hash was signed wrongly", async () => {
    await withEmulator({}, async (emulator) => {
      const outgoing = v3(emulator, { headers: { "x-acs-content-sha256": "0".repeat(64) } });
      assert.equal(await refusal(emulator, outgoing), "400 SignatureDoesNotMatch");
    });
  });

  it("asks for the headers that a signature rests on", async () => {
    await withEmulator({}, async (emulator) => {
      const codes: [string, string][] = [
        ["x-acs-date", "400 MissingDate"],
        ["x-acs-signature-nonce", "400 MissingSignatureNonce"],
        ["x-acs-content-sha256", "400 MissingContentSha256"],
        ["x-acs-action", "400 MissingAction"],
        ["x-acs-version", "400 MissingVersion"],
      ];
      for (const [header, code] of codes)
        assert.equal(await refusal(emulator, v3(emulator, { headers: { [header]: "" } })), code);
    });
  });

  it("takes the list of what is signed from the request: the vendor's asynchronous Java client leaves host out", async () => {
    await withEmulator({}, async (emulator) => {
      assert.equal(await refusal(emulator, v3(emulator, { unsigned: ["host"] })), "200 ok");
      const form = v3(emulator, { form: { PageSize: "5" }, unsigned: ["host"] });
      assert.equal(await refusal(emulator, form), "200 ok");
      const typed = { headers: { "content-type": "text/plain" }, unsigned: ["host", "content-type"] };
      assert.equal(await refusal(emulator, v3(emulator, typed)), "200 ok", "it says nothing without a body");
    });
  });

  it("refuses a V3 signature that leaves out what the vendor's page wants signed", async () => {
    await withEmulator({ seed: { credentials: [STS] } }, async (emulator) => {
      const options = { form: { PageSize: "5" }, headers: { "x-acs-extra": "free", "x-other": "free" } };
      assert.equal(await refusal(emulator, v3(emulator, options)), "200 ok");
      for (const header of [
        "x-acs-action",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-version",
        "x-acs-security-token",
        "x-acs-extra",
        "content-type",
      ]) {
        const outgoing = v3(emulator, { ...options, unsigned: [header] });
        assert.equal(await refusal(emulator, outgoing), "400 IncompleteSignature", header);
      }
    });
  });

  it("refuses an authorization of another kind", async () => {
    await withEmulator({}, async (emulator) => {
      const outgoing = v3(emulator);
      const authorization = "ACS3-HMAC-SM3 Credential=a,SignedHeaders=b,Signature=00";
      const headers = { ...outgoing.headers, authorization };
      assert.equal(await refusal(emulator, { ...outgoing, headers }), "400 IncompleteSignature");
    });
  });

  it("asks for the common parameters of V1", async () => {
    await withEmulator({}, async (emulator) => {
      const codes: [string, string][] = [
        ["AccessKeyId", "400 MissingAccessKeyId"],
        ["SignatureMethod", "400 MissingSignatureMethod"],
        ["SignatureVersion", "400 MissingSignatureVersion"],
        ["SignatureNonce", "400 MissingSignatureNonce"],
        ["Timestamp", "400 MissingTimestamp"],
        ["Action", "400 MissingAction"],
        ["Version", "400 MissingVersion"],
      ];
      for (const [name, code] of codes)
        assert.equal(await refusal(emulator, v1(emulator, { extra: { [name]: "" } })), code);
      const unsigned = v1(emulator);
      const path = unsigned.path.replace(/&?Signature=[^&]*/, "");
      assert.equal(await refusal(emulator, { ...unsigned, path }), "400 MissingSignature");
      assert.equal(
        await refusal(emulator, v1(emulator, { extra: { SignatureMethod: "HMAC-SHA256" } })),
        "400 IncompleteSignature",
      );
      assert.equal(
        await refusal(emulator, v1(emulator, { extra: { SignatureVersion: "2.0" } })),
        "400 IncompleteSignature",
      );
    });
  });

  it("accepts V1 parameters in a form body", async () => {
    await withEmulator({}, async (emulator) => {
      assert.equal(
        await refusal(emulator, v1(emulator, { method: "POST", form: { PageSize: "5" } })),
        "200 ok",
      );
    });
  });

  it("judges the 15 minutes by the machine's time, also when its own clock was moved", async () => {
    let machine = Date.now();
    await withEmulator({ machineTime: () => machine }, async (emulator) => {
      emulator.clock({ advance: "30d" });
      const date = new Date(machine);
      machine += 14 * MINUTE;
      assert.equal(await refusal(emulator, v3(emulator, { date })), "200 ok");
      assert.equal(await refusal(emulator, v1(emulator, { date })), "200 ok");
      machine += 2 * MINUTE;
      assert.equal(await refusal(emulator, v3(emulator, { date })), "400 InvalidTimeStamp.Expired");
      assert.equal(await refusal(emulator, v1(emulator, { date })), "400 InvalidTimeStamp.Expired");
      const future = new Date(machine + 16 * MINUTE);
      assert.equal(await refusal(emulator, v3(emulator, { date: future })), "400 InvalidTimeStamp.Expired");
    });
  });

  it("refuses a time that is not written as the vendor wants it", async () => {
    await withEmulator({}, async (emulator) => {
      for (const text of ["2026-12-01 00:00:00", "2026-13-01T00:00:00Z", "1742452232000"]) {
        assert.equal(
          await refusal(emulator, v3(emulator, { headers: { "x-acs-date": text } })),
          "400 InvalidTimeStamp.Format",
        );
        assert.equal(
          await refusal(emulator, v1(emulator, { extra: { Timestamp: text } })),
          "400 InvalidTimeStamp.Format",
        );
      }
    });
  });

  it("takes a nonce once, but never spends one on a wrong signature", async () => {
    await withEmulator({}, async (emulator) => {
      const wrong = { accessKeyId: emulator.accessKeyId, accessKeySecret: "wrong" };
      assert.equal(await refusal(emulator, v3(emulator, { nonce: "n" }, wrong)), "400 SignatureDoesNotMatch");
      assert.equal(await refusal(emulator, v3(emulator, { nonce: "n" })), "200 ok");
      assert.equal(await refusal(emulator, v3(emulator, { nonce: "n" })), "400 SignatureNonceUsed");
      assert.equal(await refusal(emulator, v1(emulator, { nonce: "n" })), "400 SignatureNonceUsed");
      emulator.reset();
      assert.equal(await refusal(emulator, v3(emulator, { nonce: "n" })), "400 SignatureNonceUsed");
    });
  });

  it("remembers nonces for half an hour, and no more than its limit", () => {
    const nonces = new Nonces(2);
    assert.ok(nonces.use("ak", "a", 0));
    assert.ok(nonces.use("other", "a", 0), "nonces belong to a key");
    assert.ok(!nonces.use("other", "a", 29 * MINUTE));
    assert.ok(nonces.use("ak", "b", 29 * MINUTE), "the oldest makes room");
    assert.ok(nonces.use("ak", "a", 29 * MINUTE));
    const patient = new Nonces();
    assert.ok(patient.use("ak", "a", 0));
    assert.ok(!patient.use("ak", "a", 29 * MINUTE));
    assert.ok(patient.use("ak", "a", 31 * MINUTE));
  });

  it("knows temporary keys by their token", async () => {
    let machine = Date.now();
    const plain = { accessKeyId: "plain", accessKeySecret: "plain-secret" };
    const credentials = [{ ...STS, expiration: machine + 60 * MINUTE }, OTHER_STS, plain];
    await withEmulator({ machineTime: () => machine, seed: { credentials } }, async (emulator) => {
      assert.equal(emulator.securityToken, STS.securityToken);
      const refusals = async (key: Key): Promise<string[]> => {
        const date = new Date(machine);
        return [
          await refusal(emulator, v3(emulator, { date }, key)),
          await refusal(emulator, v1(key, { date })),
        ];
      };
      const both = (code: string): string[] => [code, code];
      assert.deepEqual(await refusals(STS), both("200 ok"));
      assert.deepEqual(await refusals({ ...STS, securityToken: null }), both("400 MissingSecurityToken"));
      const mismatch = both("400 InvalidSecurityToken.MismatchWithAccessKey");
      assert.deepEqual(await refusals({ ...STS, securityToken: OTHER_STS.securityToken }), mismatch);
      assert.deepEqual(await refusals({ ...plain, securityToken: STS.securityToken }), mismatch);
      assert.deepEqual(
        await refusals({ ...STS, securityToken: "garbage" }),
        both("400 InvalidSecurityToken.Malformed"),
      );
      machine += 61 * MINUTE;
      assert.deepEqual(await refusals(STS), both("400 InvalidSecurityToken.Expired"));
    });
  });

  it("refuses a disabled key", async () => {
    const key = { accessKeyId: "old", accessKeySecret: "old-secret" };
    await withEmulator({ seed: { credentials: [{ ...key, active: false }] } }, async (emulator) => {
      assert.equal(await refusal(emulator, v3(emulator, {}, key)), "400 InvalidAccessKeyId.Inactive");
    });
  });

  it("refuses other versions, actions, paths and methods", async () => {
    await withEmulator({}, async (emulator) => {
      assert.equal(await refusal(emulator, v3(emulator, { version: "2014-05-26" })), "400 InvalidVersion");
      const unknown = signV3(emulator, emulator, "DescribeEvents", {});
      assert.equal(await refusal(emulator, unknown), "404 InvalidAction.NotFound");
      const outgoing = v3(emulator);
      assert.equal(await refusal(emulator, { ...outgoing, path: "/other" }), "404 InvalidApi.NotFound");
      assert.equal(await refusal(emulator, { ...outgoing, method: "PUT" }), "404 InvalidApi.NotFound");
    });
  });

  it("does not take broken percent encoding for something else", async () => {
    await withEmulator({}, async (emulator) => {
      const outgoing = v3(emulator);
      const broken = { ...outgoing, path: `${outgoing.path}&Broken=%E4%ZZ` };
      assert.equal(await refusal(emulator, broken), "400 SignatureDoesNotMatch");
    });
  });
});
