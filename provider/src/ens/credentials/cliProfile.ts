import { readFileSync } from "node:fs";
import { isRegionId } from "../../api/endpoint";
import { ConfigurationError } from "../settings/configurationError";
import { parseEndpoint, stsHost } from "../settings/endpoint";
import { filled, isOn, isRecord, wholeNumber } from "../settings/settings";
import { cloudSsoSource } from "./cloudSso";
import { credentialsUriSource } from "./credentialsUri";
import { ecsRoleSource } from "./ecsRole";
import { homeFile, type NamedFile, readText } from "./files";
import { oidcSource } from "./oidc";
import { keysOf, noSuchProfile, type Profile, requiredField } from "./profiles";
import { roleSource } from "./role";
import { type Access, credentialsProblem, type CredentialsSource, fixedSource, openedSource } from "./source";
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

/** What to do about a file without a usable profile. */
const CONFIGURE = "Create the profile with: aliyun configure";

const CORRECT = "Correct the file, or create it again with: aliyun configure";

/** It is read here and not by the vendor's library, whose errors quote it whole. */
export function readCliFile(label: string, file: NamedFile, advice = CONFIGURE): CliFile {
  const text = readText(`${label}:`, file, CONFIGURE);
  if (text.trim() === "") throw credentialsProblem(`${label}: ${file.shown} is empty`, undefined, advice);
  const config = parseJson(text);
  if (!config) throw credentialsProblem(`${label}: ${file.shown} is not valid JSON`, undefined, CORRECT);
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
  { name, file, advice = CONFIGURE }: { name: string | undefined; file: NamedFile; advice?: string },
  sts: Access,
): CredentialsSource {
  return openedSource(label, () => {
    const content = readCliFile(label, file, advice);
    const chosen = name ?? content.current;
    if (chosen !== undefined) {
      try {
        return sourceOf({ ...content, label, sts, advice }, chosen, []);
      } catch (error) {
        // An address in the file is no setting of the stack.
        throw error instanceof ConfigurationError ? credentialsProblem(error.message) : error;
      }
    }
    throw credentialsProblem(
      `${label}: ${file.shown} names no current profile`,
      undefined,
      content.names.length === 0 ? advice : "Choose one with: aliyun configure switch --profile NAME",
    );
  });
}

interface Opened extends CliFile {
  label: string;
  sts: Access;
  /** What to do where a profile is empty. */
  advice: string;
}

/** What the CLI writes into a profile before anybody has configured one. */
const NOBODYS =
  /^(name|region_id|output_format|language|site|verified|expired_seconds|retry_count|(retry|connect)_timeout)$/;

/** The CLI calls its profile `default` "not configured yet" as long as it has no mode and nothing that credentials are made of. */
export function isConfigured({ config, current }: CliFile): boolean {
  const profile = profilesIn(config).find(({ name }) => name === current);
  return (
    current !== "default" ||
    profile === undefined ||
    Object.entries(profile).some(
      ([key, value]) => !NOBODYS.test(key) && Boolean(value) && filled(String(value)) !== undefined,
    )
  );
}

const MODES =
  "AK, StsToken, RamRoleArn, ChainableRamRoleArn, EcsRamRole, RamRoleArnWithRoleName, OIDC, CloudSSO, CredentialsURI, OAuth and External";

/** `above`: the profiles that lead to this one. */
function sourceOf(opened: Opened, name: string, above: readonly string[]): CredentialsSource {
  const { label, file, config, sts } = opened;
  if (above.includes(name)) {
    throw credentialsProblem(
      `${label}: in ${file.shown}, profile ${name} leads back to itself`,
      undefined,
      "Correct its source_profile, or that of a profile that it names",
    );
  }
  const profile = profileNamed(opened, name);
  const { field } = profile;
  const mode = field("mode") ?? "AK";
  const keys = () => keysOf(profile, label, "sts_token", opened.advice);
  switch (mode) {
    case "AK":
      return fixedSource(label, { ...keys(), securityToken: undefined });
    case "StsToken":
      requiredField(profile, label, "sts_token");
      return fixedSource(label, keys());
    case "RamRoleArn":
      return assumedBy(fixedSource(label, keys()), profile, opened);
    case "RamRoleArnWithRoleName": {
      const role = requiredField(profile, label, "ram_role_name");
      return assumedBy(ecsRoleSource(label, role, sts.env), profile, opened);
    }
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
          token: { file: requiredField(profile, label, "oidc_token_file") },
          sessionName: field("ram_session_name"),
          durationSeconds: seconds(profile, label),
        },
        stsOf(profile, opened),
      );
    case "CloudSSO":
      return cloudSsoSource(label, profile, sts);
    case "CredentialsURI": {
      const uri = requiredField(profile, label, "credentials_uri");
      return credentialsUriSource(
        { label, setting: `credentials_uri of ${whereOf(profile, file)}` },
        uri,
        sts,
      );
    }
    case "OAuth":
    case "External":
      if (file.path !== cliFile().path) {
        // The vendor writes refreshed sessions to the CLI's own file, whatever file they came from.
        throw credentialsProblem(
          `${label}: mode ${mode} works only in ~/.aliyun/config.json`,
          undefined,
          "Use a profile of that file, or another mode",
        );
      }
      // As the vendor reads it before it writes: where that fails it says nothing, and a renewed sign-in is lost.
      if (!parseJson(readFileSync(file.path, "utf8"))) {
        throw credentialsProblem(
          `${label}: mode ${mode} needs ${file.shown} in UTF-8 without a byte order mark`,
          undefined,
          "Save it as UTF-8 without a byte order mark",
        );
      }
      return mode === "OAuth"
        ? oauthSource(label, config, profile, sts.env)
        : externalSource(label, config, name);
    case "RsaKeyPair":
    case "BearerToken":
      throw credentialsProblem(
        `${label}: mode ${mode} of profile ${name} is not supported`,
        undefined,
        `Use one of ${MODES}`,
      );
    default:
      // Not quoted: what stands in a wrong place may be a secret.
      throw credentialsProblem(
        `${label}: the mode of profile ${name} is not known`,
        undefined,
        `Use one of ${MODES}`,
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
function assumedBy(base: CredentialsSource, profile: Profile, opened: Opened): CredentialsSource {
  const { name, field } = profile;
  const { label } = opened;
  return roleSource(
    () => base,
    {
      label: `the role of profile ${name}`,
      roleArn: requiredField(profile, label, "ram_role_arn"),
      sessionName: field("ram_session_name"),
      externalId: field("external_id"),
      durationSeconds: seconds(profile, label),
    },
    stsOf(profile, opened),
  );
}

/** Where the profile says that STS is, else where all other roles are assumed. As the CLI has it: always https, whatever is written. */
function stsOf(profile: Profile, { file, sts }: Opened): Access {
  const { field } = profile;
  const at = (key: string, host: string): Access => ({
    ...sts,
    endpoint: parseEndpoint(`${key} of ${whereOf(profile, file)}`, host.replace(/^https?:\/\//i, "")),
  });
  const endpoint = field("sts_endpoint");
  if (endpoint !== undefined) return at("sts_endpoint", endpoint);
  const region = field("sts_region");
  const inVpc = field("enable_vpc") === "true";
  if (region !== undefined && !isRegionId(region)) {
    throw new ConfigurationError(
      `sts_region of ${whereOf(profile, file)}`,
      "is not a region id, such as cn-hangzhou",
    );
  }
  if (region !== undefined)
    return at("sts_region", stsHost(region, inVpc || isOn(sts.env["ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"])));
  const [, regionInForce] = /^sts\.([^.]+)\.aliyuncs\.com$/.exec(sts.endpoint.hostname) ?? [];
  return inVpc && regionInForce !== undefined ? at("enable_vpc", stsHost(regionInForce, inVpc)) : sts;
}

function whereOf({ name }: Profile, { shown }: NamedFile): string {
  return `profile ${name} of ${shown}`;
}

function seconds({ name, field }: Profile, label: string): number | undefined {
  const key = field("expired_seconds") === undefined ? "duration_seconds" : "expired_seconds";
  const number = wholeNumber(field(key) ?? 0);
  if (number === undefined)
    throw credentialsProblem(`${label}: ${key} of profile ${name} must be a whole number of seconds`);
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
