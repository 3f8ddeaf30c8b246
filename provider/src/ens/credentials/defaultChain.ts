import { nearest } from "../../api/nearest";
import type { Endpoint } from "../settings/endpoint";
import { configured, filled, isOn, type Settings } from "../settings/settings";
import { cliFile, cliProfileSource, isConfigured, readCliFile } from "./cliProfile";
import { credentialsUriSource } from "./credentialsUri";
import { ecsRoleSource, NoInstanceRoleError } from "./ecsRole";
import { isThere, type NamedFile, namedFile } from "./files";
import { environmentKeys } from "./keys";
import { oidcSource } from "./oidc";
import { namesText } from "./profiles";
import { readSharedFile, sharedFile, sharedProfileSource } from "./sharedProfile";
import { type Access, credentialsProblem, type CredentialsSource, type FromSettings } from "./source";

/**
 * What Alibaba Cloud's own clients read, in their order, but that nobody's answer to a probe stands before a setting. Their
 * chain goes on where a link fails, and so orders as somebody else: here the first link that is configured decides.
 */
export const DEFAULT_CHAIN: readonly FromSettings[] = [
  ({ env }) =>
    environmentKeys(env, {
      id: "ALIBABA_CLOUD_ACCESS_KEY_ID",
      secret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
      token: "ALIBABA_CLOUD_SECURITY_TOKEN",
    }),
  oidcRole,
  profile,
  ({ env }) => {
    const role = filled(env["ALIBABA_CLOUD_ECS_METADATA"]);
    if (role === undefined || isOn(env["ALIBABA_CLOUD_ECS_METADATA_DISABLED"])) return undefined;
    return () => ecsRoleSource(`environment ALIBABA_CLOUD_ECS_METADATA ${role}`, role, env);
  },
  ({ env }, sts) => {
    const setting = "ALIBABA_CLOUD_CREDENTIALS_URI";
    const uri = filled(env[setting]);
    return uri === undefined
      ? undefined
      : () => credentialsUriSource({ label: `environment ${setting}`, setting }, uri, sts);
  },
];

/** What remains where nothing is configured: the machine itself may have a role. */
export function lastResort(
  settings: Pick<Settings, "config" | "env" | "isConfigurable" | "prefix">,
  metadata?: Endpoint,
): CredentialsSource {
  const { env, isConfigurable = true } = settings;
  const [id, secret] = [configured(settings, "accessKey").key, configured(settings, "secretKey").key];
  const orThere = isConfigurable ? `, or ${id} and ${secret} (as a secret) in the stack configuration` : "";
  const problem = (reason?: string) =>
    credentialsProblem(
      "no credentials found: not in ALICLOUD_* variables, nor in what Alibaba Cloud's clients read " +
        "(ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_OIDC_TOKEN_FILE, ~/.aliyun/config.json, ~/.alibabacloud/credentials, " +
        `ALIBABA_CLOUD_ECS_METADATA, ALIBABA_CLOUD_CREDENTIALS_URI)${reason ?? ""}`,
      undefined,
      `Set ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY${orThere}, or create a profile with: aliyun configure`,
    );
  if (isOn(env["ALIBABA_CLOUD_ECS_METADATA_DISABLED"]))
    return { label: "nowhere: nothing is configured", fetch: () => Promise.reject(problem()) };
  const label = "the role of this ECS instance, as nothing is configured";
  const instance = ecsRoleSource(label, undefined, env, metadata);
  return {
    label,
    fetch: () =>
      instance.fetch().catch((error: unknown) => {
        if (!(error instanceof NoInstanceRoleError)) throw error;
        throw problem(", and this machine is not an ECS instance with a role");
      }),
  };
}

function oidcRole({ env }: Settings, sts: Access): ReturnType<FromSettings> {
  const read = (name: string): [string, string | undefined] => [name, filled(env[name])];
  const all = [
    read("ALIBABA_CLOUD_ROLE_ARN"),
    read("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
    read("ALIBABA_CLOUD_OIDC_TOKEN_FILE"),
  ] as const;
  const [roleArn, oidcProviderArn, oidcTokenFile] = all.map(([, value]) => value);
  if (roleArn !== undefined && oidcProviderArn !== undefined && oidcTokenFile !== undefined) {
    const role = {
      roleArn,
      oidcProviderArn,
      token: { file: oidcTokenFile },
      sessionName: filled(env["ALIBABA_CLOUD_ROLE_SESSION_NAME"]),
    };
    return () => oidcSource("environment ALIBABA_CLOUD_OIDC_TOKEN_FILE", role, sts);
  }
  const names = (isSet: boolean) =>
    all.filter(([, value]) => (value !== undefined) === isSet).map(([name]) => name);
  const [set, missing] = [names(true), names(false)];
  if (set.length === 0) return undefined;
  throw credentialsProblem(
    `${set.join(" and ")} ${set.length === 1 ? "is" : "are"} set but ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not`,
    undefined,
    "An OIDC role needs all three: set all of them, or none",
  );
}

/** A profile of the CLI's file, else of the file that the SDKs share. Which one is decided here, once. */
function profile({ env }: Settings, sts: Access): ReturnType<FromSettings> {
  const cli = isOn(env["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"]) ? undefined : cliFile();
  const given = filled(env["ALIBABA_CLOUD_CREDENTIALS_FILE"]);
  const shared = given === undefined ? sharedFile() : namedFile(given);
  const label = (name: string, { shown }: NamedFile) => `profile ${name} of ${shown}`;
  const advice =
    "Create a profile with: aliyun configure; or let ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true leave the file out";
  const ofCli = (file: NamedFile, name: string | undefined) => () =>
    cliProfileSource(
      name === undefined ? `the current profile of ${file.shown}` : label(name, file),
      { name, file, advice },
      sts,
    );
  const ofShared = (name: string) => () =>
    sharedProfileSource(label(name, shared), { name, file: shared }, sts);

  const isSharedConfigured = () => given !== undefined || isThere(shared);

  const asked = filled(env["ALIBABA_CLOUD_PROFILE"]);
  if (asked === undefined) {
    if (cli && isThere(cli)) {
      const file = readCliFile("the CLI's current profile", cli, advice);
      // Without a current profile it is an error when keys are fetched.
      if (isConfigured(file)) return ofCli(cli, file.current);
    }
    return isSharedConfigured() ? ofShared("default") : undefined;
  }

  const where = `environment ALIBABA_CLOUD_PROFILE ${asked}`;
  const inCli = cli && isThere(cli) ? readCliFile(where, cli, advice).names : undefined;
  if (cli && inCli?.includes(asked)) return ofCli(cli, asked);
  const inShared = isSharedConfigured() ? [...readSharedFile(where, shared).keys()] : undefined;
  if (inShared?.includes(asked)) return ofShared(asked);

  const says = (file: NamedFile, names: readonly string[] | undefined) =>
    `${file.shown} ${names ? `has ${namesText(names)}` : "does not exist"}`;
  const readings = [
    cli ? says(cli, inCli) : "~/.aliyun/config.json is not read (ALIBABA_CLOUD_CLI_PROFILE_DISABLED)",
    says(shared, inShared),
  ].join("; ");
  throw credentialsProblem(
    `${where}: no file has this profile`,
    undefined,
    `${readings}${nearest(asked, [...(inCli ?? []), ...(inShared ?? [])])}`,
  );
}
