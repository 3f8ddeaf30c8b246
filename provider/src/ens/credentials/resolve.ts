import { resolveStsEndpoint } from "../settings/endpoint";
import { filled, resolveRegion, type Settings } from "../settings/settings";
import type { Timeouts } from "../settings/timeouts";
import { CredentialsCache } from "./cache";
import { type KeyNames, readKeys } from "./keys";
import { profileSource } from "./profile";
import { type Role, roleSource, type StsAccess } from "./role";
import { assumeRoleSetting, oidcSetting } from "./roleSettings";
import { type CredentialsSource, fixedSource } from "./source";
import { chainSource, credentialsUriSource, ecsRoleSource, oidcSource } from "./vendor";

/** Gives a source where its settings are there. Half of a pair is an error. */
type FromSettings = (settings: Settings, sts: StsAccess) => (() => CredentialsSource) | undefined;

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
          filled(settings.config("alicloud:sharedCredentialsFile")) ??
          filled(settings.env["ALICLOUD_SHARED_CREDENTIALS_FILE"]);
        return name === undefined
          ? undefined
          : () => profileSource(`connection.profile ${name}`, { name, file }, sts);
      },
    ],
    role: ({ connection }) => {
      const roleArn = filled(connection?.roleArn);
      return roleArn === undefined ? undefined : { label: `connection.roleArn ${roleArn}`, roleArn };
    },
  },
  // Stack configuration.
  {
    sources: [
      ({ config }) =>
        keys("stack configuration", config, {
          id: "alicloud:accessKey",
          secret: "alicloud:secretKey",
          token: "alicloud:securityToken",
        }),
      ({ config }, sts) =>
        profile("stack configuration", config, sts, {
          name: "alicloud:profile",
          file: "alicloud:sharedCredentialsFile",
        }),
      ({ config }) => {
        const role = filled(config("alicloud:ecsRoleName"));
        const label = `stack configuration alicloud:ecsRoleName ${role}`;
        return role === undefined ? undefined : () => ecsRoleSource(label, role);
      },
      (settings) => {
        const role = oidcSetting(settings);
        return role && (() => oidcSource("stack configuration alicloud:assumeRoleWithOidc", role));
      },
      ({ config }) => {
        const uri = filled(config("alicloud:credentialsUri"));
        const label = "stack configuration alicloud:credentialsUri";
        return uri === undefined ? undefined : () => credentialsUriSource(label, uri);
      },
    ],
    role: assumeRoleSetting,
  },
  // The environment.
  {
    sources: [
      ({ env }) =>
        keys("environment", (name) => env[name], {
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
    role: ({ env }) => {
      const roleArn = filled(env["ALICLOUD_ASSUME_ROLE_ARN"]);
      const sessionName = filled(env["ALICLOUD_ASSUME_ROLE_SESSION_NAME"]);
      const label = "environment ALICLOUD_ASSUME_ROLE_ARN";
      return roleArn === undefined ? undefined : { label, roleArn, sessionName };
    },
  },
  // The default chain of `@alicloud/credentials`.
  {
    sources: [
      ({ env }) => {
        // The vendor would fall through a half-set pair to whatever comes next.
        readKeys(
          {
            id: "ALIBABA_CLOUD_ACCESS_KEY_ID",
            secret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            token: "ALIBABA_CLOUD_SECURITY_TOKEN",
          },
          (name) => env[name],
        );
        return () => chainSource(env);
      },
    ],
  },
];

/**
 * Where the credentials come from: the first source that is configured gives them. A role is assumed if its level or one
 * above names one, the first that does. Nothing is fetched before the first call.
 */
export function resolveCredentials(settings: Settings, timeouts: Timeouts): CredentialsCache {
  const sts: StsAccess = {
    endpoint: resolveStsEndpoint(settings, resolveRegion(settings)),
    timeouts,
    env: settings.env,
  };
  let role: Role | undefined;
  for (const level of LEVELS) {
    role ??= level.role?.(settings);
    for (const source of level.sources) {
      const base = source(settings, sts);
      if (!base) continue;
      const assumed = role;
      return new CredentialsCache(assumed ? () => roleSource(base, assumed, sts) : base);
    }
  }
  throw new Error("the last level always gives a source");
}

type Read = (name: string) => string | undefined;

function keys(where: string, read: Read, names: KeyNames): ReturnType<FromSettings> {
  const found = readKeys(names, read);
  return found && (() => fixedSource(`${where} ${names.id}`, found));
}

/** A profile of the CLI, by its name, by another file than the CLI's, or by both. */
function profile(
  where: string,
  read: Read,
  sts: StsAccess,
  names: { name: string; file: string },
): ReturnType<FromSettings> {
  const name = filled(read(names.name));
  const file = filled(read(names.file));
  if (name === undefined && file === undefined) return undefined;
  const label = name === undefined ? `${where} ${names.file}` : `${where} ${names.name} ${name}`;
  return () => profileSource(label, { name, file }, sts);
}
