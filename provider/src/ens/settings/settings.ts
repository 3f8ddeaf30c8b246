import type { Connection } from "../../api/connection";
import { isRegionId } from "../../api/endpoint";
import { type ConfigurationName, keysOf, type Prefix } from "./configuration";
import { ConfigurationError } from "./configurationError";

/** Where settings come from: configuration, environment and the resource's own connection. */
export interface Settings {
  connection?: Connection | undefined;
  /** Configuration by full key, for example `alicloud:accessKey`. */
  config: (key: string) => string | undefined;
  /** False in a command, which cannot read Pulumi's configuration: no message sends anybody there. Default: true. */
  isConfigurable?: boolean | undefined;
  /** Of the keys that this host has. Default: `alicloud`, as in Node.js programs. */
  prefix?: Prefix | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

/** Blank settings are unset: a CI variable that is defined but empty must not win over a real one. */
export function filled(value: string | undefined): string | undefined {
  return value?.trim() ? value.trim() : undefined;
}

/** A switch of Alibaba Cloud's clients, such as `ALIBABA_CLOUD_ECS_METADATA_DISABLED`. */
export function isOn(value: string | undefined): boolean {
  return filled(value)?.toLowerCase() === "true";
}

/** A setting of the configuration, as this host has it. */
export interface Configured {
  /** What a message calls it: the key that is set, else the first that could be. */
  key: string;
  /** `undefined` if it is blank. */
  value: string | undefined;
}

export function configured(
  { config, prefix = "alicloud" }: Pick<Settings, "config" | "prefix">,
  name: ConfigurationName,
): Configured {
  const keys = keysOf(name, prefix);
  const key = keys.find((each) => filled(config(each)) !== undefined) ?? keys[0];
  return { key, value: filled(config(key)) };
}

/** Where the configuration is, for a line that says where something comes from. The plugin's may be that of one provider of many. */
export function whereConfigured({ prefix }: Pick<Settings, "prefix">): string {
  return prefix === "ens" ? "provider configuration" : "stack configuration";
}

/**
 * The region in force, which is that of STS: `connection.region`, then the configuration, then `ALIBABA_CLOUD_STS_REGION`,
 * then `ALICLOUD_REGION`.
 */
export function resolveRegion(settings: Settings): string | undefined {
  const { key, value } = configured(settings, "region");
  const candidates = [
    ["connection.region", settings.connection?.region],
    [key, value],
    ["ALIBABA_CLOUD_STS_REGION", settings.env["ALIBABA_CLOUD_STS_REGION"]],
    ["ALICLOUD_REGION", settings.env["ALICLOUD_REGION"]],
  ] as const;
  for (const [name, raw] of candidates) {
    const region = filled(raw);
    if (region === undefined) continue;
    if (!isRegionId(region)) throw new ConfigurationError(name, "is not a region id, such as cn-hangzhou");
    return region;
  }
  return undefined;
}

/** What the JSON text says that `pulumi config set --path` writes. */
export function parsedJson({ key, value }: Configured): unknown {
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // The parser's message quotes the text, and this text may hold secrets.
    throw new ConfigurationError(key, "is not valid JSON");
  }
}

/** A number written in digits alone. JavaScript reads more than people mean: `0x10`, `1e3`, and nothing at all as 0. */
export function wholeNumber(written: unknown): number | undefined {
  const isWritten = typeof written === "number" || typeof written === "string";
  return isWritten && /^\d{1,15}$/.test(String(written)) ? Number(written) : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
