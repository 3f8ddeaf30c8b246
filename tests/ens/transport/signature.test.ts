import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { percentEncode } from "../../../provider/src/api/request";
import { sign } from "../../../provider/src/ens/transport/signature";
import { canonicalQuery } from "../../../provider/src/ens/wire/encoding";

const REQUEST = {
  host: "ens.aliyuncs.com",
  action: "BatchEventMigrateInstance",
  version: "2017-11-10",
  date: new Date("2026-01-02T03:04:05.678Z"),
  nonce: "0123456789abcdef0123456789abcdef",
  query: {
    EventInfos:
      '[{"EventId":"e-d71ff150945b9c02eb6ebc0016328468","OpsType":"scheduled","PlanTime":1742452232000,"ResourceId":"i-55qi8m11rr53c4i964md8a00l"}]',
  },
};
const KEYS = { accessKeyId: "testid", accessKeySecret: "testsecret" };

describe("signature version 3", () => {
  it("gives the published signature", () => {
    const { headers } = sign(REQUEST, KEYS);
    assert.equal(
      headers["authorization"],
      "ACS3-HMAC-SHA256 Credential=testid," +
        "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version," +
        "Signature=df49824c079828e4923121be85e9114aa9a4edd54a68763bdd7f85aa76096b52",
    );
    assert.equal(headers["x-acs-date"], "2026-01-02T03:04:05Z");
    assert.equal(headers["x-acs-content-sha256"], createHash("sha256").update("").digest("hex"));
  });

  it("signs the key id and the token of a temporary key", () => {
    const { headers } = sign(REQUEST, { ...KEYS, securityToken: "token" });
    assert.equal(headers["x-acs-security-token"], "token");
    assert.equal(headers["x-acs-accesskey-id"], "testid");
    assert.match(headers["authorization"] ?? "", /host;x-acs-accesskey-id;.*;x-acs-security-token;/);
  });

  it("puts everything in the query of an empty POST", () => {
    const { path, headers } = sign(REQUEST, KEYS);
    assert.equal(decodeURIComponent(path), `/?EventInfos=${REQUEST.query.EventInfos}`);
    assert.equal(headers["content-length"], "0");
    assert.equal(sign({ ...REQUEST, query: {} }, KEYS).path, "/");
  });
});

describe("canonical encoding", () => {
  const texts = fc.string({ unit: "grapheme" });

  it("leaves only unreserved characters, and is undone by decoding", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const encoded = percentEncode(text);
        assert.match(encoded, /^([A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/);
        assert.equal(decodeURIComponent(encoded), text);
      }),
    );
  });

  it("sorts by name and loses nothing", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z][A-Za-z.0-9]{0,8}$/), texts), (query) => {
        const pairs = [...new URLSearchParams(canonicalQuery(query).replaceAll("+", "%2B"))];
        assert.deepEqual(Object.fromEntries(pairs), { ...query });
        assert.deepEqual(
          pairs.map(([name]) => name),
          Object.keys(query).sort(),
        );
      }),
    );
  });
});
