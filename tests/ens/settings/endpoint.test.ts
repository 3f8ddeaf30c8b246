import assert from "node:assert/strict";
import { ConfigurationError } from "../../../provider/src/ens/settings/configurationError";
import {
  parseEndpoint,
  resolveEndpoint,
  resolveStsEndpoint,
} from "../../../provider/src/ens/settings/endpoint";
import type { Settings } from "../../../provider/src/ens/settings/settings";

function settings(
  config: Record<string, string> = {},
  env: Record<string, string> = {},
  endpoint?: string,
): Settings {
  return { connection: endpoint === undefined ? {} : { endpoint }, config: (key) => config[key], env };
}

describe("endpoint", () => {
  it("is the public one by default", () => {
    assert.deepEqual(resolveEndpoint(settings()), {
      protocol: "https:",
      hostname: "ens.aliyuncs.com",
      port: 443,
      host: "ens.aliyuncs.com",
      loopback: false,
    });
  });

  it("comes from the connection, then ens:endpoint, then alicloud:endpoints, then ENS_ENDPOINT", () => {
    const env = { ENS_ENDPOINT: "four.example" };
    const endpoints = { "alicloud:endpoints": '[{"ecs":"no.example"},{"ens":"three.example"}]' };
    const own = { ...endpoints, "ens:endpoint": "two.example" };
    assert.equal(resolveEndpoint(settings(own, env, "one.example")).host, "one.example");
    assert.equal(resolveEndpoint(settings(own, env)).host, "two.example");
    assert.equal(resolveEndpoint(settings(endpoints, env)).host, "three.example");
    assert.equal(
      resolveEndpoint(settings({ "alicloud:endpoints": '{"ens":"object.example"}' }, env)).host,
      "object.example",
    );
    assert.equal(resolveEndpoint(settings({ "alicloud:endpoints": '{"ens":""}' }, env)).host, "four.example");
    assert.equal(resolveEndpoint(settings({ "ens:endpoint": " " }, {})).host, "ens.aliyuncs.com");
  });

  const accepted: [string, string, string, number][] = [
    ["ens.example", "https:", "ens.example", 443],
    ["ens.example:8443", "https:", "ens.example:8443", 8443],
    ["https://ens.example", "https:", "ens.example", 443],
    ["HTTPS://ens.example:443/", "https:", "ens.example", 443],
    ["http://127.0.0.1:4510", "http:", "127.0.0.1:4510", 4510],
    ["http://127.9.8.7", "http:", "127.9.8.7", 80],
    ["http://localhost:1", "http:", "localhost:1", 1],
    ["http://[::1]:4510", "http:", "[::1]:4510", 4510],
  ];
  for (const [text, protocol, host, port] of accepted) {
    it(`accepts ${text}`, () => {
      const endpoint = parseEndpoint("x", text);
      assert.deepEqual([endpoint.protocol, endpoint.host, endpoint.port], [protocol, host, port]);
      assert.doesNotMatch(endpoint.hostname, /[[\]]/);
    });
  }

  const refused = [
    "http://ens.aliyuncs.com",
    "http://127.0.0.1.example.com",
    "http://10.0.0.1:80",
    "http://[::2]",
    "http://localhost.example",
    "ftp://ens.example",
    "https://user:secret-text@ens.example",
    "user:secret-text@ens.example",
    "https://ens.example/path",
    "https://ens.example?query=secret-text",
    "https://ens.example#x",
    "ens.example:99999",
    "ens example",
    "https://",
    "\\\\ens.example",
  ];
  for (const text of refused) {
    it(`refuses ${text} without repeating it`, () => {
      assert.throws(
        () => parseEndpoint("ens:endpoint", text),
        (error: unknown) => {
          assert.ok(error instanceof ConfigurationError);
          assert.equal(error.setting, "ens:endpoint");
          assert.ok(!error.message.includes("secret-text"));
          return true;
        },
      );
    });
  }

  it("says which setting is broken without quoting it", () => {
    for (const text of [
      '{"ens": secret-text',
      '"secret-text"',
      '[["secret-text"]]',
      '{"ens":{"a":"secret-text"}}',
    ]) {
      assert.throws(
        () => resolveEndpoint(settings({ "alicloud:endpoints": text })),
        (error: Error) => /^alicloud:endpoints/.test(error.message) && !error.message.includes("secret-text"),
      );
    }
  });

  it("is not passed over because of the spelling of a service", () => {
    for (const [service, resolve] of [
      ["ENS", () => resolveEndpoint(settings({ "alicloud:endpoints": '[{"ecs":"a"},{"ENS":"b.example"}]' }))],
      ["Sts", () => resolveStsEndpoint(settings({ "alicloud:endpoints": '{"Sts":"b.example"}' }))],
    ] as const) {
      const meant = service.toLowerCase();
      assert.throws(resolve, {
        message: `alicloud:endpoints (member ${service}) is not a service; did you mean ${meant}?`,
      });
    }
  });

  it("finds STS by region", () => {
    const region = { "alicloud:region": "cn-hangzhou" };
    assert.equal(resolveStsEndpoint(settings()).host, "sts.aliyuncs.com");
    assert.equal(resolveStsEndpoint(settings(region)).host, "sts.cn-hangzhou.aliyuncs.com");
    assert.equal(
      resolveStsEndpoint(settings({ ...region, "alicloud:endpoints": '{"sts":"sts.example"}' })).host,
      "sts.example",
    );
  });
});
