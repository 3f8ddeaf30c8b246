import { type Endpoint, readEndpoint } from "../../api/endpoint";
import { ConfigurationError } from "./configurationError";
import {
  type Configured,
  configured,
  filled,
  isOn,
  isRecord,
  parsedJson,
  resolveRegion,
  type Settings,
} from "./settings";

export { type Endpoint, endpointOf } from "../../api/endpoint";

/**
 * Where ENS is: `connection.endpoint`, then the configuration's `endpoint`, then member `ens` of its `endpoints`, then
 * `ENS_ENDPOINT`, then the one public endpoint, `ens.aliyuncs.com`.
 */
export function resolveEndpoint(settings: Settings): Endpoint {
  const own = configured(settings, "endpoint");
  const member = endpointsMember(settings, "ens");
  const candidates: [string, string | undefined][] = [
    ["connection.endpoint", settings.connection?.endpoint],
    [own.key, own.value],
    [member.key, member.value],
    ["ENS_ENDPOINT", settings.env["ENS_ENDPOINT"]],
  ];
  for (const [name, value] of candidates)
    if (filled(value) !== undefined) return parseEndpoint(name, filled(value) ?? "");
  return parseEndpoint("the default endpoint", "ens.aliyuncs.com");
}

/** Where roles are assumed: member `sts` of the configuration's `endpoints`, then the region's own, then the global endpoint. */
export function resolveStsEndpoint(settings: Settings): Endpoint {
  const { key, value } = endpointsMember(settings, "sts");
  if (value !== undefined) return parseEndpoint(key, value);
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

/** `endpoints` is a list of objects in the Alibaba Cloud provider's schema; a bare object is taken too. */
function endpointsMember(settings: Settings, service: string): Configured {
  const setting = configured(settings, "endpoints");
  const { key } = setting;
  const value = parsedJson(setting) ?? [];
  const name = `${key} (member ${service})`;
  for (const entry of Array.isArray(value) ? (value as unknown[]) : [value]) {
    if (!isRecord(entry)) throw new ConfigurationError(key, "must be a JSON object or a list of objects");
    // Alibaba Cloud has many services: only another spelling of this one is a mistake.
    const other = Object.keys(entry).find((each) => each !== service && each.toLowerCase() === service);
    if (other !== undefined)
      throw new ConfigurationError(`${key} (member ${other})`, `is not a service; did you mean ${service}?`);
    const member = entry[service];
    if (member === undefined || member === null) continue;
    if (typeof member !== "string") throw new ConfigurationError(name, "must be a string");
    if (filled(member) !== undefined) return { key: name, value: filled(member) };
  }
  return { key: name, value: undefined };
}
