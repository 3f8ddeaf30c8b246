import { CredentialsError } from "../../api/errors";
import { resolveStsEndpoint } from "../settings/endpoint";
import { configured, filled, type Settings, whereConfigured } from "../settings/settings";
import type { Timeouts } from "../settings/timeouts";
import { CredentialsCache } from "./cache";
import { cliFile, cliProfileSource } from "./cliProfile";
import { credentialsUriSource } from "./credentialsUri";
import { DEFAULT_CHAIN, lastResort } from "./defaultChain";
import { ecsRoleSource } from "./ecsRole";
import { namedFile } from "./files";
import { environmentKeys, keysSource } from "./keys";
import { oidcSource } from "./oidc";
import { type Role, roleSource } from "./role";
import { assumeRoleSetting, oidcSetting } from "./roleSettings";
import { type Access, credentialsProblem, type CredentialsSource, type FromSettings } from "./source";

interface Level {
  /** By precedence. Another source of credentials is another entry. */
  sources: readonly FromSettings[];
  role?: (settings: Settings) => Role | undefined;
}

/** By precedence. */
const LEVELS: readonly Level[] = [
  // The resource's `connection`.
  {
    sources: [
      (settings, sts) => {
        const name = filled(settings.connection?.profile);
        const file =
          configured(settings, "sharedCredentialsFile").value ??
          filled(settings.env["ALICLOUD_SHARED_CREDENTIALS_FILE"]);
        return name === undefined
          ? undefined
          : () => profileOf(`connection.profile ${name}`, name, file, sts);
      },
    ],
    role: ({ connection }) => {
      const roleArn = filled(connection?.roleArn);
      return roleArn === undefined ? undefined : { label: `connection.roleArn ${roleArn}`, roleArn };
    },
  },
  // Configuration.
  {
    sources: [
      (settings) =>
        keysSource(whereConfigured(settings), settings.config, {
          id: configured(settings, "accessKey").key,
          secret: configured(settings, "secretKey").key,
          token: configured(settings, "securityToken").key,
        }),
      (settings, sts) =>
        profile(whereConfigured(settings), settings.config, sts, {
          name: configured(settings, "profile").key,
          file: configured(settings, "sharedCredentialsFile").key,
        }),
      (settings) => {
        const { key, value: role } = configured(settings, "ecsRoleName");
        const label = `${whereConfigured(settings)} ${key} ${role}`;
        return role === undefined ? undefined : () => ecsRoleSource(label, role, settings.env);
      },
      (settings, sts) => {
        const role = oidcSetting(settings);
        return role && (() => oidcSource(`${whereConfigured(settings)} ${role.key}`, role, sts));
      },
      (settings, sts) => {
        const { key: setting, value: uri } = configured(settings, "credentialsUri");
        const label = `${whereConfigured(settings)} ${setting}`;
        return uri === undefined ? undefined : () => credentialsUriSource({ label, setting }, uri, sts);
      },
    ],
    role: assumeRoleSetting,
  },
  // The environment.
  {
    sources: [
      ({ env }) =>
        environmentKeys(env, {
          id: "ALICLOUD_ACCESS_KEY",
          secret: "ALICLOUD_SECRET_KEY",
          token: "ALICLOUD_SECURITY_TOKEN",
        }),
      ({ env }, sts) =>
        profile("environment", (name) => env[name], sts, {
          name: "ALICLOUD_PROFILE",
          file: "ALICLOUD_SHARED_CREDENTIALS_FILE",
        }),
    ],
    role: environmentRole,
  },
  { sources: DEFAULT_CHAIN },
];

/**
 * Where the credentials come from: the first source that is configured gives them, or fails, and nothing falls through to
 * another identity. A role is assumed if its level or one above names one, the first that does. Nothing is fetched before
 * the first call, and that fails where nobody can decide: half of a pair is a source too.
 */
export function resolveCredentials(settings: Settings, timeouts: Timeouts): CredentialsCache {
  const { env } = settings;
  const sts: Access = { endpoint: resolveStsEndpoint(settings), timeouts, env };
  try {
    return new CredentialsCache(decide(settings, sts));
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    const label = "nowhere: what is configured cannot be used";
    return new CredentialsCache(() => ({ label, fetch: () => Promise.reject(error) }));
  }
}

function decide(settings: Settings, sts: Access): () => CredentialsSource {
  let role: Role | undefined;
  let base: (() => CredentialsSource) | undefined;
  for (const level of LEVELS) {
    role ??= level.role?.(settings);
    for (const source of level.sources) if ((base ??= source(settings, sts))) break;
    if (base) break;
  }
  const found = base ?? (() => lastResort(settings));
  const assumed = role;
  return assumed ? () => roleSource(found, assumed, sts) : found;
}

type Read = (name: string) => string | undefined;

/** A profile of the CLI, by its name, by another file than the CLI's, or by both. */
function profile(
  where: string,
  read: Read,
  sts: Access,
  names: { name: string; file: string },
): ReturnType<FromSettings> {
  const name = filled(read(names.name));
  const file = filled(read(names.file));
  if (name === undefined && file === undefined) return undefined;
  const label = name === undefined ? `${where} ${names.file}` : `${where} ${names.name} ${name}`;
  return () => profileOf(label, name, file, sts);
}

function profileOf(
  label: string,
  name: string | undefined,
  file: string | undefined,
  sts: Access,
): CredentialsSource {
  return cliProfileSource(label, { name, file: file === undefined ? cliFile() : namedFile(file) }, sts);
}

function environmentRole({ env }: Settings): Role | undefined {
  const label = "environment ALICLOUD_ASSUME_ROLE_ARN";
  const roleArn = filled(env["ALICLOUD_ASSUME_ROLE_ARN"]);
  const sessionName = filled(env["ALICLOUD_ASSUME_ROLE_SESSION_NAME"]);
  if (roleArn !== undefined) return { label, roleArn, sessionName };
  if (sessionName === undefined) return undefined;
  throw credentialsProblem(
    "ALICLOUD_ASSUME_ROLE_SESSION_NAME is set but ALICLOUD_ASSUME_ROLE_ARN is not",
    undefined,
    "Set ALICLOUD_ASSUME_ROLE_ARN, or neither",
  );
}
