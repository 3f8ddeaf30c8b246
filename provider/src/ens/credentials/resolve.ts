import { ConfigurationError } from "../settings/configurationError";
import { CredentialsCache } from "./cache";
import { readKeys } from "./keys";
import { chainSource, credentialsUriSource, ecsRoleSource, oidcSource } from "./vendor";
import { profileSource } from "./profile";
import { roleSource, type Role, type StsAccess } from "./role";
import { fixedSource, type CredentialsSource } from "./source";
import { resolveStsEndpoint } from "../settings/endpoint";
import { filled, isRecord, jsonSetting, resolveRegion, type Settings } from "../settings/settings";
import type { Timeouts } from "../settings/timeouts";

type Create = () => CredentialsSource;

/** One level of precedence: keys, or a role to assume, or both. */
interface Level {
  base: Create | undefined;
  role: Role | undefined;
}

/**
 * Where the credentials come from, by precedence:
 *
 * 1. the resource's `connection`: `profile`, `roleArn`;
 * 2. stack configuration `alicloud:*`: `accessKey` + `secretKey` (+ `securityToken`), `profile` or
 *    `sharedCredentialsFile`, `ecsRoleName`, `assumeRoleWithOidc`, `credentialsUri`, in this order; `assumeRole`;
 * 3. `ALICLOUD_ACCESS_KEY` + `ALICLOUD_SECRET_KEY` (+ `ALICLOUD_SECURITY_TOKEN`), `ALICLOUD_PROFILE` or
 *    `ALICLOUD_SHARED_CREDENTIALS_FILE`; `ALICLOUD_ASSUME_ROLE_ARN`;
 * 4. the default chain of `@alicloud/credentials`.
 *
 * The first level with keys gives them. A role is assumed if that level or one above names one, the first that does.
 * Half of a pair is an error. Nothing is fetched before the first call.
 */
export function resolveCredentials(settings: Settings, timeouts: Timeouts): CredentialsCache {
  const sts: StsAccess = {
    endpoint: resolveStsEndpoint(settings, resolveRegion(settings)),
    timeouts,
    env: settings.env,
  };
  const levels = [connectionLevel, configurationLevel, environmentLevel, chainLevel];
  let role: Role | undefined;
  for (const read of levels) {
    const level = read(settings, sts);
    role ??= level.role;
    const { base } = level;
    if (base === undefined) continue;
    const assumed = role;
    return new CredentialsCache(assumed === undefined ? base : () => roleSource(base, assumed, sts));
  }
  throw new Error("the last level always gives a source");
}

function connectionLevel(settings: Settings, sts: StsAccess): Level {
  const profile = filled(settings.connection?.profile);
  const roleArn = filled(settings.connection?.roleArn);
  const file =
    filled(settings.config("alicloud:sharedCredentialsFile")) ??
    filled(settings.env["ALICLOUD_SHARED_CREDENTIALS_FILE"]);
  return {
    base:
      profile === undefined
        ? undefined
        : () => profileSource(`connection.profile ${profile}`, { name: profile, file }, sts),
    role: roleArn === undefined ? undefined : { label: `connection.roleArn ${roleArn}`, roleArn },
  };
}

function configurationLevel(settings: Settings, sts: StsAccess): Level {
  const name = (key: string): string => `stack configuration alicloud:${key}`;
  const value = (key: string): string | undefined => filled(settings.config(`alicloud:${key}`));
  return { base: base(), role: roleOf(settings) };

  function base(): Create | undefined {
    const keys = readKeys(
      { id: "alicloud:accessKey", secret: "alicloud:secretKey", token: "alicloud:securityToken" },
      settings.config,
    );
    if (keys) return () => fixedSource(name("accessKey"), keys);

    const profile = value("profile");
    const file = value("sharedCredentialsFile");
    if (profile !== undefined || file !== undefined) {
      const label = profile === undefined ? name("sharedCredentialsFile") : `${name("profile")} ${profile}`;
      return () => profileSource(label, { name: profile, file }, sts);
    }
    const ecsRole = value("ecsRoleName");
    if (ecsRole !== undefined) {
      const label = `${name("ecsRoleName")} ${ecsRole}`;
      return () => ecsRoleSource(label, ecsRole);
    }
    const oidc = oidcOf(settings);
    if (oidc) {
      const label = name("assumeRoleWithOidc");
      return () => oidcSource(label, oidc);
    }
    const uri = value("credentialsUri");
    if (uri !== undefined) {
      const label = name("credentialsUri");
      return () => credentialsUriSource(label, uri);
    }
    return undefined;
  }
}

function environmentLevel(settings: Settings, sts: StsAccess): Level {
  const value = (key: string): string | undefined => filled(settings.env[key]);
  const roleArn = value("ALICLOUD_ASSUME_ROLE_ARN");
  const role: Role | undefined =
    roleArn === undefined
      ? undefined
      : {
          label: "environment ALICLOUD_ASSUME_ROLE_ARN",
          roleArn,
          sessionName: value("ALICLOUD_ASSUME_ROLE_SESSION_NAME"),
        };
  const keys = readKeys(
    { id: "ALICLOUD_ACCESS_KEY", secret: "ALICLOUD_SECRET_KEY", token: "ALICLOUD_SECURITY_TOKEN" },
    (key) => settings.env[key],
  );
  if (keys) return { base: () => fixedSource("environment ALICLOUD_ACCESS_KEY", keys), role };

  const profile = value("ALICLOUD_PROFILE");
  const file = value("ALICLOUD_SHARED_CREDENTIALS_FILE");
  if (profile === undefined && file === undefined) return { base: undefined, role };
  const label =
    profile === undefined
      ? "environment ALICLOUD_SHARED_CREDENTIALS_FILE"
      : `environment ALICLOUD_PROFILE ${profile}`;
  return { base: () => profileSource(label, { name: profile, file }, sts), role };
}

function chainLevel(settings: Settings): Level {
  // The vendor would fall through a half-set pair to whatever comes next.
  readKeys(
    {
      id: "ALIBABA_CLOUD_ACCESS_KEY_ID",
      secret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
      token: "ALIBABA_CLOUD_SECURITY_TOKEN",
    },
    (key) => settings.env[key],
  );
  return {
    base: () => chainSource(settings.env),
    role: undefined,
  };
}

function roleOf(settings: Settings): Role | undefined {
  const key = "alicloud:assumeRole";
  const fields = objectSetting(settings, key);
  if (!fields) return undefined;
  return {
    label: `stack configuration ${key}`,
    roleArn: required(key, fields, "roleArn"),
    sessionName: optional(key, fields, "sessionName"),
    policy: optional(key, fields, "policy"),
    externalId: optional(key, fields, "externalId"),
    durationSeconds: seconds(key, fields, "sessionExpiration"),
  };
}

function oidcOf(settings: Settings) {
  const key = "alicloud:assumeRoleWithOidc";
  const fields = objectSetting(settings, key);
  if (!fields) return undefined;
  return {
    roleArn: required(key, fields, "roleArn"),
    oidcProviderArn: required(key, fields, "oidcProviderArn"),
    oidcTokenFile: required(key, fields, "oidcTokenFile"),
    sessionName: optional(key, fields, "roleSessionName"),
    policy: optional(key, fields, "policy"),
    durationSeconds: seconds(key, fields, "sessionExpiration"),
  };
}

function objectSetting(settings: Settings, key: string): Record<string, unknown> | undefined {
  const value = jsonSetting(settings, key);
  if (value === undefined || isRecord(value)) return value;
  throw new ConfigurationError(key, "must be a JSON object");
}

function optional(key: string, fields: Record<string, unknown>, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new ConfigurationError(`${key}.${name}`, "must be a text");
  return filled(value);
}

function required(key: string, fields: Record<string, unknown>, name: string): string {
  const value = optional(key, fields, name);
  if (value === undefined) throw new ConfigurationError(`${key}.${name}`, "is missing");
  return value;
}

function seconds(key: string, fields: Record<string, unknown>, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 900) {
    throw new ConfigurationError(`${key}.${name}`, "must be whole seconds, 900 at least");
  }
  return number;
}
