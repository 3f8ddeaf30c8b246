import assert from "node:assert/strict";
import fc from "fast-check";
import {
  canonicalQuery,
  parseV3Authorization,
  percentEncode,
  sameSignature,
  sha256Hex,
  v1Signature,
  v1StringToSign,
  v3CanonicalRequest,
  v3Signature,
  v3StringToSign,
} from "../../emulator/src/signature";
import { call, type Outgoing, parse, send, signV1, signV3, withEmulator } from "./support";

const V3_HEADERS = new Map([
  ["host", "ens.aliyuncs.com"],
  ["x-acs-action", "BatchEventMigrateInstance"],
  ["x-acs-version", "2017-11-10"],
  ["x-acs-date", "2026-01-02T03:04:05Z"],
  ["x-acs-signature-nonce", "0123456789abcdef0123456789abcdef"],
  ["x-acs-content-sha256", sha256Hex("")],
  ["user-agent", "not signed"],
]);

const V3_VECTOR = {
  method: "POST",
  path: "/",
  query: [
    [
      "EventInfos",
      '[{"EventId":"e-d71ff150945b9c02eb6ebc0016328468","OpsType":"scheduled","PlanTime":1742452232000,"ResourceId":"i-55qi8m11rr53c4i964md8a00l"}]',
    ],
  ],
  headers: V3_HEADERS,
  signedHeaders: [
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
  ],
  bodyHash: sha256Hex(""),
} as const;

describe("emulator signatures", () => {
  it("computes the V3 vector", () => {
    assert.equal(
      sha256Hex(v3CanonicalRequest(V3_VECTOR)),
      "1c654d93d31bbd96fafe3bbb3b4c318a705d39750695ce444782f29489ea3f75",
    );
    assert.equal(
      v3Signature(v3StringToSign(V3_VECTOR), "testsecret"),
      "df49824c079828e4923121be85e9114aa9a4edd54a68763bdd7f85aa76096b52",
    );
  });

  it("computes the V1 vector, whatever the order of the parameters and whatever Signature says", () => {
    const text = v1StringToSign("POST", [
      ["Version", "2017-11-10"],
      ["Action", "DescribeHistoryEvents"],
      ["Format", "json"],
      ["Timestamp", "2026-01-02T03:04:05Z"],
      ["SignatureNonce", "0123456789abcdef0123456789abcdef"],
      ["EventTypes", "Instance:SystemUpgrade.Migrate"],
      ["PageNumber", "1"],
      ["PageSize", "10"],
      ["SignatureMethod", "HMAC-SHA1"],
      ["SignatureVersion", "1.0"],
      ["AccessKeyId", "testid"],
      ["Signature", "left out"],
    ]);
    assert.equal(v1Signature(text, "testsecret"), "nAS6Sahm2QfCRVtHpxh4NpZezm0=");
  });

  it("encodes by RFC 3986", () => {
    assert.equal(percentEncode("!'()* ~-_."), "%21%27%28%29%2A%20~-_.");
    assert.equal(percentEncode("中+/"), "%E4%B8%AD%2B%2F");
  });

  it("sorts parameters by bytes, so upper case comes first", () => {
    assert.equal(
      canonicalQuery([
        ["b", "1"],
        ["a", "2"],
        ["B", "3"],
        ["a", "1"],
      ]),
      "B=3&a=1&a=2&b=1",
    );
  });

  it("reads an authorization with and without spaces, in any order, and no other", () => {
    const parts = { accessKeyId: "ak", signedHeaders: ["host", "x-acs-date"], signature: "0f" };
    assert.deepEqual(
      parseV3Authorization("ACS3-HMAC-SHA256 Credential=ak,SignedHeaders=host;x-acs-date,Signature=0f"),
      parts,
    );
    assert.deepEqual(
      parseV3Authorization(" ACS3-HMAC-SHA256 Credential=ak, SignedHeaders=host;x-acs-date, Signature=0f "),
      parts,
    );
    // The older Java client has it so.
    assert.deepEqual(
      parseV3Authorization("ACS3-HMAC-SHA256 Credential=ak,Signature=0f,SignedHeaders=host;x-acs-date"),
      parts,
    );
    for (const others of ["Signature=0f", "Signature=0f,Signature=0f", "Signature=0G,SignedHeaders=host", ""])
      assert.equal(parseV3Authorization(`ACS3-HMAC-SHA256 Credential=ak,${others}`), undefined, others);
    assert.equal(
      parseV3Authorization("ACS3-HMAC-SHA256 Credential=ak,SignedHeaders=host,Signature=0f,More=1"),
      undefined,
    );
    assert.equal(
      parseV3Authorization("ACS3-RSA-SHA256 Credential=ak,SignedHeaders=host,Signature=0f"),
      undefined,
    );
    assert.equal(parseV3Authorization("Bearer 0f"), undefined);
  });

  it("compares signatures of any length", () => {
    assert.ok(sameSignature("abc", "abc"));
    assert.ok(!sameSignature("abc", "abd"));
    assert.ok(!sameSignature("", "abc"));
  });

  it("accepts any parameters that were signed, and none that were changed afterwards", async () => {
    await withEmulator({}, async (emulator) => {
      const odd = fc.array(
        fc.oneof(
          fc.constantFrom("!", "'", "(", ")", "*", "+", " ", "%", "&", "=", "~", "中", "🌍", "\n"),
          fc.string(),
        ),
      );
      await fc.assert(
        fc.asyncProperty(
          odd.map((parts) => parts.join("")),
          fc.boolean(),
          fc.boolean(),
          async (value, isV3, isForm) => {
            const query = { EventTypes: "Instance:SystemUpgrade.Migrate" };
            const parameters = isForm ? query : { ...query, Ignored: value };
            const options = isForm ? { method: "POST", form: { Ignored: value } } : { method: "GET" };
            const outgoing = isV3
              ? signV3(emulator, emulator, "DescribeHistoryEvents", parameters, options)
              : signV1(emulator, "DescribeHistoryEvents", parameters, options);
            const good = await send(emulator, outgoing);
            assert.equal(good.status, 200, good.text);
            const changed = { ...outgoing, path: outgoing.path.replace("SystemUpgrade", "SystemFailure") };
            const bad = await send(emulator, changed);
            assert.match(bad.text, /"SignatureDoesNotMatch"/);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  const NAMES = {
    instances: [
      { instanceId: "i-plus", instanceName: "a+b" },
      { instanceId: "i-space", instanceName: "a b" },
    ],
  };

  /** As the vendor's clients for Python, Go and Java and its command line write a query: signed as ever. */
  function withPlusForSpace(outgoing: Outgoing): Outgoing {
    return { ...outgoing, path: outgoing.path.replaceAll("%20", "+") };
  }

  const WIRES: readonly [string, (outgoing: Outgoing) => Outgoing][] = [
    ["%20", (outgoing) => outgoing],
    ["+", withPlusForSpace],
  ];
  for (const [wire, asSent] of WIRES) {
    it(`finds names with a space and with a plus sign, a space sent as ${wire}`, async () => {
      await withEmulator({ seed: NAMES }, async (emulator) => {
        for (const [InstanceName, id] of [
          ["a b", "i-space"],
          ["a+b", "i-plus"],
        ] as const) {
          const query = { InstanceName, "Not a parameter + of ENS": "x y+z" };
          for (const outgoing of [
            signV3(emulator, emulator, "DescribeInstances", query),
            signV1(emulator, "DescribeInstances", query),
          ]) {
            const reply = parse(await send(emulator, asSent(outgoing)));
            assert.deepEqual(
              reply.Instances?.Instance.map(({ InstanceId }) => InstanceId),
              [id],
              reply.Code?.toString(),
            );
          }
        }
      });
    });
  }

  it("reads a bare plus sign as a space, so that it does not match a signed plus sign", async () => {
    await withEmulator({ seed: NAMES }, async (emulator) => {
      for (const outgoing of [
        signV3(emulator, emulator, "DescribeInstances", { InstanceName: "a+b" }),
        signV1(emulator, "DescribeInstances", { InstanceName: "a+b" }),
      ]) {
        const reply = await send(emulator, { ...outgoing, path: outgoing.path.replace("a%2Bb", "a+b") });
        assert.equal(parse(reply).Code, "SignatureDoesNotMatch");
      }
    });
  });

  it("reads a plus sign in a form as a space", async () => {
    await withEmulator({ seed: NAMES }, async (emulator) => {
      const { body } = await call(emulator, "DescribeInstances", {}, { form: { InstanceName: "a b" } });
      assert.deepEqual(
        body.Instances?.Instance.map(({ InstanceId }) => InstanceId),
        ["i-space"],
      );
    });
  });
});
