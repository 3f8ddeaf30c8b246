import { nearest } from "../../api/nearest";
import { ConfigurationError } from "../settings/configurationError";
import { filled, isRecord, jsonSetting, type Settings, wholeNumber } from "../settings/settings";
import type { OidcRole } from "./oidc";
import type { Role } from "./role";

/** The role of `alicloud:assumeRole`. */
export function assumeRoleSetting(settings: Settings): Role | undefined {
  const key = "alicloud:assumeRole";
  const fields = objectSetting(settings, key, [
    "roleArn",
    "sessionName",
    "policy",
    "externalId",
    "sessionExpiration",
  ]);
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

/** The role of `alicloud:assumeRoleWithOidc`. */
export function oidcSetting(settings: Settings): OidcRole | undefined {
  const key = "alicloud:assumeRoleWithOidc";
  const fields = objectSetting(settings, key, [
    "roleArn",
    "oidcProviderArn",
    "oidcToken",
    "oidcTokenFile",
    "roleSessionName",
    "policy",
    "sessionExpiration",
  ]);
  if (!fields) return undefined;
  return {
    roleArn: required(key, fields, "roleArn"),
    oidcProviderArn: required(key, fields, "oidcProviderArn"),
    token: oidcToken(key, fields),
    sessionName: optional(key, fields, "roleSessionName"),
    policy: optional(key, fields, "policy"),
    durationSeconds: seconds(key, fields, "sessionExpiration"),
  };
}

/** As a text or as a file's name. */
function oidcToken(key: string, fields: Record<string, unknown>): OidcRole["token"] {
  const text = optional(key, fields, "oidcToken");
  if (text === undefined) return { file: required(key, fields, "oidcTokenFile") };
  if (optional(key, fields, "oidcTokenFile") === undefined) return { text };
  throw new ConfigurationError(key, "has both oidcToken and oidcTokenFile: remove one");
}

/** A field that is not known is an error: a policy with a typo would leave the session all that the role may do. */
function objectSetting(
  settings: Settings,
  key: string,
  known: readonly string[],
): Record<string, unknown> | undefined {
  const value = jsonSetting(settings, key);
  if (value === undefined) return undefined;
  if (!isRecord(value)) throw new ConfigurationError(key, "must be a JSON object");
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return value;
  // What is no name may be a secret in the wrong place.
  const name = /^\w{1,40}$/.test(unknown) ? `field ${unknown}` : "such field";
  throw new ConfigurationError(
    key,
    `has no ${name}${nearest(unknown, known) || "."} Its fields are ${known.join(", ")}`,
  );
}

function optional(key: string, fields: Record<string, unknown>, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new ConfigurationError(`${key}.${name}`, "must be a string");
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
  const number = wholeNumber(value);
  if (number === undefined || number < 900)
    throw new ConfigurationError(`${key}.${name}`, "must be a whole number of seconds, at least 900");
  return number;
}
