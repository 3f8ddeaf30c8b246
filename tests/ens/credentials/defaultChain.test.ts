import assert from "node:assert/strict";
import fs, { mkdirSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import * as sinon from "sinon";
import { CredentialsError } from "../../../provider/src/api/errors";
import { lastResort } from "../../../provider/src/ens/credentials/defaultChain";
import { parseEndpoint } from "../../../provider/src/ens/settings/endpoint";
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
import { failure, json, type Reply, silence, startScriptedServer, text } from "../support/scriptedServer";

const NOTHING = { env: {}, config: () => undefined };

const INI = `; of the SDKs
[default]
type = access_key
access_key_id = ini-id
access_key_secret = ini-secret

[staging]
type=access_key
access_key_id="staging-id"
access_key_secret='staging-secret' `;

const OIDC = {
  ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/deploy",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/github",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/nowhere/token",
};

/** The error of settings that are looked at first, or of the first fetch. */
async function problem(env: Record<string, string>, config: Record<string, string> = {}): Promise<string> {
  const error = await rejection(Promise.resolve().then(() => resolve(config, env).get()));
  assert.ok(error instanceof CredentialsError, inspect(error));
  const shown = inspect(error, { depth: null, showHidden: true });
  assert.ok(!shown.includes(HIDDEN), shown);
  assert.doesNotMatch(shown, /default chain|https?:/);
  return error.message;
}

describe("the default chain", () => {
  const { home } = isolateEnvironment();

  it("names the source that is configured first before anything is fetched, and takes that one", async () => {
    const server = await startScriptedServer(json(200, session(1)));
    const first = (env: Record<string, string>) => {
      const credentials = resolve({}, env);
      return credentials.get().then(({ accessKeyId }) => [credentials.label, accessKeyId]);
    };
    const env = { ALIBABA_CLOUD_CREDENTIALS_URI: server.endpoint };
    assert.deepEqual(await first(env), ["environment ALIBABA_CLOUD_CREDENTIALS_URI", "STS.1"]);

    writeBelowHome(".alibabacloud/credentials", INI);
    assert.deepEqual(await first(env), ["profile default of ~/.alibabacloud/credentials", "ini-id"]);
    const utf16 = `\ufeff${INI.replace("ini-id", "other-id")}`; // As Windows PowerShell writes it.
    const file = writeBelowHome("elsewhere.ini", Buffer.from(utf16, "utf16le"));
    const other = { ...env, ALIBABA_CLOUD_CREDENTIALS_FILE: file };
    assert.deepEqual(await first(other), [`profile default of ${file}`, "other-id"]);

    writeCliFile([profile("main"), profile("dev")]);
    assert.deepEqual(await first(env), ["profile main of ~/.aliyun/config.json", "main-id"]);
    const without = { ...env, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "True" };
    assert.deepEqual(await first(without), ["profile default of ~/.alibabacloud/credentials", "ini-id"]);

    const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: "key-id", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" };
    assert.deepEqual(await first({ ...OIDC, ...env, ...keys }), [
      "environment ALIBABA_CLOUD_ACCESS_KEY_ID",
      "key-id",
    ]);
    assert.equal(resolve({}, { ...OIDC, ...env }).label, "environment ALIBABA_CLOUD_OIDC_TOKEN_FILE");
    rmSync(join(home(), ".aliyun"), { recursive: true });
    rmSync(join(home(), ".alibabacloud"), { recursive: true });
    assert.equal(
      resolve({}, { ...env, ALIBABA_CLOUD_ECS_METADATA: "mover", ALIBABA_CLOUD_ECS_METADATA_DISABLED: "" })
        .label,
      "environment ALIBABA_CLOUD_ECS_METADATA mover",
    );
  });

  it("looks for ALIBABA_CLOUD_PROFILE in the CLI's file, then in the SDKs'", async () => {
    writeCliFile([profile("main"), profile("dev")]);
    writeBelowHome(".alibabacloud/credentials", INI);
    for (const [name, label, id] of [
      ["dev", "profile dev of ~/.aliyun/config.json", "dev-id"],
      ["staging", "profile staging of ~/.alibabacloud/credentials", "staging-id"],
    ] as const) {
      const credentials = resolve({}, { ALIBABA_CLOUD_PROFILE: name });
      assert.equal(credentials.label, label);
      assert.equal((await credentials.get()).accessKeyId, id);
    }
    assert.equal(
      await problem({ ALIBABA_CLOUD_PROFILE: "stagng" }),
      "Credentials: environment ALIBABA_CLOUD_PROFILE stagng: no file has this profile. " +
        "~/.aliyun/config.json has main, dev; ~/.alibabacloud/credentials has default, staging; did you mean staging?",
    );
    assert.match(
      await problem({ ALIBABA_CLOUD_PROFILE: "dev", ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" }),
      /no file has this profile.*config\.json is not read \(ALIBABA_CLOUD_CLI_PROFILE_DISABLED\)/,
    );
  });

  it("lets nobody else order where the configured source fails", async () => {
    const sts = await startScriptedServer(
      failure(400, "AuthenticationFail.OIDCToken.Expired", "This JsonWebToken is expired."),
    );
    const endpoints = { "alicloud:endpoints": JSON.stringify({ sts: sts.endpoint }) };
    const empty = writeBelowHome("empty-token", " \n");
    const token = writeBelowHome("token", `${HIDDEN}\n`);
    const gone = join(home(), "gone");
    const failing: [string, Record<string, string>, RegExp][] = [
      ["no token file", OIDC, /OIDC_TOKEN_FILE: the token file \/nowhere\/token does not exist/],
      ["a directory", { ...OIDC, ALIBABA_CLOUD_OIDC_TOKEN_FILE: home() }, /cannot be read \(code EISDIR\)/],
      ["an empty token file", { ...OIDC, ALIBABA_CLOUD_OIDC_TOKEN_FILE: empty }, /empty-token is empty/],
      [
        "the token for the file",
        { ...OIDC, ALIBABA_CLOUD_OIDC_TOKEN_FILE: `eyJh.eyJp.${HIDDEN}` },
        /the path of the token file is the token itself/,
      ],
      [
        "a token that STS refuses",
        { ...OIDC, ALIBABA_CLOUD_OIDC_TOKEN_FILE: token },
        /role\/deploy cannot be assumed: AssumeRoleWithOIDC at 127\.0\.0\.1:\d+: This JsonWebToken is expired \(code AuthenticationFail\.OIDCToken\.Expired, HTTP 400, request id FF53.*\)\. The token must not have expired/,
      ],
      ["a missing file of profiles", { ALIBABA_CLOUD_CREDENTIALS_FILE: gone }, /gone does not exist/],
      ["a missing profile", { ALIBABA_CLOUD_PROFILE: "prod" }, /no file has this profile/],
      ["an unknown kind", { ALIBABA_CLOUD_PROFILE: "odd" }, /the type of profile odd is not known/],
      ["a disabled role", { ALIBABA_CLOUD_PROFILE: "ecs" }, /profile ecs of .*METADATA_DISABLED is true/],
    ];
    // Whoever falls through finds these.
    writeBelowHome(
      ".alibabacloud/credentials",
      `${INI}\n[odd]\ntype = ${HIDDEN}\n[ecs]\ntype=ecs_ram_role\n`,
    );
    const uri = await startScriptedServer(json(200, session(9)));
    for (const [what, env, reason] of failing) {
      if ("ALIBABA_CLOUD_CREDENTIALS_FILE" in env) rmSync(join(home(), ".aliyun"), { recursive: true });
      else writeCliFile([profile("main")]);
      const message = await problem({ ...env, ALIBABA_CLOUD_CREDENTIALS_URI: uri.endpoint }, endpoints);
      assert.match(message, reason, what);
    }
    assert.deepEqual([sts.received.length, uri.received.length], [1, 0]);
  });

  it("takes a file that cannot be seen for the source, and says why it cannot", async () => {
    const gone = join(home(), "gone");
    const link = (path: string, target: string) => {
      mkdirSync(dirname(join(home(), path)), { recursive: true });
      symlinkSync(target, join(home(), path));
    };
    const loop = join(home(), ".aliyun", "config.json");
    const unseen: [string, () => void, RegExp][] = [
      ["a link to nowhere", () => link(".aliyun/config.json", gone), /config\.json is a link to something/],
      ["a directory linked to nowhere", () => link(".aliyun", gone), /config\.json is a link to something/],
      ["a link to itself", () => link(".aliyun/config.json", loop), /cannot be read \(code ELOOP\)/],
      ["a directory", () => mkdirSync(loop, { recursive: true }), /cannot be read \(code EISDIR\)/],
    ];
    writeBelowHome(".alibabacloud/credentials", INI);
    for (const [what, prepare, reason] of unseen) {
      prepare();
      for (const env of [{}, { ALIBABA_CLOUD_PROFILE: "staging" }] as Record<string, string>[])
        assert.match(await problem(env), reason, what);
      rmSync(join(home(), ".aliyun"), { recursive: true });
    }
    // The other file that decides by being there.
    rmSync(join(home(), ".alibabacloud"), { recursive: true });
    link(".alibabacloud/credentials", gone);
    const uri = await startScriptedServer(json(200, session(1)));
    assert.match(
      await problem({ ALIBABA_CLOUD_CREDENTIALS_URI: uri.endpoint }),
      /alibabacloud\/credentials is a link to something that does not exist\. Create or mount its target/,
    );
    assert.equal(uri.received.length, 0);
  });

  it("takes a file in a directory that it may not enter for the source", async () => {
    const denied = Object.assign(new Error(HIDDEN), { code: "EACCES" });
    // As root, who runs some pipelines, everything can be seen.
    const lstat = sinon.stub(fs, "lstatSync").throws(denied);
    const read = sinon.stub(fs, "readFileSync").throws(denied);
    try {
      assert.match(await problem({}), /config\.json cannot be read \(code EACCES\)/);
    } finally {
      lstat.restore();
      read.restore();
    }
  });

  it("leaves out a profile that nobody has configured yet, and says how to leave out a file that is empty", async () => {
    const blank = { name: "default", mode: "", access_key_id: "", language: "en", retry_count: 0, x: 0 };
    writeCliFile([{ ...blank, region_id: "cn-hangzhou" }], "default");
    writeBelowHome(".alibabacloud/credentials", INI);
    assert.equal(resolve().label, "profile default of ~/.alibabacloud/credentials");
    const out =
      /Create a profile with: aliyun configure; or let ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true leave the file out/;
    for (const [profiles, current] of [
      [[{ ...blank, mode: "AK" }], "default"],
      [[{ ...blank, name: "main" }], "main"],
      [[], ""],
    ] as const) {
      writeCliFile([...profiles], current);
      assert.match(await problem({}), out);
    }
    writeBelowHome(".aliyun/config.json", "");
    assert.match(await problem({}), /config\.json is empty\. Create a profile/);
    writeCliFile([blank], "default");
    assert.match(await problem({ ALIBABA_CLOUD_PROFILE: "default" }), out);
    // Half of something is something.
    writeCliFile([{ ...blank, ram_role_name: "mover" }], "default");
    assert.match(await problem({}), /profile default has no access_key_id/);
  });

  it("needs no home where no source is in one", async () => {
    const none = sinon.stub(os, "homedir").throws(new Error("uv_os_homedir returned ENOENT"));
    try {
      const uri = await startScriptedServer(json(200, session(1)));
      const env = { ALIBABA_CLOUD_CREDENTIALS_URI: uri.endpoint };
      assert.equal((await resolve({}, env).get()).accessKeyId, "STS.1");
      const nowhere = /cannot be found: this user has no home directory\. Set HOME/;
      assert.match(await problem(env, { "alicloud:profile": "main" }), nowhere);
      assert.match(await problem({ ALIBABA_CLOUD_CREDENTIALS_FILE: "~/keys" }), nowhere);
    } finally {
      none.restore();
    }
  });

  it("takes half of a source for the source, and says what is missing", async () => {
    writeCliFile([profile("main")]);
    const some = (...names: (keyof typeof OIDC)[]) => Object.fromEntries(names.map((name) => [name, HIDDEN]));
    const ARN = "ALIBABA_CLOUD_ROLE_ARN";
    const PROVIDER = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
    const FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
    const halves: [Record<string, string>, string][] = [
      [some(ARN), `${ARN} is set but ${PROVIDER} and ${FILE} are not`],
      [some(PROVIDER), `${PROVIDER} is set but ${ARN} and ${FILE} are not`],
      [some(FILE), `${FILE} is set but ${ARN} and ${PROVIDER} are not`],
      [some(ARN, PROVIDER), `${ARN} and ${PROVIDER} are set but ${FILE} is not`],
      [{ ...some(ARN, FILE), [PROVIDER]: " " }, `${ARN} and ${FILE} are set but ${PROVIDER} is not`],
      [some(PROVIDER, FILE), `${PROVIDER} and ${FILE} are set but ${ARN} is not`],
      [
        { ALICLOUD_ASSUME_ROLE_SESSION_NAME: "pipeline" },
        "ALICLOUD_ASSUME_ROLE_SESSION_NAME is set but ALICLOUD_ASSUME_ROLE_ARN is not",
      ],
      [
        { ALIBABA_CLOUD_SECURITY_TOKEN: HIDDEN },
        "ALIBABA_CLOUD_SECURITY_TOKEN is set but ALIBABA_CLOUD_ACCESS_KEY_ID is not",
      ],
    ];
    for (const [env, message] of halves) {
      const said = await problem(env);
      assert.ok(said.startsWith(`Credentials: ${message}. `), said);
    }
    // Below keys that are whole it does not matter.
    const keys = { ALICLOUD_ACCESS_KEY: "id", ALICLOUD_SECRET_KEY: "secret" };
    assert.equal((await resolve({}, { ...some(ARN), ...keys }).get()).accessKeyId, "id");
  });

  it("reads a file with comments behind values", async () => {
    const write = (text: string) => writeBelowHome(".alibabacloud/credentials", text);
    write(
      `[default]    # Default credential
type = access_key ; c
access_key_id = "quoted;#id" # c
access_key_secret = 'a "b" ; c'\t;"d"
[other] ; c
type="access_key"#c
access_key_id=other-id#c
access_key_secret = s`,
    );
    const { accessKeyId, accessKeySecret } = await resolve().get();
    assert.deepEqual([accessKeyId, accessKeySecret], ["quoted;#id", 'a "b" ; c']);
    assert.equal((await resolve({}, { ALIBABA_CLOUD_PROFILE: "other" }).get()).accessKeyId, "other-id");
  });

  it("says what is wrong with the CLI's file, and nothing of it", async () => {
    writeBelowHome(".aliyun/config.json", `{"access_key_secret":"${HIDDEN}",`);
    const where = /^Credentials: .*~\/\.aliyun\/config\.json is not valid JSON\. Correct the file/;
    assert.match(await problem({}), where);
    assert.match(await problem({ ALIBABA_CLOUD_PROFILE: "prod" }), where);
    writeCliFile([profile("main")], "");
    assert.match(
      await problem({}),
      /config\.json names no current profile\. Choose one with: aliyun configure switch/,
    );
    writeCliFile([profile("main")], "man");
    assert.match(await problem({}), /has no profile man\. It has main; did you mean main\?/);
    writeCliFile([]);
    assert.match(await problem({}), /has no profile main\. It has no profiles/);
  });

  it("says that nothing is configured, and what can be", async () => {
    const credentials = resolve();
    assert.equal(credentials.label, "nowhere: nothing is configured");
    for (const error of await Promise.all([rejection(credentials.get()), rejection(credentials.get())])) {
      assert.ok(error instanceof CredentialsError);
      assert.equal(
        error.message,
        "Credentials: no credentials found: not in ALICLOUD_* variables, nor in what Alibaba Cloud's clients read " +
          "(ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_OIDC_TOKEN_FILE, ~/.aliyun/config.json, ~/.alibabacloud/credentials, " +
          "ALIBABA_CLOUD_ECS_METADATA, ALIBABA_CLOUD_CREDENTIALS_URI). Set ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY, " +
          "or alicloud:accessKey and alicloud:secretKey (as a secret) in the stack configuration, or create a profile with: aliyun configure",
      );
    }
    // What a machine that has a role says is not replaced.
    const metadata = (...script: Reply[]) => startScriptedServer(...script);
    const busy = json(503, {});
    for (const [script, message] of [
      [[json(404, {})], /, and this machine is not an ECS instance with a role\. Set ALICLOUD_ACCESS_KEY/],
      [
        [text(200, "t"), text(200, "mover"), json(200, { Code: "AssumeRoleFailed" })],
        /gave no session of role mover \(code AssumeRoleFailed\)\. Check that the role's trust policy/,
      ],
      [[text(200, "t"), busy], /gave no name of a role \(HTTP 503\)\. It may be busy/],
    ] as [Reply[], RegExp][]) {
      const server = await metadata(...script);
      const source = lastResort(NOTHING, parseEndpoint("metadata", server.endpoint));
      assert.match((await hurried(() => rejection(source.fetch()))).message, message);
      await server.close();
    }
    const closed = await metadata(silence);
    await closed.close();
    const unreachable = lastResort(NOTHING, parseEndpoint("metadata", closed.endpoint));
    assert.match((await rejection(unreachable.fetch())).message, /not an ECS instance with a role/);
    const probing = resolve({}, { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "false" });
    assert.equal(probing.label, "the role of this ECS instance, as nothing is configured");
  });

  it("assumes the role of a profile in the SDKs' file", async () => {
    const sts = await startScriptedServer(stsSession(1));
    writeBelowHome(
      ".alibabacloud/credentials",
      "[default]\ntype=ram_role_arn\naccess_key_id=own-id\naccess_key_secret=s\nrole_arn=acs:ram::1:role/r\nrole_session_name=n\npolicy={}\n",
    );
    const credentials = resolve({ "alicloud:endpoints": JSON.stringify({ sts: sts.endpoint }) });
    assert.equal((await credentials.get()).accessKeyId, "STS.1");
    assert.match(String(sts.received[0]?.headers.authorization), /Credential=own-id,/);
    assert.deepEqual(Object.fromEntries(sts.received[0]?.query ?? []), {
      RoleArn: "acs:ram::1:role/r",
      RoleSessionName: "n",
      DurationSeconds: "3600",
      Policy: "{}",
    });
  });
});
