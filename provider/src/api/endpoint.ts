/** Where requests go. */
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
 * Accepts `host`, `host:port`, `https://host[:port]` and, to loopback only, `http://host[:port]`. A reason never echoes the value:
 * a mistaken one may hold a password.
 */
export function readEndpoint(value: string): Endpoint | { reason: string } {
  const shape = /^(?:(https?):\/\/)?([^/?#@\\\s]+)\/?$/i.exec(value);
  if (!shape)
    return { reason: "must be a host, host:port or https://host[:port], without user info, path or query" };
  const protocol = shape[1]?.toLowerCase() === "http" ? "http:" : "https:";
  let url: URL;
  try {
    url = new URL(`${protocol}//${shape[2]}`);
  } catch {
    return { reason: "is not a host name, an address or host:port" };
  }
  const endpoint = endpointOf(url);
  return protocol === "https:" || endpoint.loopback
    ? endpoint
    : { reason: "uses plain http, which is for loopback only: passwords travel in the URL. Use https" };
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

/** A region's id becomes part of a host name that receives signed requests. */
export function isRegionId(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
