import assert from "node:assert/strict";
import fc from "fast-check";
import { resolveCredentials } from "../../../provider/src/ens/credentials/resolve";
import {
  CONFIGURATION,
  type ConfigurationName,
  keysOf,
  type Prefix,
} from "../../../provider/src/ens/settings/configuration";
import { resolveEndpoint, resolveStsEndpoint } from "../../../provider/src/ens/settings/endpoint";
import type { Settings } from "../../../provider/src/ens/settings/settings";
import { resolveTimeouts } from "../../../provider/src/ens/settings/timeouts";
import { readChoice } from "../../../provider/src/ens/transport/choice";
import { isolateEnvironment } from "../support/credentials";

type Values = Partial<Record<ConfigurationName, string>>;

/** The key of a setting that is the only one in the plugin; in Node.js programs, any of its keys. */
function settingsOf(prefix: Prefix, values: Values, which = 0): Settings {
  const config = new Map(
    Object.entries(values).map(([name, value]) => {
      const keys = keysOf(name as ConfigurationName, prefix);
      return [keys[which % keys.length], value];
    }),
  );
  return { prefix, config: (key) => config.get(key), env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" } };
}

/** What comes of the settings, or what is said of them. */
async function outcome(settings: Settings): Promise<unknown[]> {
  const timeouts = { connectMs: 1, readMs: 1 };
  const ways = [
    () => resolveEndpoint(settings).host,
    () => resolveStsEndpoint(settings).host,
    () => resolveTimeouts(settings),
    () => readChoice(settings),
    async () => {
      const credentials = resolveCredentials(settings, timeouts);
      const fixed = /accessKey|nowhere/.test(credentials.label) && !credentials.label.includes("ssumeRole");
      return [credentials.label, fixed && (await credentials.get())];
    },
  ];
  return Promise.all(
    ways.map(async (way) => {
      try {
        return await way();
      } catch (error) {
        return String(error);
      }
    }),
  );
}

const VALUES: Record<ConfigurationName, string[]> = {
  accessKey: ["id", "i d"],
  secretKey: ["secret"],
  securityToken: ["token", "…"],
  profile: ["edge"],
  sharedCredentialsFile: ["/nowhere"],
  ecsRoleName: ["mover"],
  assumeRoleWithOidc: [
    '{"roleArn":"r","oidcProviderArn":"p","oidcToken":"t"}',
    '{"roleArn":"r"}',
    '{"roleArn":"r","oidcProviderArn":"p","oidcToken":"t","oidcTokenFile":"f"}',
  ],
  credentialsUri: ["http://127.0.0.1:1/keys", "http://keys.example", "x"],
  assumeRole: ['{"roleArn":"r"}', '{"rolArn":"r"}', "[]", "{", '{"roleArn":"r","sessionExpiration":1}'],
  region: ["cn-hangzhou", "x/y"],
  endpoint: ["one.example", "http://other.example"],
  endpoints: ['{"ens":"two.example"}', '[{"sts":"three.example"}]', '{"ENS":"x"}', '{"sts":1}', "{"],
  transport: ["builtin", "curl"],
  clientConnectTimeout: ["7", "0"],
  clientReadTimeout: ["8", "1s"],
};

describe("the prefix of the configuration", () => {
  isolateEnvironment();

  it("decides the keys that are read, and those that messages name, and nothing else", async () => {
    const values = fc.record(
      Object.fromEntries(
        Object.entries(VALUES).map(([name, texts]) => [name, fc.constantFrom(...texts, " ")]),
      ),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Values>;
    await fc.assert(
      fc.asyncProperty(values, fc.nat(1), async (given, which) => {
        const program = await outcome(settingsOf("alicloud", given, which));
        const plugin = await outcome(settingsOf("ens", given));
        const text = JSON.stringify(program)
          .replaceAll("stack configuration alicloud:", "provider configuration ens:")
          .replaceAll("alicloud:", "ens:");
        assert.equal(JSON.stringify(plugin), text);
      }),
      { numRuns: 400 },
    );
  });

  it("ens leaves the keys of Node.js programs out", async () => {
    const { config } = settingsOf("alicloud", { accessKey: "id", secretKey: "secret", assumeRole: "{" });
    const env = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
    const credentials = resolveCredentials({ prefix: "ens", config, env }, { connectMs: 1, readMs: 1 });
    await assert.rejects(credentials.get(), /or ens:accessKey and ens:secretKey \(as a secret\)/);
  });

  it("is that of Node.js programs by default, where ens: comes before alicloud:", () => {
    const config = (key: string) =>
      ({
        "ens:clientReadTimeout": "1",
        "alicloud:clientReadTimeout": "2",
        "alicloud:clientConnectTimeout": "3",
        "ens:region": "cn-beijing",
        "alicloud:region": "cn-hangzhou",
      })[key];
    assert.deepEqual(resolveTimeouts({ config, env: {} }), { readMs: 1, connectMs: 3 });
    assert.equal(resolveStsEndpoint({ config, env: {} }).host, "sts.cn-hangzhou.aliyuncs.com");
    assert.equal(resolveStsEndpoint({ prefix: "ens", config, env: {} }).host, "sts.cn-beijing.aliyuncs.com");
  });

  it("gives the plugin exactly one key for each setting", () => {
    for (const name of Object.keys(CONFIGURATION) as ConfigurationName[])
      assert.deepEqual(keysOf(name, "ens"), [`ens:${name}`]);
  });
});
