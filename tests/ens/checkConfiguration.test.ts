import assert from "node:assert/strict";
import fc from "fast-check";
import { UNKNOWN } from "../../provider/src/api/unknown";
import { checkConfiguration } from "../../provider/src/ens/checkConfiguration";
import { CONFIGURATION } from "../../provider/src/ens/settings/configuration";
import { HIDDEN } from "./support/credentials";

const OIDC = { roleArn: "r", oidcProviderArn: "p", oidcToken: HIDDEN };

describe("the check of the plugin's configuration", () => {
  const accepted: [string, Record<string, unknown>][] = [
    ["nothing", {}],
    ["keys", { accessKey: "id", secretKey: "s", securityToken: "t" }],
    ["half of a pair, because another source may decide", { secretKey: HIDDEN }],
    ["a number, or its digits", { clientConnectTimeout: 5_000, clientReadTimeout: "30000" }],
    ["an object", { assumeRole: { roleArn: "r", sessionExpiration: 900 }, assumeRoleWithOidc: OIDC }],
    ["JSON text", { assumeRole: '{"roleArn":"r"}', endpoints: '[{"ens":"a.example"},{"sts":"b.example"}]' }],
    ["a list of endpoints", { endpoints: [{ ens: "a.example" }, { sts: "b.example" }] }],
    ["blank texts", { endpoint: " ", transport: "", assumeRole: "" }],
    ["what is absent", { endpoint: undefined, assumeRole: null }],
    [
      "what is not known yet",
      { endpoint: UNKNOWN, clientReadTimeout: UNKNOWN, assumeRole: { roleArn: UNKNOWN, typo: 1 } },
    ],
    ["what the engine adds", { version: "0.1.0", pluginDownloadURL: "x" }],
  ];
  for (const [what, values] of accepted)
    it(`accepts ${what}`, () => assert.deepEqual(checkConfiguration(values), []));

  const refused: [Record<string, unknown>, string, string | RegExp][] = [
    [
      { acessKey: HIDDEN },
      "acessKey",
      "ens:acessKey is not a setting of this provider; did you mean accessKey?",
    ],
    [{ cheese: 1 }, "cheese", /^ens:cheese is not a setting of this provider\. Its settings are accessKey, /],
    [{ [`${HIDDEN}!`]: 1 }, "", /^one name is not a setting of this provider\. Its settings are accessKey, /],
    [{ constructor: "x" }, "constructor", /^ens:constructor is not a setting/],
    [{ accessKey: 123_456 }, "accessKey", "ens:accessKey must be a string"],
    [{ profile: [HIDDEN] }, "profile", "ens:profile must be a string"],
    [{ clientReadTimeout: true }, "clientReadTimeout", "ens:clientReadTimeout must be a number"],
    [
      { clientReadTimeout: 1.5 },
      "clientReadTimeout",
      "ens:clientReadTimeout must be a whole number of milliseconds above 0",
    ],
    [
      { clientConnectTimeout: HIDDEN },
      "clientConnectTimeout",
      "ens:clientConnectTimeout must be a whole number of milliseconds above 0",
    ],
    [{ assumeRole: 5 }, "assumeRole", "ens:assumeRole must be an object"],
    [{ assumeRole: [] }, "assumeRole", "ens:assumeRole must be a JSON object"],
    [{ assumeRole: `{"${HIDDEN}` }, "assumeRole", "ens:assumeRole is not valid JSON"],
    [{ assumeRole: {} }, "assumeRole", "ens:assumeRole.roleArn is missing"],
    [
      { assumeRole: { roleArn: "r", externalID: HIDDEN } },
      "assumeRole",
      /^ens:assumeRole has no field externalID; did you mean externalId\?/,
    ],
    [
      { assumeRole: { roleArn: "r", sessionExpiration: 60 } },
      "assumeRole",
      "ens:assumeRole.sessionExpiration must be a whole number of seconds, at least 900",
    ],
    [
      { assumeRoleWithOidc: { ...OIDC, oidcTokenFile: "f" } },
      "assumeRoleWithOidc",
      "ens:assumeRoleWithOidc has both oidcToken and oidcTokenFile: remove one",
    ],
    [{ region: `${HIDDEN}/x` }, "region", "ens:region is not a region id, such as cn-hangzhou"],
    [{ endpoint: `http://${HIDDEN}.example` }, "endpoint", /^ens:endpoint /],
    [{ endpoints: { ENS: "x" } }, "endpoints", /^ens:endpoints \(member ENS\) is not a service/],
    [{ endpoints: { sts: 5 } }, "endpoints", "ens:endpoints (member sts) must be a string"],
    [{ transport: HIDDEN }, "transport", "ens:transport must be one of auto, sdk, builtin"],
  ];
  for (const [values, property, reason] of refused) {
    it(`refuses ${JSON.stringify(values)} in one sentence`, () => {
      const [failure, ...others] = checkConfiguration(values);
      assert.deepEqual(others, []);
      assert.equal(failure?.property, property);
      if (typeof reason === "string") assert.equal(failure.reason, reason);
      else assert.match(failure.reason, reason);
      assert.ok(!failure.reason.includes(HIDDEN));
    });
  }

  it("finds all that is wrong, each once", () => {
    const values = { acessKey: "x", profile: 1, endpoints: "{", transport: "curl", assumeRole: "{" };
    assert.deepEqual(
      checkConfiguration(values)
        .map(({ property }) => property)
        .sort(),
      ["acessKey", "assumeRole", "endpoints", "profile", "transport"],
    );
  });

  it("never throws, and never shows a value", () => {
    const marked = fc.string().map((text) => `${HIDDEN}${text}`);
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        marked,
        marked.map((text) => JSON.stringify({ roleArn: text, [text]: text })),
        fc.boolean(),
        fc.double(),
        fc.array(tie("value"), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom("roleArn", "ens", "sts", "policy", "oidcToken"), tie("value")),
      ),
    })).value;
    const name = fc.oneof(fc.constantFrom(...Object.keys(CONFIGURATION)), marked);
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 4 }), (values) => {
        for (const { property, reason } of checkConfiguration(values)) {
          assert.ok(property === "" || property in values);
          assert.ok(!`${property} ${reason}`.includes(HIDDEN), reason);
        }
      }),
    );
  });
});
