import { type Endpoint, readEndpoint } from "../../api/endpoint";
import { ConfigurationError } from "./configurationError";
import { filled, isOn, isRecord, jsonSetting, resolveRegion, type Settings } from "./settings";

export { type Endpoint, endpointOf } from "../../api/endpoint";

/**
 * Where ENS is: `connection.endpoint`, then `ens:endpoint`, then member `ens` of `alicloud:endpoints`, then
 * `ENS_ENDPOINT`, then the one public endpoint, `ens.aliyuncs.com`.
 */
export function resolveEndpoint(settings: Settings): Endpoint {
  const candidates: [string, string | undefined][] = [
    ["connection.endpoint", settings.connection?.endpoint],
    ["ens:endpoint", settings.config("ens:endpoint")],
    ["alicloud:endpoints (member ens)", endpointsMember(settings, "ens")],
    ["ENS_ENDPOINT", settings.env["ENS_ENDPOINT"]],
  ];
  for (const [name, value] of candidates)
    if (filled(value) !== undefined) return parseEndpoint(name, filled(value) ?? "");
  return parseEndpoint("the default endpoint", "ens.aliyuncs.com");
}

/** Where roles are assumed: member `sts` of `alicloud:endpoints`, then the region's own, then the global endpoint. */
export function resolveStsEndpoint(settings: Settings): Endpoint {
  const configured = filled(endpointsMember(settings, "sts"));
  if (configured !== undefined) return parseEndpoint("alicloud:endpoints (member sts)", configured);
  const region = resolveRegion(settings);
  const inVpc = isOn(settings.env["ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"]);
  return parseEndpoint("the STS endpoint", region ? stsHost(region, inVpc) : "sts.aliyuncs.com");
}

/** Only regions have an endpoint that is reached from inside a VPC. */
export function stsHost(region: string, inVpc: boolean): string {
  return `sts${inVpc ? "-vpc" : ""}.${region}.aliyuncs.com`;
}

/** See {@link readEndpoint}. The error never echoes the value. */
export function parseEndpoint(name: string, value: string): Endpoint {
  const read = readEndpoint(value);
  if ("reason" in read) throw new ConfigurationError(name, read.reason);
  return read;
}

/** `alicloud:endpoints` is a list of objects in the Alibaba Cloud provider's schema; a bare object is taken too. */
function endpointsMember(settings: Settings, service: string): string | undefined {
  const key = "alicloud:endpoints";
  const value = jsonSetting(settings, key);
  if (value === undefined) return undefined;
  for (const entry of Array.isArray(value) ? (value as unknown[]) : [value]) {
    if (!isRecord(entry)) throw new ConfigurationError(key, "must be a JSON object or a list of objects");
    // Alibaba Cloud has many services: only another spelling of this one is a mistake.
    const other = Object.keys(entry).find((name) => name !== service && name.toLowerCase() === service);
    if (other !== undefined)
      throw new ConfigurationError(`${key} (member ${other})`, `is not a service; did you mean ${service}?`);
    const member = entry[service];
    if (member === undefined || member === null) continue;
    if (typeof member !== "string")
      throw new ConfigurationError(`${key} (member ${service})`, "must be a string");
    if (filled(member) !== undefined) return member;
  }
  return undefined;
}
