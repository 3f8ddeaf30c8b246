import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { inspect } from "node:util";
import * as sinon from "sinon";
import { CredentialsError } from "../../../provider/src/api/errors";
import { rejection } from "../support/client";
import {
  HIDDEN,
  isolateEnvironment,
  profile,
  resolve,
  session,
  stsSession,
  writeBelowHome,
  writeCliFile,
} from "../support/credentials";
import { hurried } from "../support/hurry";
import {
  failure,
  html,
  json,
  type Reply,
  type ScriptedServer,
  silence,
  startScriptedServer,
} from "../support/scriptedServer";

const KEYS = { "alicloud:accessKey": "config-id", "alicloud:secretKey": "config-secret" };
const ROLE = "acs:ram::1:role/deploy";
const PROVIDER = "acs:ram::1:oidc-provider/github";

interface Way {
  config?: Record<string, string>;
  env?: Record<string, string>;
}

/** Every source whose session STS gives. */
function stsWays(): Record<string, Way> {
  const token = writeBelowHome("token", `${HIDDEN}\n`);
  const file = writeCliFile(
    [
      profile("role", { mode: "RamRoleArn", ram_role_arn: ROLE }),
      { name: "oidc", mode: "OIDC", ram_role_arn: ROLE, oidc_provider_arn: PROVIDER, oidc_token_file: token },
    ],
    "role",
    "profiles.json",
  );
  const ini = writeBelowHome(
    "shared.ini",
    `[default]\ntype=ram_role_arn\naccess_key_id=a\naccess_key_secret=s\nrole_arn=${ROLE}\n`,
  );
  return {
    "a role assumed with keys": {
      config: { ...KEYS, "alicloud:assumeRole": JSON.stringify({ roleArn: ROLE }) },
    },
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: {
      env: {
        ALIBABA_CLOUD_ROLE_ARN: ROLE,
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: PROVIDER,
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: token,
      },
    },
    "alicloud:assumeRoleWithOidc": {
      config: {
        "alicloud:assumeRoleWithOidc": JSON.stringify({
          roleArn: ROLE,
          oidcProviderArn: PROVIDER,
          oidcTokenFile: token,
        }),
      },
    },
    "a profile of mode OIDC": {
      config: { "alicloud:sharedCredentialsFile": file, "alicloud:profile": "oidc" },
    },
    "a profile of mode RamRoleArn": { config: { "alicloud:sharedCredentialsFile": file } },
    "a role in the SDKs' file": { env: { ALIBABA_CLOUD_CREDENTIALS_FILE: ini } },
  };
}

function cloudSso(signInUrl: string, expires = 4_102_444_800): void {
  writeCliFile([
    {
      name: "main",
      mode: "CloudSSO",
      cloud_sso_sign_in_url: signInUrl,
      cloud_sso_account_id: "100",
      cloud_sso_access_config: "ac-1",
      access_token: HIDDEN,
      cloud_sso_access_token_expire: expires,
    },
  ]);
}

async function problem(way: Way): Promise<CredentialsError> {
  const error = await rejection(resolve(way.config, way.env).get());
  assert.ok(error instanceof CredentialsError, inspect(error));
  const shown = inspect(error, { depth: null, showHidden: true });
  assert.ok(!shown.includes(HIDDEN), shown);
  return error;
}

/** A proxy that refuses each tunnel, and says whereto it was asked for one. */
async function startRefusingProxy(): Promise<{ url: string; asked: string[]; close: () => void }> {
  const asked: string[] = [];
  const server = createServer().listen(0, "127.0.0.1");
  server.on("connect", (request, socket) => {
    asked.push(String(request.url));
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => server.close(),
  };
}

describe("a call that fetches a session", () => {
  isolateEnvironment();

  it("goes to the STS that is configured, whoever asks", async () => {
    const sts = await startScriptedServer(stsSession(1));
    const endpoints = { "alicloud:endpoints": JSON.stringify({ sts: sts.endpoint }) };
    const ways = stsWays();
    for (const [what, { config, env }] of Object.entries(ways)) {
      const { accessKeyId } = await resolve({ ...config, ...endpoints }, env).get();
      assert.equal(accessKeyId, "STS.1", what);
    }
    assert.equal(sts.received.length, Object.keys(ways).length);
  });

  it("goes through the proxy, to the STS of the region, whoever asks", async () => {
    const proxy = await startRefusingProxy();
    const HTTPS_PROXY = proxy.url;
    const regions: [string, Record<string, string>, Record<string, string>][] = [
      ["sts.cn-hangzhou.aliyuncs.com", { "alicloud:region": "cn-hangzhou" }, {}],
      ["sts.cn-beijing.aliyuncs.com", {}, { ALIBABA_CLOUD_STS_REGION: "cn-beijing", ALICLOUD_REGION: "x" }],
      [
        "sts-vpc.cn-beijing.aliyuncs.com",
        {},
        { ALIBABA_CLOUD_STS_REGION: "cn-beijing", ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "True" },
      ],
    ];
    await hurried(async () => {
      for (const [index, [what, { config, env }]] of Object.entries(stsWays()).entries()) {
        // All regions one way, and all ways to one region.
        for (const [host, region, variables] of index === 0 ? regions : regions.slice(-1)) {
          proxy.asked.length = 0;
          const way = { config: { ...config, ...region }, env: { ...env, ...variables, HTTPS_PROXY } };
          const error = await problem(way);
          assert.match(
            error.message,
            new RegExp(
              ` at ${host}: cannot connect through the proxy \\S+ \\(HTTPS_PROXY\\): it refused the tunnel`,
            ),
            what,
          );
          assert.deepEqual([...new Set(proxy.asked)], [`${host}:443`], what);
        }
      }
      proxy.asked.length = 0;
      cloudSso("https://signin-edge.alibabacloudsso.com/edge/login");
      await problem({ env: { HTTPS_PROXY } });
      const uri = { ALIBABA_CLOUD_CREDENTIALS_URI: `https://keys.example/${HIDDEN}` };
      await problem({ env: { ...uri, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true", HTTPS_PROXY } });
      assert.deepEqual(
        [...new Set(proxy.asked)],
        ["signin-edge.alibabacloudsso.com:443", "keys.example:443"],
      );
    });
    proxy.close();
  });

  it("goes where a profile of the CLI says, as the CLI understands it", async () => {
    const proxy = await startRefusingProxy();
    const region = { ALIBABA_CLOUD_STS_REGION: "cn-beijing" };
    const vpc = { ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true" };
    const ways: [object, Record<string, string>, string][] = [
      [{ sts_region: "cn-hangzhou" }, region, "sts.cn-hangzhou.aliyuncs.com:443"],
      [{ sts_region: "cn-hangzhou" }, vpc, "sts-vpc.cn-hangzhou.aliyuncs.com:443"],
      [{ enable_vpc: true }, region, "sts-vpc.cn-beijing.aliyuncs.com:443"],
      [{ enable_vpc: true }, {}, "sts.aliyuncs.com:443"],
      [{ sts_endpoint: "http://sts.example" }, vpc, "sts.example:443"],
      [{ sts_endpoint: "sts.example:8443" }, {}, "sts.example:8443"],
    ];
    await hurried(async () => {
      for (const [fields, env, host] of ways) {
        proxy.asked.length = 0;
        writeCliFile([profile("main", { mode: "RamRoleArn", ram_role_arn: ROLE, ...fields })]);
        await problem({ env: { ...env, HTTPS_PROXY: proxy.url } });
        assert.deepEqual([...new Set(proxy.asked)], [host]);
      }
    });
    proxy.close();
    for (const [fields, message] of [
      [
        { sts_region: `cn ${HIDDEN}` },
        /^Credentials: sts_region of profile main of ~\/.*json is not a region id/,
      ],
      [
        { sts_endpoint: `u:${HIDDEN}@x` },
        /^Credentials: sts_endpoint of profile main of ~\/.*json must be a host/,
      ],
    ] as const) {
      writeCliFile([profile("main", { mode: "RamRoleArn", ram_role_arn: ROLE, ...fields })]);
      assert.match((await problem({})).message, message);
    }
  });

  it("takes an OIDC token from the configuration itself", async () => {
    const sts = await startScriptedServer(stsSession(1), failure(400, "NoPermission", `no ${HIDDEN}`));
    const config = {
      "alicloud:endpoints": JSON.stringify({ sts: sts.endpoint }),
      "alicloud:assumeRoleWithOidc": JSON.stringify({
        roleArn: ROLE,
        oidcProviderArn: PROVIDER,
        oidcToken: HIDDEN,
      }),
    };
    await resolve(config).get();
    assert.equal(new URLSearchParams(await sts.received[0]?.body).get("OIDCToken"), HIDDEN);
    assert.match((await problem({ config })).message, /no \*\*\* \(code NoPermission/);
  });

  it("shows an OIDC token to nobody but STS, and reads it each time", async () => {
    const sts = await startScriptedServer(stsSession(1, 0.05), stsSession(2));
    const { env } = stsWays()["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] ?? {};
    const credentials = resolve(
      { "alicloud:endpoints": JSON.stringify({ sts: sts.endpoint }) },
      { ...env, ALIBABA_CLOUD_ROLE_SESSION_NAME: "pipeline-42" },
    );
    assert.deepEqual(await credentials.get(), {
      accessKeyId: "STS.1",
      accessKeySecret: "session-secret",
      securityToken: "session-token-1",
    });
    writeBelowHome("token", "renewed");
    while ((await credentials.get()).accessKeyId === "STS.1") await new Promise(setImmediate);

    const [first, second] = sts.received;
    assert.equal(first?.method, "POST");
    const { Timestamp, ...query } = Object.fromEntries(first.query);
    assert.match(String(Timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(query, { Action: "AssumeRoleWithOIDC", Version: "2015-04-01", Format: "JSON" });
    assert.equal(first.headers["content-type"], "application/x-www-form-urlencoded");
    assert.equal(first.headers.authorization, undefined);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(await first.body)), {
      RoleArn: ROLE,
      OIDCProviderArn: PROVIDER,
      OIDCToken: HIDDEN,
      RoleSessionName: "pipeline-42",
      DurationSeconds: "3600",
    });
    assert.equal(new URLSearchParams(await second?.body).get("OIDCToken"), "renewed");
  });

  it("says what STS said, and never the token", async () => {
    const sts = await startScriptedServer(failure(400, "NoPermission", `no role for ${HIDDEN}`), html(502));
    const endpoints = { "alicloud:endpoints": JSON.stringify({ sts: sts.endpoint }) };
    const way = stsWays()["alicloud:assumeRoleWithOidc"] ?? {};
    const refused = await problem({ config: { ...way.config, ...endpoints } });
    assert.equal(refused.code, "NoPermission");
    assert.match(refused.message, /no role for \*\*\* \(code NoPermission.*role's trust policy must fit/);
    assert.doesNotMatch(refused.message, /Grant the RAM action/);
    const page = await hurried(() => problem({ config: { ...way.config, ...endpoints } }));
    // Not what the source knows, where the code says more.
    for (const [code, advice] of [
      ["InvalidTimeStamp.Expired", /\. This machine's clock is more than 15 minutes off/],
      ["InvalidParameter.DurationSeconds", /\. Correct DurationSeconds: 127\.0\.0\.1:\d+ does not accept/],
    ] as const) {
      const odd = await startScriptedServer(failure(400, code));
      const at = { "alicloud:endpoints": JSON.stringify({ sts: odd.endpoint }) };
      const { message } = await problem({ config: { ...way.config, ...at } });
      assert.match(message, advice);
      assert.doesNotMatch(message, /trust policy/);
    }
    assert.match(page.message, /the answer is not a session \(HTTP 502, after 6 attempts\)/);
    assert.doesNotMatch(page.message, /\bENS\b/);
  });

  it("names the host that it cannot reach, and tries no other identity", async () => {
    const closed = await startScriptedServer(silence);
    await closed.close();
    const endpoints = { "alicloud:endpoints": JSON.stringify({ sts: closed.endpoint }) };
    const { env } = stsWays()["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] ?? {};
    writeCliFile([profile("main")]);
    const error = await hurried(() => problem({ config: endpoints, env: env ?? {} }));
    assert.match(
      error.message,
      /OIDC_TOKEN_FILE: the role acs:ram::1:role\/deploy cannot be assumed: AssumeRoleWithOIDC at 127\.0\.0\.1:\d+: the connection was refused/,
    );
  });

  describe("of CloudSSO", () => {
    let server: ScriptedServer;
    afterEach(() => server.close());

    it("shows the token of the sign-in", async () => {
      server = await startScriptedServer(json(200, { CloudCredential: session(1), RequestId: "R" }));
      cloudSso(`${server.endpoint}/edge/login?x=1`);
      assert.equal((await resolve().get()).securityToken, "session-token-1");
      const [request] = server.received;
      assert.deepEqual([request?.method, request?.url], ["POST", "/cloud-credentials"]);
      assert.equal(request?.headers.authorization, `Bearer ${HIDDEN}`);
      assert.deepEqual(JSON.parse(await request.body), {
        AccountId: "100",
        AccessConfigurationId: "ac-1",
      });
    });

    it("says how to sign in for the first time", async () => {
      server = await startScriptedServer(json(200, {}));
      const fields = { cloud_sso_sign_in_url: server.endpoint, cloud_sso_account_id: "1" };
      for (const more of [{}, fields, { ...fields, cloud_sso_access_config: "c" }]) {
        writeCliFile([{ name: "main", mode: "CloudSSO", ...more }]);
        assert.match(
          (await problem({})).message,
          /profile main has no \w+\. Sign in first: aliyun configure --mode CloudSSO --profile main$/,
        );
      }
    });

    it("says when a sign-in has expired or is refused, and how to renew it", async () => {
      server = await startScriptedServer(
        json(401, { ErrorCode: "InvalidAccessToken", ErrorMessage: `no ${HIDDEN}`, RequestId: "R-1" }),
      );
      cloudSso(server.endpoint, 1_764_201_600);
      assert.equal(
        (await problem({})).message,
        "Credentials: profile main of ~/.aliyun/config.json: the CloudSSO sign-in of profile main expired at 2025-11-27T00:00:00Z. " +
          "Sign in again: aliyun configure --mode CloudSSO --profile main",
      );
      assert.equal(server.received.length, 0);
      cloudSso(server.endpoint);
      assert.match(
        (await problem({})).message,
        /CloudSSO gave no session: CreateCloudCredential at .*: no \*\*\* \(code InvalidAccessToken, HTTP 401, request id R-1\)\. Sign in again/,
      );
    });
  });

  describe("of a profile that only the vendor's library knows", () => {
    const oauth = { name: "main", mode: "OAuth", oauth_site_type: "INTL", oauth_access_token: HIDDEN };
    const external = (script: string) => {
      const file = writeBelowHome("keys.cjs", script);
      return { name: "main", mode: "External", process_command: `${process.execPath} ${file}` };
    };

    it("of mode OAuth is refused where a proxy would be passed by", async () => {
      writeCliFile([oauth]);
      assert.match(
        (await problem({ env: { HTTPS_PROXY: "http://proxy.example" } })).message,
        /profile main has mode OAuth, which cannot use a proxy, and HTTPS_PROXY sets one\. .*add oauth\.alibabacloud\.com to NO_PROXY/,
      );
      writeCliFile([{ ...oauth, oauth_site_type: HIDDEN }]);
      assert.match((await problem({})).message, /oauth_site_type of profile main must be CN or INTL/);
    });

    it("of mode External gives what its command prints, or says what is wrong with that", async () => {
      const keys = { mode: "AK", access_key_id: "printed-id", access_key_secret: "s" };
      writeCliFile([external(`console.log(${JSON.stringify(JSON.stringify(keys))})`)]);
      assert.equal((await resolve().get()).accessKeyId, "printed-id");
      for (const [script, message] of [
        [`console.error("${HIDDEN}"); process.exit(1)`, /the profile's process_command failed/],
        [`console.log("${HIDDEN}")`, /process_command printed no JSON/],
        [`console.log('{"access_key_secret":"${HIDDEN}"}')`, /process_command printed no keys/],
      ] as const) {
        writeCliFile([external(script)]);
        assert.match((await problem({})).message, message);
      }
    });
  });

  describe("of a profile whose file the vendor's library would write", () => {
    const external = () => {
      const file = writeBelowHome(
        "keys.cjs",
        `console.log('{"mode":"AK","access_key_id":"printed-id","access_key_secret":"s"}')`,
      );
      return { name: "main", mode: "External", process_command: `${process.execPath} ${file}` };
    };

    it("is refused where the library could not read it back", async () => {
      const content = `\ufeff${JSON.stringify({ current: "main", profiles: [external()] })}`;
      const oauth = JSON.stringify({
        current: "main",
        profiles: [{ name: "main", mode: "OAuth", oauth_site_type: "CN", oauth_access_token: HIDDEN }],
      });
      for (const [mode, bytes] of [
        ["External", Buffer.from(content)],
        ["External", Buffer.from(content, "utf16le")],
        ["OAuth", Buffer.from(oauth, "utf16le")],
      ] as const) {
        writeBelowHome(".aliyun/config.json", bytes);
        assert.match(
          (await problem({})).message,
          new RegExp(
            `: mode ${mode} needs ~/\\.aliyun/config\\.json in UTF-8 without a byte order mark\\. Save it`,
          ),
        );
      }
    });

    it("works where it is named, however its file is spelt and whatever leaves it out", async () => {
      const file = writeCliFile([external()]);
      const off = { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" };
      process.env["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "true";
      for (const spelt of [
        undefined,
        `${dirname(dirname(file))}//.aliyun/./config.json`,
        "~/.aliyun/../.aliyun/config.json",
      ]) {
        const config = spelt === undefined ? {} : { "alicloud:sharedCredentialsFile": spelt };
        assert.equal((await resolve(config, off, { profile: "main" }).get()).accessKeyId, "printed-id");
      }
    });

    it("says that there is no network, which no sign-in would change", async () => {
      const sign = { oauth_site_type: "CN", oauth_access_token: HIDDEN, oauth_access_token_expire: 4e9 };
      writeCliFile([{ name: "main", mode: "OAuth", ...sign }]);
      for (const [thrown, message] of [
        [
          { code: "ENOTFOUND" },
          /gave no credentials: oauth\.aliyun\.com: the host name is not known \(code ENOTFOUND\)\. Check the endpoint's name/,
        ],
        [
          { name: "RequestTimeoutError" },
          /gave no credentials: oauth\.aliyun\.com: the connection timed out \(code ETIMEDOUT\)\. Run again/,
        ],
        [{}, /the library of Alibaba Cloud could not get them\. Sign in again/],
      ] as const) {
        const request = sinon.stub(https, "request").throws(Object.assign(new Error(HIDDEN), thrown));
        const error = await problem({}).finally(() => request.restore());
        assert.match(error.message, message);
      }
    });
  });

  it("of the CLI's other modes is fetched as that mode says, or refused", async () => {
    const server = await startScriptedServer(json(200, session(1)));
    writeCliFile([{ name: "main", mode: "CredentialsURI", credentials_uri: server.endpoint }]);
    assert.equal((await resolve().get()).accessKeyId, "STS.1");
    for (const [fields, message] of [
      [
        { mode: "CredentialsURI", credentials_uri: `http://x.example/${HIDDEN}` },
        /^Credentials: credentials_uri of profile main of ~\/\.aliyun\/config\.json uses plain http/,
      ],
      [{ mode: "CredentialsURI" }, /profile main has no credentials_uri/],
      // The role that it is assumed with is the instance's, which no test asks for.
      [
        { mode: "RamRoleArnWithRoleName", ram_role_name: "r", ram_role_arn: ROLE },
        /ALIBABA_CLOUD_ECS_METADATA_DISABLED is true/,
      ],
      [{ mode: "RamRoleArnWithRoleName", ram_role_name: "r" }, /profile main has no ram_role_arn/],
      [{ mode: "RamRoleArnWithRoleName", ram_role_arn: ROLE }, /profile main has no ram_role_name/],
      [{ mode: "RsaKeyPair" }, /mode RsaKeyPair of profile main is not supported\. Use one of AK, /],
      [{ mode: "BearerToken" }, /mode BearerToken of profile main is not supported/],
    ] as [object, RegExp][]) {
      writeCliFile([{ name: "main", ...fields }]);
      assert.match((await problem({})).message, message);
    }
  });

  describe("of a credentials URI", () => {
    it("hides its path and query where the answer repeats them", async () => {
      const echo: Reply = (response, socket, received) => {
        const read = decodeURIComponent(received.url);
        const words = [received.url, read, ...read.split(/[/?=&]/)].join(" | ");
        failure(404, "NotFound", `no route for ${words}`)(response, socket, received);
      };
      const server = await startScriptedServer(echo);
      for (const path of [`/v2/${HIDDEN}`, `/v2/keys?a=1&t=${HIDDEN}`, `/%68idden-secret-text/x`]) {
        const config = { "alicloud:credentialsUri": `${server.endpoint}${path}` };
        assert.match((await problem({ config })).message, /no route for .*\*\*\*.* \(code NotFound/);
      }
    });

    it("is asked once for all callers, with its whole address", async () => {
      const server = await startScriptedServer(json(200, { Code: "Success", ...session(1) }));
      const config = { "alicloud:credentialsUri": `${server.endpoint}/keys?t=${HIDDEN}` };
      const credentials = resolve(config, { HTTPS_PROXY: "http://127.0.0.1:1" });
      const [first, second] = await Promise.all([credentials.get(), credentials.get()]);
      assert.equal(first, second);
      assert.equal(credentials.label, "stack configuration alicloud:credentialsUri");
      assert.deepEqual(
        server.received.map(({ method, url }) => [method, url]),
        [["GET", `/keys?t=${HIDDEN}`]],
      );
    });

    it("lets nothing out where it answers nonsense", async () => {
      const server = await startScriptedServer(json(200, { AccessKeySecret: HIDDEN }), json(404, {}));
      const config = { "alicloud:credentialsUri": `${server.endpoint}/keys` };
      const malformed = await problem({ config });
      assert.match(malformed.message, /credentialsUri gave no credentials: .*AccessKeyId is missing/);
      assert.doesNotMatch(malformed.message, /http:|keys/);
      assert.match((await problem({ config })).message, /the answer is not a session \(HTTP 404\)/);
    });

    it("must not send keys in the clear to another machine", () => {
      const refused = (uri: string) => ({ "alicloud:credentialsUri": uri });
      for (const [uri, message] of [
        [`http://keys.example/${HIDDEN}`, /^alicloud:credentialsUri uses plain http to another machine/],
        ["http://10.0.0.1/keys", /plain http/],
        ["http://169.254.evil.example/keys", /plain http/],
        [`https://user:${HIDDEN}@keys.example/`, /must not contain a user and a password$/],
        [`ftp://${HIDDEN}`, /must be an http:\/\/ or https:\/\/ URL$/],
        [HIDDEN, /must be an http:\/\/ or https:\/\/ URL$/],
      ] as const) {
        assert.throws(
          () => resolve(refused(uri)),
          (error: unknown) => {
            assert.ok(error instanceof Error && error.name === "ConfigurationError", inspect(error));
            assert.match(error.message, message);
            assert.ok(!inspect(error).includes(HIDDEN));
            return true;
          },
        );
      }
      for (const uri of [
        "http://169.254.170.2/keys",
        "http://[fe80::1]/keys",
        "http://localhost:1/",
        "https://keys.example/",
      ])
        assert.equal(resolve(refused(uri)).label, "stack configuration alicloud:credentialsUri");
    });
  });
});
