import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { CredentialsError } from "../../../provider/src/api/errors";
import { rejection } from "../support/client";
import {
  HIDDEN,
  isolateEnvironment,
  profile,
  resolve,
  stsSession,
  writeBelowHome,
  writeCliFile,
} from "../support/credentials";
import { hurried } from "../support/hurry";
import { failure, json, reset, type ScriptedServer, startScriptedServer } from "../support/scriptedServer";

const CONFIG = { "alicloud:accessKey": "config-id", "alicloud:secretKey": "config-secret" };
const ENV = { ALICLOUD_ACCESS_KEY: "env-id", ALICLOUD_SECRET_KEY: "env-secret" };

describe("where credentials come from", () => {
  isolateEnvironment();

  it("the connection's profile wins over everything", async () => {
    writeCliFile([profile("main"), profile("prod")]);
    const credentials = resolve(CONFIG, ENV, { profile: "prod" });
    assert.equal((await credentials.get()).accessKeyId, "prod-id");
    assert.equal(credentials.label, "connection.profile prod");
  });

  it("then the stack configuration", async () => {
    const credentials = resolve({ ...CONFIG, "alicloud:securityToken": "t" }, ENV);
    assert.deepEqual(await credentials.get(), {
      accessKeyId: "config-id",
      accessKeySecret: "config-secret",
      securityToken: "t",
    });
    assert.equal(credentials.label, "stack configuration alicloud:accessKey");
  });

  it("then a profile of the stack configuration, from the file it names", async () => {
    writeCliFile([profile("main")]);
    const file = writeCliFile([profile("main", { access_key_id: "other-id" })], "main", "other.json");
    for (const path of [file, "~/other.json"]) {
      const credentials = resolve(
        { "alicloud:profile": "main", "alicloud:sharedCredentialsFile": path },
        ENV,
      );
      assert.equal((await credentials.get()).accessKeyId, "other-id");
      assert.equal(credentials.label, "stack configuration alicloud:profile main");
    }
    const current = resolve({ "alicloud:sharedCredentialsFile": file }, ENV);
    assert.equal((await current.get()).accessKeyId, "other-id");
  });

  it("then the environment, keys before a profile", async () => {
    writeCliFile([profile("main")]);
    const keys = resolve({}, { ...ENV, ALICLOUD_SECURITY_TOKEN: "t", ALICLOUD_PROFILE: "main" });
    assert.equal((await keys.get()).securityToken, "t");
    assert.equal(keys.label, "environment ALICLOUD_ACCESS_KEY");
    const named = resolve({}, { ALICLOUD_PROFILE: "main" });
    assert.equal((await named.get()).accessKeyId, "main-id");
    assert.equal(named.label, "environment ALICLOUD_PROFILE main");
  });

  it("then what Alibaba Cloud's own clients read", async () => {
    const credentials = resolve(
      {},
      { ALIBABA_CLOUD_ACCESS_KEY_ID: "chain-id", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "chain-secret" },
    );
    assert.equal(credentials.label, "environment ALIBABA_CLOUD_ACCESS_KEY_ID");
    const all = await Promise.all(Array.from({ length: 5 }, () => credentials.get()));
    assert.equal(all[4]?.accessKeyId, "chain-id");
  });

  it("blank settings count as unset", async () => {
    const credentials = resolve(
      { "alicloud:accessKey": "", "alicloud:secretKey": " " },
      { ...ENV, ALICLOUD_SECURITY_TOKEN: "" },
    );
    assert.deepEqual(await credentials.get(), {
      accessKeyId: "env-id",
      accessKeySecret: "env-secret",
      securityToken: undefined,
    });
  });

  const halves: [string, Record<string, string>, Record<string, string>, RegExp][] = [
    ["a key", { "alicloud:accessKey": "x" }, ENV, /alicloud:accessKey is set but alicloud:secretKey is not/],
    [
      "a secret",
      { "alicloud:secretKey": HIDDEN },
      ENV,
      /alicloud:secretKey is set but alicloud:accessKey is not/,
    ],
    [
      "a token",
      { "alicloud:securityToken": HIDDEN },
      ENV,
      /alicloud:securityToken is set but alicloud:accessKey/,
    ],
    [
      "a key in the environment",
      {},
      { ALICLOUD_ACCESS_KEY: "x" },
      /ALICLOUD_ACCESS_KEY is set but ALICLOUD_SECRET_KEY is not/,
    ],
    [
      "a key of the vendor's",
      {},
      { ALIBABA_CLOUD_ACCESS_KEY_ID: "x" },
      /ALIBABA_CLOUD_ACCESS_KEY_ID is set but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not/,
    ],
  ];
  for (const [what, config, env, message] of halves) {
    it(`${what} without its other half is an error that names it`, async () => {
      const credentials = resolve(config, env);
      assert.equal(credentials.label, "nowhere: what is configured cannot be used");
      const error = await rejection(credentials.get());
      assert.ok(error instanceof CredentialsError);
      assert.match(error.message, message);
      assert.ok(!error.message.includes(HIDDEN));
    });
  }

  it("a key with characters that cannot travel in a header is an error that does not show it", async () => {
    const credentials = resolve({ ...CONFIG, "alicloud:accessKey": `${HIDDEN}…` });
    assert.equal(
      (await rejection(credentials.get())).message,
      "Credentials: alicloud:accessKey has characters that a key cannot have. Copy it again",
    );
  });

  it("what has been decided stays, even if its file goes", async () => {
    writeCliFile([profile("main")]);
    const credentials = resolve();
    const keys = await credentials.get();
    assert.equal(keys.accessKeyId, "main-id");
    rmSync(join(homedir(), ".aliyun"), { recursive: true });
    writeBelowHome(
      ".alibabacloud/credentials",
      "[default]\ntype=access_key\naccess_key_id=a\naccess_key_secret=s\n",
    );
    assert.match((await rejection(credentials.renew(keys))).message, /config\.json does not exist/);
    assert.match((await rejection(credentials.get())).message, /config\.json does not exist/);
  });

  it("a half pair further down does not matter", () => {
    assert.equal(
      resolve(CONFIG, { ALICLOUD_ACCESS_KEY: "x" }).label,
      "stack configuration alicloud:accessKey",
    );
  });

  const brokenFiles: [string, () => unknown, RegExp][] = [
    ["no file", () => undefined, /config\.json does not exist.*aliyun configure/],
    [
      "a file that is no JSON",
      () => {
        writeBelowHome(".aliyun/config.json", `{"access_key_secret":"${HIDDEN}",`);
      },
      /config\.json is not valid JSON/,
    ],
    [
      "no such profile",
      () => writeCliFile([profile("main"), profile("dev")]),
      /has no profile prod.*It has main, dev/,
    ],
    [
      "half a pair",
      () => writeCliFile([profile("prod", { access_key_secret: "" })]),
      /access_key_id of profile prod is set but access_key_secret is not/,
    ],
    [
      "a session without its token",
      () => writeCliFile([profile("prod", { mode: "StsToken" })]),
      /profile prod has no sts_token/,
    ],
    [
      "a role without its name",
      () => writeCliFile([profile("prod", { mode: "RamRoleArn" })]),
      /profile prod has no ram_role_arn/,
    ],
    [
      "a chain of profiles without an end",
      () =>
        writeCliFile([
          { name: "prod", mode: "ChainableRamRoleArn", source_profile: "dev", ram_role_arn: "r" },
          { name: "dev", mode: "ChainableRamRoleArn", source_profile: "prod", ram_role_arn: "r" },
        ]),
      /profile prod leads back to itself/,
    ],
    [
      "a mode nobody knows",
      () => writeCliFile([profile("prod", { mode: HIDDEN })]),
      /the mode of profile prod is not known\. Use one of AK/,
    ],
  ];
  for (const [what, prepare, message] of brokenFiles) {
    it(`says what is wrong with a profile and nothing of its file: ${what}`, async () => {
      prepare();
      const error = await rejection(resolve({}, {}, { profile: "prod" }).get());
      assert.ok(error instanceof CredentialsError, inspect(error));
      assert.match(error.message, message);
      assert.ok(!inspect(error, { depth: null }).includes(HIDDEN));
    });
  }

  it("reads a session from a profile, and reads it anew when it has expired", async () => {
    const session = (token: string) =>
      writeCliFile([profile("prod", { mode: "StsToken", sts_token: token })]);
    session("old");
    const credentials = resolve({}, {}, { profile: "prod" });
    const old = await credentials.get();
    assert.equal(old.securityToken, "old");
    assert.equal(await credentials.renew(old), false);
    session("new");
    assert.equal(await credentials.renew(await credentials.get()), true);
    assert.equal((await credentials.get()).securityToken, "new");
  });

  it("names a setting that it cannot use", () => {
    for (const [config, message] of [
      [{ "alicloud:assumeRole": "{" }, /^alicloud:assumeRole is not valid JSON/],
      [{ "alicloud:assumeRole": "[]" }, /^alicloud:assumeRole must be a JSON object/],
      [{ "alicloud:assumeRole": "{}" }, /^alicloud:assumeRole\.roleArn is missing/],
      [
        { "alicloud:assumeRole": '{"roleArn":"r","sessionExpiration":60}' },
        /sessionExpiration must be a whole number of seconds/,
      ],
      [
        { "alicloud:assumeRole": '{"roleArn":"r","sessionExpiration":"0xE10"}' },
        /sessionExpiration must be a whole number of seconds/,
      ],
      [
        { "alicloud:assumeRole": '{"roleArn":"r","sessionExpiration":[3600]}' },
        /sessionExpiration must be a whole number of seconds/,
      ],
      [
        { "alicloud:assumeRole": '{"roleArn":"r","Policy":"{}"}' },
        /^alicloud:assumeRole has no field Policy; did you mean policy\? Its fields are roleArn/,
      ],
      [
        { "alicloud:assumeRoleWithOidc": `{"${HIDDEN}":"${HIDDEN}"}` },
        /^alicloud:assumeRoleWithOidc has no such field\. Its fields are roleArn, oidcProviderArn, oidcToken, oidcTokenFile/,
      ],
      [{ "alicloud:assumeRoleWithOidc": '{"roleArn":"r"}' }, /oidcProviderArn is missing/],
      [
        { "alicloud:assumeRoleWithOidc": '{"roleArn":"r","oidcProviderArn":"p"}' },
        /^alicloud:assumeRoleWithOidc\.oidcTokenFile is missing/,
      ],
      [
        {
          "alicloud:assumeRoleWithOidc": `{"roleArn":"r","oidcProviderArn":"p","oidcToken":"${HIDDEN}","oidcTokenFile":"t"}`,
        },
        /^alicloud:assumeRoleWithOidc has both oidcToken and oidcTokenFile: remove one$/,
      ],
      [{ "alicloud:region": "x/../y" }, /^alicloud:region is not a region id/],
    ] as [Record<string, string>, RegExp][])
      assert.throws(() => resolve(config), { name: "ConfigurationError", message });
  });
});

describe("a role that is assumed", () => {
  isolateEnvironment();
  let sts: ScriptedServer;
  afterEach(() => sts.close());

  const endpoints = () => ({ "alicloud:endpoints": JSON.stringify([{ sts: sts.endpoint }]) });

  it("is asked of STS with the base credentials, once for all callers", async () => {
    sts = await startScriptedServer(stsSession(1));
    const credentials = resolve({
      ...CONFIG,
      ...endpoints(),
      "alicloud:assumeRole": JSON.stringify({
        roleArn: "acs:ram::1:role/mover",
        sessionName: "s",
        policy: '{"Version":"1"}',
        sessionExpiration: 1800,
        externalId: "x",
      }),
    });
    const all = await Promise.all(Array.from({ length: 5 }, () => credentials.get()));
    assert.deepEqual(all[0], {
      accessKeyId: "STS.1",
      accessKeySecret: "session-secret",
      securityToken: "session-token-1",
    });
    assert.equal(sts.received.length, 1);
    const [request] = sts.received;
    assert.equal(request?.action, "AssumeRole");
    assert.equal(request.headers["x-acs-version"], "2015-04-01");
    assert.match(String(request.headers.authorization), /Credential=config-id,/);
    assert.deepEqual(Object.fromEntries(request.query), {
      RoleArn: "acs:ram::1:role/mover",
      RoleSessionName: "s",
      DurationSeconds: "1800",
      Policy: '{"Version":"1"}',
      ExternalId: "x",
    });
    assert.equal(
      credentials.label,
      "stack configuration alicloud:accessKey, then stack configuration alicloud:assumeRole",
    );
  });

  it("of the connection replaces that of the configuration, and is assumed with the configuration's keys", async () => {
    sts = await startScriptedServer(stsSession(1));
    const config = { ...CONFIG, ...endpoints(), "alicloud:assumeRole": '{"roleArn":"other"}' };
    const credentials = resolve(config, ENV, { roleArn: "acs:ram::1:role/mine" });
    await credentials.get();
    assert.equal(sts.received[0]?.query.get("RoleArn"), "acs:ram::1:role/mine");
    assert.match(String(sts.received[0]?.headers.authorization), /Credential=config-id,/);
    assert.match(credentials.label, /then connection\.roleArn acs:ram::1:role\/mine/);
  });

  it("of the environment does not change keys of the configuration", () => {
    return startScriptedServer(stsSession(1)).then(async (server) => {
      sts = server;
      const env = { ...ENV, ALICLOUD_ASSUME_ROLE_ARN: "acs:ram::1:role/env" };
      assert.equal((await resolve({ ...CONFIG, ...endpoints() }, env).get()).accessKeyId, "config-id");
      assert.equal((await resolve(endpoints(), env).get()).accessKeyId, "STS.1");
    });
  });

  it("is asked for again shortly before it ends, and after the service refused it", async () => {
    sts = await startScriptedServer(stsSession(1, 0.05), stsSession(2), stsSession(3));
    const credentials = resolve({ ...CONFIG, ...endpoints(), "alicloud:assumeRole": '{"roleArn":"r"}' });
    assert.equal((await credentials.get()).accessKeyId, "STS.1");
    while ((await credentials.get()).accessKeyId === "STS.1") await new Promise(setImmediate);
    const second = await credentials.get();
    assert.equal(second.accessKeyId, "STS.2");
    assert.equal(await credentials.renew(second), true);
    assert.equal((await credentials.get()).accessKeyId, "STS.3");
    assert.equal(sts.received.length, 3);
  });

  it("is not asked for by every call while STS is down and the old session still counts", async () => {
    sts = await startScriptedServer(stsSession(1, 240), reset);
    const credentials = resolve({ ...CONFIG, ...endpoints(), "alicloud:assumeRole": '{"roleArn":"r"}' });
    await hurried(async (clock) => {
      await credentials.get();
      clock.setSystemTime(Date.now() + 150_000);
      assert.equal((await credentials.get()).accessKeyId, "STS.1");
      const asked = sts.received.length;
      assert.ok(asked > 1);
      for (let call = 0; call < 5; call++) assert.equal((await credentials.get()).accessKeyId, "STS.1");
      assert.equal(sts.received.length, asked);
      clock.setSystemTime(Date.now() + 30_000);
      await credentials.get();
      assert.ok(sts.received.length > asked);
      clock.setSystemTime(Date.now() + 60_000);
      await rejection(credentials.get());
    });
  });

  it("is the role of a CLI profile", async () => {
    sts = await startScriptedServer(stsSession(1));
    const file = join(homedir(), "profiles.json");
    const role = { ram_role_arn: "acs:ram::1:role/p", ram_session_name: "s", expired_seconds: 900 };
    writeFileSync(
      file,
      JSON.stringify({
        current: "direct",
        profiles: [
          { name: "base", mode: "AK", access_key_id: "base-id", access_key_secret: "base-secret" },
          {
            name: "direct",
            mode: "RamRoleArn",
            access_key_id: "own-id",
            access_key_secret: "own-secret",
            ...role,
          },
          { name: "chained", mode: "ChainableRamRoleArn", source_profile: "base", ...role },
        ],
      }),
    );
    const config = { ...endpoints(), "alicloud:sharedCredentialsFile": file };
    assert.equal((await resolve(config).get()).accessKeyId, "STS.1");
    await resolve({ ...config, "alicloud:profile": "chained" }).get();
    assert.match(String(sts.received[0]?.headers.authorization), /Credential=own-id,/);
    assert.match(String(sts.received[1]?.headers.authorization), /Credential=base-id,/);
    assert.equal(sts.received[1]?.query.get("DurationSeconds"), "900");
  });

  for (const seconds of ["15m", "0x384", 900.5, -900]) {
    it(`of a CLI profile is not assumed for ${JSON.stringify(seconds)} seconds, nor for the default instead`, async () => {
      const file = join(homedir(), "profiles.json");
      const keys = { mode: "RamRoleArn", access_key_id: "own-id", access_key_secret: "own-secret" };
      const profile = { name: "p", ...keys, ram_role_arn: "acs:ram::1:role/p", expired_seconds: seconds };
      writeFileSync(file, JSON.stringify({ current: "p", profiles: [profile] }));
      const credentials = resolve({ ...endpoints(), "alicloud:sharedCredentialsFile": file });
      assert.match(
        (await rejection(credentials.get())).message,
        /: expired_seconds of profile p must be a whole number of seconds/,
      );
    });
  }

  it("says why it cannot be assumed, without what was sent", async () => {
    sts = await startScriptedServer(
      failure(403, "NoPermission", "You are not authorized: config-secret config-id"),
      json(200, {
        Credentials: { AccessKeyId: "a", AccessKeySecret: "b", Expiration: "2099-01-01T00:00:00Z" },
      }),
      json(200, {
        Credentials: { AccessKeyId: "a", AccessKeySecret: "b", SecurityToken: "c", Expiration: "soon" },
      }),
    );
    const credentials = resolve({ ...CONFIG, ...endpoints(), "alicloud:assumeRole": '{"roleArn":"r"}' });
    const first = (await rejection(credentials.get())) as CredentialsError;
    assert.ok(first instanceof CredentialsError);
    assert.equal(first.code, "NoPermission");
    assert.match(first.message, /alicloud:assumeRole cannot be assumed.*RAM action sts:AssumeRole/);
    assert.doesNotMatch(inspect(first, { depth: null }), /config-secret|config-id/);
    assert.match((await rejection(credentials.get())).message, /SecurityToken is missing/);
    assert.match((await rejection(credentials.get())).message, /Expiration is not a time/);
  });

  it("survives a reset of STS", async () => {
    sts = await startScriptedServer(reset, stsSession(1));
    const credentials = resolve({ ...CONFIG, ...endpoints(), "alicloud:assumeRole": '{"roleArn":"r"}' });
    assert.equal((await credentials.get()).accessKeyId, "STS.1");
  });
});
