import { ConfigurationError } from "./configurationError";
import { filled, isOn, isRecord, jsonSetting, resolveRegion, type Settings } from "./settings";

export interface Endpoint {
  protocol: "https:" | "http:";
  /** For the socket: a name or an address, IPv6 without brackets. */
  hostname: string;
  port: number;
  /** For the `Host` header, which is signed: the port only where it is not the protocol's own. */
  host: string;
  loopback: boolean;
}

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

/**
 * Accepts `host`, `host:port`, `https://host[:port]` and, to loopback only, `http://host[:port]`. The value is never
 * echoed in an error: a mistaken one may hold a password.
 */
export function parseEndpoint(name: string, value: string): Endpoint {
  const shape = /^(?:(https?):\/\/)?([^/?#@\\\s]+)\/?$/i.exec(value);
  if (!shape) {
    throw new ConfigurationError(
      name,
      "must be a host, host:port or https://host[:port], without user info, path or query",
    );
  }
  const protocol = shape[1]?.toLowerCase() === "http" ? "http:" : "https:";
  let url: URL;
  try {
    url = new URL(`${protocol}//${shape[2]}`);
  } catch {
    throw new ConfigurationError(name, "is not a host name, an address or host:port");
  }
  const endpoint = endpointOf(url);
  if (protocol === "http:" && !endpoint.loopback) {
    throw new ConfigurationError(
      name,
      "uses plain http, which is for loopback only: passwords travel in the URL. Use https",
    );
  }
  return endpoint;
}

/** The host of an `http:` or `https:` URL. */
export function endpointOf(url: URL): Endpoint {
  const protocol = url.protocol === "http:" ? "http:" : "https:";
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port === "" ? (protocol === "https:" ? 443 : 80) : Number(url.port);
  return { protocol, hostname, port, host: url.host, loopback: isLoopback(hostname) };
}

/** `URL` has already brought addresses into their one canonical form. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
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
      throw new ConfigurationError(`${key} (member ${service})`, "must be a text");
    if (filled(member) !== undefined) return member;
  }
  return undefined;
}
