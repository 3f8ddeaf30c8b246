import { nearest } from "../../api/nearest";
import { CONFIGURATION } from "../settings/configuration";
import { ConfigurationError } from "../settings/configurationError";
import {
  configured,
  filled,
  isRecord,
  parsedJson,
  type Settings,
  whereConfigured,
  wholeNumber,
} from "../settings/settings";
import type { OidcRole } from "./oidc";
import type { Role } from "./role";

/** The role of the configuration's `assumeRole`. */
export function assumeRoleSetting(settings: Settings): Role | undefined {
  const { key, fields } = objectSetting(settings, "assumeRole");
  if (!fields) return undefined;
  return {
    label: `${whereConfigured(settings)} ${key}`,
    roleArn: required(key, fields, "roleArn"),
    sessionName: optional(key, fields, "sessionName"),
    policy: optional(key, fields, "policy"),
    externalId: optional(key, fields, "externalId"),
    durationSeconds: seconds(key, fields, "sessionExpiration"),
  };
}

/** The role of the configuration's `assumeRoleWithOidc`, and the key that it has. */
export function oidcSetting(settings: Settings): (OidcRole & { key: string }) | undefined {
  const { key, fields } = objectSetting(settings, "assumeRoleWithOidc");
  if (!fields) return undefined;
  return {
    key,
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
  name: "assumeRole" | "assumeRoleWithOidc",
): { key: string; fields: Record<string, unknown> | undefined } {
  const setting = configured(settings, name);
  const { key } = setting;
  const fields = parsedJson(setting);
  if (fields === undefined) return { key, fields };
  if (!isRecord(fields)) throw new ConfigurationError(key, "must be a JSON object");
  const known = Object.keys(CONFIGURATION[name].fields);
  const unknown = Object.keys(fields).find((each) => !known.includes(each));
  if (unknown === undefined) return { key, fields };
  // What is no name may be a secret in the wrong place.
  const field = /^\w{1,40}$/.test(unknown) ? `field ${unknown}` : "such field";
  throw new ConfigurationError(
    key,
    `has no ${field}${nearest(unknown, known) || "."} Its fields are ${known.join(", ")}`,
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
