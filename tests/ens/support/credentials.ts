import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Connection } from "../../../provider/src/api/connection";
import { resolveCredentials } from "../../../provider/src/ens/credentials/resolve";
import { json, type Reply } from "./scriptedServer";

/** Stands where a secret would, so that a test sees whether it is shown. */
export const HIDDEN = "hidden-secret-text";

/** A home of its own for each test, and nothing of the machine's credentials. */
export function isolateEnvironment(): { home: () => string } {
  let home = "";
  let saved: NodeJS.ProcessEnv;
  beforeEach(() => {
    saved = { ...process.env };
    home = mkdtempSync(join(tmpdir(), "pulumi-ens-home-"));
    for (const name of Object.keys(process.env)) if (/^ALI(CLOUD|BABA)/.test(name)) delete process.env[name];
    process.env["HOME"] = home;
    process.env["USERPROFILE"] = home;
    assert.equal(homedir(), home);
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
    Object.assign(process.env, saved);
    rmSync(home, { recursive: true });
  });
  return { home: () => home };
}

/** The credentials of these settings. No test asks whether the machine that it runs on is an ECS instance. */
export function resolve(
  config: Record<string, string> = {},
  env: Record<string, string> = {},
  connection: Connection = {},
): ReturnType<typeof resolveCredentials> {
  return resolveCredentials(
    {
      connection,
      config: (key) => config[key],
      env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true", ...env },
    },
    { connectMs: 1_000, readMs: 1_000 },
  );
}

/** A file below the home of the test. */
export function writeBelowHome(path: string, content: string | Uint8Array): string {
  const file = join(homedir(), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** The file of the Alibaba Cloud CLI. */
export function writeCliFile(profiles: object[], current = "main", path = ".aliyun/config.json"): string {
  return writeBelowHome(path, JSON.stringify({ current, profiles }));
}

/** A profile with keys of its own. */
export function profile(name: string, more: object = {}): object {
  return { name, mode: "AK", access_key_id: `${name}-id`, access_key_secret: `${name}-secret`, ...more };
}

export function session(number: number, seconds = 3_600): Record<string, string> {
  return {
    AccessKeyId: `STS.${number}`,
    AccessKeySecret: "session-secret",
    SecurityToken: `session-token-${number}`,
    Expiration: new Date(Date.now() + seconds * 1_000).toISOString(),
  };
}

/** STS gives a session. */
export function stsSession(number: number, seconds?: number): Reply {
  return json(200, { RequestId: "R", Credentials: session(number, seconds) });
}
