import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Emulator, startEmulator } from "../../../emulator/src/index";
import { clockCheck } from "../../../sdk/src/cli/doctor/clock";
import { credentialsText, masked, problemText } from "../../../sdk/src/cli/doctor/credentialsText";
import { endpointOf } from "../../../sdk/src/cli/doctor/endpoint";
import { table } from "../../../sdk/src/cli/table";
import { cli, type Result } from "./io";

interface Finding {
  name: string;
  state: string;
  text: string;
}

describe("pulumi-ens doctor", () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({
      seed: {
        events: [{ eventId: "e-1", resourceId: "i-1" }],
        credentials: [{ accessKeyId: "LTAI5tExampleOfAKeyId", accessKeySecret: "example-of-a-secret" }],
      },
    });
  });
  beforeEach(() => emulator.reset());
  after(() => emulator.close());

  const env = (more: Record<string, string> = {}): Record<string, string> => ({
    ENS_ENDPOINT: emulator.endpoint,
    ALICLOUD_ACCESS_KEY: "LTAI5tExampleOfAKeyId",
    ALICLOUD_SECRET_KEY: "example-of-a-secret",
    ...more,
  });

  const examine = async (
    args: string[] = [],
    more: Record<string, string> = {},
  ): Promise<Record<string, Finding>> => {
    const result = await cli(["doctor", "--json", ...args], { env: env(more) });
    const { ok, checks } = JSON.parse(result.out) as { ok: boolean; checks: Finding[] };
    assert.equal(ok, result.code === 0);
    assert.equal(ok, !checks.some(({ state }) => state === "fail"));
    return Object.fromEntries(checks.map((check) => [check.name, check]));
  };

  it("finds a healthy machine healthy, a line for each check", async () => {
    const { code, out, err }: Result = await cli(["doctor"], { env: env() });
    assert.deepEqual([code, err], [0, ""]);
    const lines = out.trimEnd().split("\n");
    const names = [
      "Node.js",
      "@pulumi/pulumi",
      "@pulumi-ens/sdk",
      "Pulumi CLI",
      "@alicloud/ens20171110",
      "Transport",
      "Proxy",
      "Credentials",
      "Endpoint",
      "Read events",
      "Discovery",
      "Clock",
    ];
    assert.deepEqual(
      lines.map((line) => /^(?:ok|warn) +(\S+(?: \S+)?) {2,}\S/.exec(line)?.[1]),
      names,
    );
    assert.match(out, /^ok {4}Credentials +environment ALICLOUD_ACCESS_KEY, access key LTAI…eyId$/m);
    assert.match(out, /^ok {4}Clock +in step with the endpoint$/m);
    assert.match(out, /^ok {4}@pulumi\/pulumi +3\.\d+\.\d+$/m);
  });

  it("only reads", async () => {
    await examine();
    const actions = new Set(emulator.calls().flatMap(({ action }) => action ?? []));
    assert.deepEqual([...actions].sort(), ["DescribeHistoryEvents", "DescribeInstances", "ListTagResources"]);
  });

  it("names the RAM action that is missing", async () => {
    emulator.faults([{ kind: "noPermission", action: "DescribeHistoryEvents", count: "always" }]);
    const { "Read events": events, Credentials: credentials, Endpoint: endpoint } = await examine();
    assert.equal(events?.state, "fail");
    assert.match(events?.text ?? "", /Grant the RAM action ens:DescribeHistoryEvents/);
    assert.deepEqual([credentials?.state, endpoint?.state], ["ok", "ok"]);
  });

  it("only warns where a plan can do without", async () => {
    emulator.faults([{ kind: "noPermission", action: "ListTagResources", count: "always" }]);
    const { Discovery: discovery } = await examine();
    assert.equal(discovery?.state, "warn");
    assert.match(discovery?.text ?? "", /getMigrationEvents will fail: .*ens:ListTagResources/);
  });

  it("tells wrong keys from a wrong network", async () => {
    const wrong = await examine([], { ALICLOUD_SECRET_KEY: "another-secret" });
    assert.equal(wrong["Credentials"]?.state, "fail");
    assert.match(wrong["Credentials"]?.text ?? "", /SignatureDoesNotMatch/);
    assert.equal(wrong["Read events"]?.text, "not checked. Fix Credentials first");
    assert.equal(wrong["Endpoint"]?.state, "ok");
  });

  it("names the source that decides, once, and what is wrong with it", async () => {
    const { Credentials: credentials } = await examine([], {
      ALICLOUD_ACCESS_KEY: "",
      ALICLOUD_SECRET_KEY: "",
      ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/r",
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/p",
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/nowhere/token",
    });
    assert.equal(credentials?.state, "fail");
    assert.equal(
      credentials?.text,
      "environment ALIBABA_CLOUD_OIDC_TOKEN_FILE: the token file /nowhere/token does not exist. Write the OIDC token to it first",
    );
  });

  it("says which credentials are half there, and looks at all else", async () => {
    const checks = await examine([], { ALICLOUD_SECRET_KEY: "" });
    assert.deepEqual(
      ["Transport", "Proxy", "Endpoint", "Credentials", "Configuration"].map((name) => checks[name]?.state),
      ["ok", "ok", "ok", "fail", undefined],
    );
    assert.match(
      checks["Credentials"]?.text ?? "",
      /^nowhere: what is configured cannot be used: ALICLOUD_ACCESS_KEY is set but ALICLOUD_SECRET_KEY is not/,
    );
  });

  it("refuses an endpoint that credentials must not be sent to", async () => {
    const { Configuration: configuration } = await examine(["--endpoint", "http://ens.example"]);
    assert.match(configuration?.text ?? "", /uses plain http/);
  });

  it("notices a clock that is wrong", async () => {
    const server = await serverWithClock(20 * 60_000);
    const { port } = server.address() as AddressInfo;
    try {
      const { Clock: clock } = await examine(["--endpoint", `http://127.0.0.1:${port}`]);
      assert.equal(clock?.state, "fail");
      assert.match(
        clock?.text ?? "",
        /^20 min behind the endpoint's clock; ENS refuses .* more than 15 minutes off\. Set this machine's clock/,
      );
    } finally {
      server.close();
    }
  });

  it("never shows a secret, whatever goes wrong", async () => {
    const secrets = { ALICLOUD_SECRET_KEY: "hunter2hunter2", ALICLOUD_SECURITY_TOKEN: "token-of-hunter" };
    const outputs = [
      await cli(["doctor"], { env: env(secrets) }),
      await cli(["doctor", "--endpoint", "https://user:hunter2hunter2@ens.example"], { env: env(secrets) }),
      await cli(["doctor"], { env: { ALICLOUD_SECRET_KEY: "hunter2hunter2" } }),
    ];
    for (const { out, err, code } of outputs) {
      assert.equal(code, 1);
      assert.doesNotMatch(out + err, /hunter|LTAI5tExampleOfAKeyId/);
    }
  });

  it("says so outside of a program's directory", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-doctor-"));
    try {
      const { out } = await cli(["doctor"], { env: env(), cwd: directory });
      assert.match(out, /^warn {2}@pulumi-ens\/sdk +not found from here\. Only Node\.js programs need it\./m);
      assert.match(out, /^ok {4}@alicloud\/ens20171110 +not installed \(optional\)/m);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  describe("its parts", () => {
    it("name no source where none is configured", () => {
      const problem = "no credentials found: not in ALICLOUD_* variables";
      assert.equal(problemText("the role of this ECS instance", `Credentials: ${problem}`), problem);
    });

    it("align columns with Chinese text as a terminal shows them", () => {
      const rows = [
        ["ok", "缓存", "a"],
        ["ok", "web-12", "b"],
      ];
      assert.equal(table(rows), "ok  缓存    a\nok  web-12  b\n");
    });

    it("mask a key's id, and show none where it did not win", () => {
      assert.equal(masked("LTAI5tExampleOfAKeyId"), "LTAI…eyId");
      assert.equal(masked("short"), "…");
      assert.equal(
        credentialsText("stack configuration alicloud:accessKey", {
          ALICLOUD_ACCESS_KEY: "LTAI5tExampleOfAKeyId",
        }),
        "stack configuration alicloud:accessKey",
      );
      const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tExampleOfAKeyId" };
      const role = "environment ALIBABA_CLOUD_ACCESS_KEY_ID, then connection.roleArn acs:ram::1:role/r";
      assert.equal(credentialsText(role, env), `${role}, access key LTAI…eyId`);
      assert.equal(
        credentialsText("profile main of ~/.aliyun/config.json", env),
        "profile main of ~/.aliyun/config.json",
      );
    });

    it("find the endpoint", () => {
      assert.deepEqual(endpointOf(undefined, { ENS_ENDPOINT: "ens.example:8443" }), {
        protocol: "https:",
        host: "ens.example:8443",
        hostname: "ens.example",
        port: 8443,
        loopback: false,
      });
      assert.equal(endpointOf("a.example", { ENS_ENDPOINT: "b.example" }).hostname, "a.example");
      assert.deepEqual(endpointOf(" ", {}).hostname, "ens.aliyuncs.com");
    });

    it("judge a clock by the answer's date, or else by whether ENS took the signature", () => {
      const states = [
        clockCheck(500, "accepted"),
        clockCheck(-90_000, "accepted"),
        clockCheck(16 * 60_000, undefined),
        clockCheck(undefined, "accepted"),
        clockCheck(undefined, "refused"),
        clockCheck(undefined, undefined),
      ].map(({ state }) => state);
      assert.deepEqual(states, ["ok", "warn", "fail", "ok", "fail", "warn"]);
    });
  });
});

/** A server whose clock is ahead by so much; it answers nothing of ENS. */
async function serverWithClock(ahead: number): Promise<Server> {
  const server = createServer((_, response) => {
    response.sendDate = false;
    response.setHeader("date", new Date(Date.now() + ahead).toUTCString());
    response.statusCode = 400;
    response.end(JSON.stringify({ Code: "InvalidTimeStamp.Expired", Message: "expired", RequestId: "R" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
