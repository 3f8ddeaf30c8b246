import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseEndpoint } from "../settings/endpoint";
import { filled, isRecord, wholeNumber } from "../settings/settings";
import type { Credentials } from "../transport/transport";
import { readKeys } from "./keys";
import { roleSource, type StsAccess } from "./role";
import { credentialsProblem, type CredentialsSource, fixedSource } from "./source";
import { cliProfileSource } from "./vendor";

interface ProfileRequest {
  /** The file's `current` profile where none is named. */
  name: string | undefined;
  /** Another file than `~/.aliyun/config.json`. */
  file: string | undefined;
}

/**
 * A profile of the Alibaba Cloud CLI. The file is read here and not by the vendor's library, whose errors quote it
 * whole. Keys and roles are handled here as well; the other modes by the vendor.
 */
export function profileSource(label: string, request: ProfileRequest, sts: StsAccess): CredentialsSource {
  let inner: CredentialsSource | undefined;
  return {
    label,
    fetch: async () => {
      inner ??= await open(label, request, sts);
      return inner.fetch();
    },
  };
}

/** The CLI's file, and what is asked of it. */
interface ProfileFile {
  label: string;
  path: string;
  config: Record<string, unknown>;
  /** Whether it is another one than the CLI's own. */
  isOther: boolean;
  sts: StsAccess;
}

interface Profile {
  name: string;
  field: (key: string) => string | undefined;
}

async function open(label: string, request: ProfileRequest, sts: StsAccess): Promise<CredentialsSource> {
  const path = request.file?.replace(/^~(?=[\\/])/, homedir()) ?? join(homedir(), ".aliyun", "config.json");
  const config = await readConfig(label, path);
  const current = typeof config["current"] === "string" ? config["current"] : undefined;
  const file = { label, path, config, isOther: request.file !== undefined, sts };
  return sourceOf(file, request.name ?? current, []);
}

/** `above`: the profiles that lead to this one. */
function sourceOf(file: ProfileFile, name: string | undefined, above: readonly string[]): CredentialsSource {
  const { label, path, config, isOther } = file;
  if (name === undefined) throw credentialsProblem(`${label}: ${path} names no current profile`);
  if (above.includes(name))
    throw credentialsProblem(`${label}: in ${path}, the chain of profile ${name} has no end`);
  const profile = profileNamed(name, file);
  const mode = profile.field("mode") ?? "AK";
  switch (mode) {
    case "AK":
      return fixedSource(label, { ...keysOf(profile, label), securityToken: undefined });
    case "StsToken": {
      const keys = keysOf(profile, label);
      if (keys.securityToken === undefined)
        throw credentialsProblem(`${label}: profile ${name} has no sts_token`);
      return fixedSource(label, keys);
    }
    case "RamRoleArn":
      return assumedBy(fixedSource(label, keysOf(profile, label)), profile, file);
    case "ChainableRamRoleArn":
      return assumedBy(sourceOf(file, profile.field("source_profile"), [...above, name]), profile, file);
    case "OAuth":
    case "External":
      if (isOther) {
        // The vendor writes refreshed sessions to the default file, whatever file they came from.
        throw credentialsProblem(`${label}: mode ${mode} works only in ~/.aliyun/config.json`);
      }
      break;
  }
  return cliProfileSource(label, config, name);
}

function profileNamed(name: string, { label, path, config }: ProfileFile): Profile {
  const profiles = Array.isArray(config["profiles"]) ? config["profiles"].filter(isRecord) : [];
  const found = profiles.find((candidate) => candidate["name"] === name);
  if (found === undefined) {
    throw credentialsProblem(
      `${label}: ${path} has no profile ${name}`,
      undefined,
      `It has ${profiles.map((candidate) => String(candidate["name"])).join(", ") || "no profiles"}`,
    );
  }
  return {
    name,
    field: (key) => {
      const value = found[key];
      return typeof value === "string" || typeof value === "number" ? filled(String(value)) : undefined;
    },
  };
}

function keysOf({ name, field }: Profile, label: string): Credentials {
  const names = { id: "access_key_id", secret: "access_key_secret", token: "sts_token" };
  const found = readKeys(names, field, ` of profile ${name}`);
  if (!found) throw credentialsProblem(`${label}: profile ${name} has no access_key_id`);
  return found;
}

/** The profile's role, assumed with the base credentials. */
function assumedBy(
  base: CredentialsSource,
  { name, field }: Profile,
  { label, sts }: ProfileFile,
): CredentialsSource {
  const roleArn = field("ram_role_arn");
  if (roleArn === undefined) throw credentialsProblem(`${label}: profile ${name} has no ram_role_arn`);
  const region = field("sts_region");
  const endpoint = field("sts_endpoint") ?? (region && `sts.${region}.aliyuncs.com`);
  const seconds = wholeNumber(field("expired_seconds") ?? 0);
  if (seconds === undefined)
    throw credentialsProblem(`${label}: expired_seconds of profile ${name} must be whole seconds`);
  return roleSource(
    () => base,
    {
      label: `the role of profile ${name}`,
      roleArn,
      sessionName: field("ram_session_name"),
      externalId: field("external_id"),
      durationSeconds: seconds || undefined,
    },
    endpoint === undefined ? sts : { ...sts, endpoint: parseEndpoint(`profile ${name}`, endpoint) },
  );
}

async function readConfig(label: string, path: string): Promise<Record<string, unknown>> {
  let content: string;
  try {
    content = await readFile(path, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw credentialsProblem(
      `${label}: ${path} ${missing ? "does not exist" : "cannot be read"}`,
      undefined,
      missing ? "Create the profile with: aliyun configure" : undefined,
    );
  }
  try {
    const config = JSON.parse(content) as unknown;
    if (isRecord(config)) return config;
  } catch {
    // Said below; the parser's own message quotes the file.
  }
  throw credentialsProblem(`${label}: ${path} is not valid JSON`);
}
