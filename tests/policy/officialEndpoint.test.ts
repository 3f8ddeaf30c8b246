import assert from "node:assert/strict";
import sinon from "sinon";
import { officialEndpoint } from "../../policy/src";
import { checked, event, judge, NOW, UNKNOWN } from "./judge";

describe("the rule officialEndpoint", () => {
  let environment: string | undefined;
  beforeEach(() => {
    environment = process.env["ENS_ENDPOINT"];
    delete process.env["ENS_ENDPOINT"];
  });
  afterEach(() => {
    sinon.restore();
    if (environment === undefined) delete process.env["ENS_ENDPOINT"];
    else process.env["ENS_ENDPOINT"] = environment;
  });

  const rule = officialEndpoint("official-endpoint");
  const props = (connection?: object) =>
    checked({ events: [event(1, { planTime: NOW + 86_400_000 })], ...(connection && { connection }) });

  it("lets the one public endpoint be, however it is written", () => {
    assert.deepEqual(judge(rule, { props: props(), provider: { "alicloud:region": "cn-beijing" } }), {
      violations: [],
    });
    for (const endpoint of ["ens.aliyuncs.com", "https://ens.aliyuncs.com", "ENS.aliyuncs.com:443"])
      assert.deepEqual(judge(rule, { props: props({ endpoint }) }), { violations: [] }, endpoint);
  });

  it("reports one of the plan's connection", () =>
    assert.deepEqual(judge(rule, { props: props({ endpoint: "ens.example.com" }) }).violations, [
      "the endpoint is https://ens.example.com; allowed: ens.aliyuncs.com. Remove the plan's connection.endpoint",
    ]));

  it("reports one of the stack's configuration, and all that says so", () => {
    process.env["ENS_ENDPOINT"] = "127.0.0.1:1";
    const endpoints = JSON.stringify([{ ens: "proxy.example.com:8443" }]);
    assert.deepEqual(
      judge(rule, { props: props(), provider: { "alicloud:endpoints": endpoints } }).violations,
      [
        "the endpoint is https://proxy.example.com:8443; allowed: ens.aliyuncs.com. Remove the configuration " +
          "alicloud:endpoints and the environment variable ENS_ENDPOINT",
      ],
    );
    assert.match(
      judge(rule, { props: props(), provider: { "ens:endpoint": "a.example.com" } }).violations[0] ?? "",
      /is https:\/\/a\.example\.com; .* the configuration ens:endpoint and the environment variable ENS_ENDPOINT$/,
    );
  });

  it("reports one of the environment", () => {
    process.env["ENS_ENDPOINT"] = "http://127.0.0.1:9000";
    assert.match(
      judge(rule, { props: props() }).violations[0] ?? "",
      /is http:\/\/127\.0\.0\.1:9000; .*the environment variable ENS_ENDPOINT$/,
    );
  });

  it("allows the endpoints that it is given, with the port", () => {
    process.env["ENS_ENDPOINT"] = "http://127.0.0.1:9000";
    assert.deepEqual(judge(rule, { props: props(), config: { endpoints: ["127.0.0.1:9000"] } }), {
      violations: [],
    });
    assert.equal(judge(rule, { props: props(), config: { endpoints: ["127.0.0.1"] } }).violations.length, 1);
  });

  it("reports one that is none, without quoting it", () => {
    const { violations } = judge(rule, {
      props: props(),
      provider: { "ens:endpoint": "https://user:pa55word@ens.example.com" },
    });
    assert.match(violations[0] ?? "", /^the endpoint cannot be read: ens:endpoint must be a host/);
    assert.ok(!violations[0]?.includes("pa55word"));
  });

  it("waits for one that a preview cannot tell", () => {
    const verdict = judge(rule, { props: props({ endpoint: UNKNOWN }) });
    assert.deepEqual(verdict.violations, []);
    assert.match(verdict.notChecked ?? "", /connection\.endpoint can't be known/);
  });

  it("refuses a list of nothing, at once", () =>
    assert.throws(() => officialEndpoint("e", { endpoints: [] }), /endpoints must name at least one host/));
});
