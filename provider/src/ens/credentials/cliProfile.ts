import { parseEndpoint, stsHost } from "../settings/endpoint";
import { filled, isRecord, wholeNumber } from "../settings/settings";
import { cloudSsoSource } from "./cloudSso";
import { ecsRoleSource } from "./ecsRole";
import { homeFile, type NamedFile, readText } from "./files";
import { oidcSource } from "./oidc";
import { keysOf, noSuchProfile, type Profile, requiredField } from "./profiles";
import { roleSource } from "./role";
import { type Access, credentialsProblem, type CredentialsSource, fixedSource } from "./source";
import { externalSource, oauthSource } from "./vendor";

/** The Alibaba Cloud CLI's own file. */
export function cliFile(): NamedFile {
  return homeFile(".aliyun", "config.json");
}

/** What the CLI's file holds. */
export interface CliFile {
  file: NamedFile;
  /** As it is written, for the vendor's code. */
  config: Record<string, unknown>;
  /** The profile that counts where none is named. */
  current: string | undefined;
  names: string[];
}

/** It is read here and not by the vendor's library, whose errors quote it whole. */
export function readCliFile(label: string, file: NamedFile): CliFile {
  const config = parseJson(readText(`${label}:`, file, "Create the profile with: aliyun configure"));
  if (!config) throw credentialsProblem(`${label}: ${file.shown} is not valid JSON`);
  return {
    file,
    config,
    current: typeof config["current"] === "string" ? filled(config["current"]) : undefined,
    names: profilesIn(config).map((profile) => String(profile["name"])),
  };
}

/** A profile of the CLI, the current one where none is named. The file is read when keys are fetched, and anew after a failure. */
export function cliProfileSource(
  label: string,
  { name, file }: { name: string | undefined; file: NamedFile },
  sts: Access,
): CredentialsSource {
  let inner: CredentialsSource | undefined;
  const open = (): CredentialsSource => {
    const content = readCliFile(label, file);
    const chosen = name ?? content.current;
    if (chosen !== undefined) return sourceOf({ ...content, label, sts }, chosen, []);
    throw credentialsProblem(
      `${label}: ${file.shown} names no current profile`,
      undefined,
      "Choose one with: aliyun configure switch --profile NAME",
    );
  };
  return {
    label,
    // A promise even where `open` throws.
    fetch: async () => (inner ??= open()).fetch(),
  };
}

interface Opened extends CliFile {
  label: string;
  sts: Access;
}

/** `above`: the profiles that lead to this one. */
function sourceOf(opened: Opened, name: string, above: readonly string[]): CredentialsSource {
  const { label, file, config, sts } = opened;
  if (above.includes(name))
    throw credentialsProblem(`${label}: in ${file.shown}, the chain of profile ${name} has no end`);
  const profile = profileNamed(opened, name);
  const { field } = profile;
  const mode = field("mode") ?? "AK";
  switch (mode) {
    case "AK":
      return fixedSource(label, { ...keysOf(profile, label, "sts_token"), securityToken: undefined });
    case "StsToken":
      requiredField(profile, label, "sts_token");
      return fixedSource(label, keysOf(profile, label, "sts_token"));
    case "RamRoleArn":
      return assumedBy(fixedSource(label, keysOf(profile, label, "sts_token")), profile, opened);
    case "ChainableRamRoleArn": {
      const source = requiredField(profile, label, "source_profile");
      return assumedBy(sourceOf(opened, source, [...above, name]), profile, opened);
    }
    case "EcsRamRole":
      return ecsRoleSource(label, field("ram_role_name"), sts.env);
    case "OIDC":
      return oidcSource(
        label,
        {
          roleArn: requiredField(profile, label, "ram_role_arn"),
          oidcProviderArn: requiredField(profile, label, "oidc_provider_arn"),
          oidcTokenFile: requiredField(profile, label, "oidc_token_file"),
          sessionName: field("ram_session_name"),
          durationSeconds: seconds(profile, label),
        },
        stsOf(profile, sts),
      );
    case "CloudSSO":
      return cloudSsoSource(label, profile, sts);
    case "OAuth":
    case "External":
      if (file.path !== cliFile().path) {
        // The vendor writes refreshed sessions to the CLI's own file, whatever file they came from.
        throw credentialsProblem(`${label}: mode ${mode} works only in ~/.aliyun/config.json`);
      }
      return mode === "OAuth"
        ? oauthSource(label, config, profile, sts.env)
        : externalSource(label, config, name);
    default:
      // Not quoted: what stands in a wrong place may be a secret.
      throw credentialsProblem(
        `${label}: the mode of profile ${name} is not known`,
        undefined,
        "Known are AK, StsToken, RamRoleArn, ChainableRamRoleArn, EcsRamRole, OIDC, CloudSSO, OAuth and External",
      );
  }
}

function profilesIn(config: Record<string, unknown>): Record<string, unknown>[] {
  return Array.isArray(config["profiles"]) ? config["profiles"].filter(isRecord) : [];
}

function profileNamed({ label, file, config, names }: Opened, name: string): Profile {
  const found = profilesIn(config).find((candidate) => candidate["name"] === name);
  if (found === undefined) throw noSuchProfile(label, { name, file }, names);
  return {
    name,
    field: (key) => {
      const value = found[key];
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? filled(String(value))
        : undefined;
    },
  };
}

/** The profile's role, assumed with the base credentials. */
function assumedBy(base: CredentialsSource, profile: Profile, { label, sts }: Opened): CredentialsSource {
  const { name, field } = profile;
  return roleSource(
    () => base,
    {
      label: `the role of profile ${name}`,
      roleArn: requiredField(profile, label, "ram_role_arn"),
      sessionName: field("ram_session_name"),
      externalId: field("external_id"),
      durationSeconds: seconds(profile, label),
    },
    stsOf(profile, sts),
  );
}

/** Where the profile says that STS is, else where all other roles are assumed. */
function stsOf({ name, field }: Profile, sts: Access): Access {
  const region = field("sts_region");
  const endpoint = field("sts_endpoint") ?? (region && stsHost(region, field("enable_vpc") === "true"));
  return endpoint === undefined ? sts : { ...sts, endpoint: parseEndpoint(`profile ${name}`, endpoint) };
}

function seconds({ name, field }: Profile, label: string): number | undefined {
  const key = field("expired_seconds") === undefined ? "duration_seconds" : "expired_seconds";
  const number = wholeNumber(field(key) ?? 0);
  if (number === undefined)
    throw credentialsProblem(`${label}: ${key} of profile ${name} must be whole seconds`);
  // The CLI writes 0 for none.
  return number || undefined;
}

/** The parser's own message quotes the text. */
function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
