import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseEndpoint } from "../settings/endpoint";
import { filled, isRecord } from "../settings/settings";
import { readKeys } from "./keys";
import { roleSource, type StsAccess } from "./role";
import { cliProfileSource } from "./vendor";
import { credentialsProblem, fixedSource, type CredentialsSource } from "./source";

export interface ProfileRequest {
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

async function open(label: string, request: ProfileRequest, sts: StsAccess): Promise<CredentialsSource> {
  const path = request.file?.replace(/^~(?=[\\/])/, homedir()) ?? join(homedir(), ".aliyun", "config.json");
  const config = await readConfig(label, path);
  const profiles = (Array.isArray(config["profiles"]) ? (config["profiles"] as unknown[]) : []).filter(
    isRecord,
  );
  const current = typeof config["current"] === "string" ? config["current"] : undefined;

  const build = async (name: string | undefined, above: readonly string[]): Promise<CredentialsSource> => {
    if (name === undefined) throw credentialsProblem(`${label}: ${path} names no current profile`);
    if (above.includes(name)) {
      throw credentialsProblem(`${label}: in ${path}, the chain of profile ${name} has no end`);
    }
    const profile = profiles.find((candidate) => candidate["name"] === name);
    if (profile === undefined) {
      throw credentialsProblem(
        `${label}: ${path} has no profile ${name}`,
        undefined,
        `It has ${profiles.map((candidate) => String(candidate["name"])).join(", ") || "no profiles"}`,
      );
    }
    const field = (key: string): string | undefined => {
      const value = profile[key];
      return typeof value === "string" || typeof value === "number" ? filled(String(value)) : undefined;
    };
    const keys = () => {
      const names = { id: "access_key_id", secret: "access_key_secret", token: "sts_token" };
      const found = readKeys(names, field, ` of profile ${name}`);
      if (!found) throw credentialsProblem(`${label}: profile ${name} has no access_key_id`);
      return found;
    };
    const assumed = (base: CredentialsSource): CredentialsSource => {
      const roleArn = field("ram_role_arn");
      if (roleArn === undefined) throw credentialsProblem(`${label}: profile ${name} has no ram_role_arn`);
      const region = field("sts_region");
      const endpoint = field("sts_endpoint") ?? (region && `sts.${region}.aliyuncs.com`);
      const seconds = Number(field("expired_seconds"));
      return roleSource(
        () => base,
        {
          label: `the role of profile ${name}`,
          roleArn,
          sessionName: field("ram_session_name"),
          externalId: field("external_id"),
          durationSeconds: seconds > 0 ? seconds : undefined,
        },
        endpoint === undefined ? sts : { ...sts, endpoint: parseEndpoint(`profile ${name}`, endpoint) },
      );
    };
    const mode = field("mode") ?? "AK";
    switch (mode) {
      case "AK":
        return fixedSource(label, { ...keys(), securityToken: undefined });
      case "StsToken": {
        const found = keys();
        if (found.securityToken === undefined)
          throw credentialsProblem(`${label}: profile ${name} has no sts_token`);
        return fixedSource(label, found);
      }
      case "RamRoleArn":
        return assumed(fixedSource(label, keys()));
      case "ChainableRamRoleArn":
        return assumed(await build(field("source_profile"), [...above, name]));
      case "OAuth":
      case "External":
        if (request.file !== undefined) {
          // The vendor writes refreshed sessions to the default file, whatever file they came from.
          throw credentialsProblem(`${label}: mode ${mode} works only in ~/.aliyun/config.json`);
        }
        break;
    }
    return cliProfileSource(label, config, name);
  };
  return build(request.name ?? current, []);
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
