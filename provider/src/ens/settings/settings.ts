import type { Connection } from "../../api/connection";
import { isRegionId } from "../../api/endpoint";
import { ConfigurationError } from "./configurationError";

/** Where settings come from: stack configuration, environment and the resource's own connection. */
export interface Settings {
  connection?: Connection | undefined;
  /** Stack configuration by full key, for example `alicloud:accessKey`. */
  config: (key: string) => string | undefined;
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

/**
 * The region in force, which is that of STS: `connection.region`, then `alicloud:region`, then `ALIBABA_CLOUD_STS_REGION`,
 * then `ALICLOUD_REGION`.
 */
export function resolveRegion(settings: Settings): string | undefined {
  const candidates = [
    ["connection.region", settings.connection?.region],
    ["alicloud:region", settings.config("alicloud:region")],
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

/** A setting that holds a JSON object, as `pulumi config set --path` writes it. */
export function jsonSetting(settings: Settings, key: string): unknown {
  const text = filled(settings.config(key));
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
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
