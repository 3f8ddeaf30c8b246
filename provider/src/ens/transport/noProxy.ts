import { BlockList, isIP } from "node:net";
import type { Endpoint } from "../settings/endpoint";

/**
 * Whether a `NO_PROXY` list exempts an endpoint. Its entries are what curl and Go take, between commas or spaces: a name,
 * which covers what is below it, with or without a dot before it; `*.` for what is below it alone; an address; a range of
 * addresses; `*` for all. A port limits a name or an address to it. Nothing is looked up: a range covers addresses only.
 */
export function isExempt(endpoint: Pick<Endpoint, "hostname" | "port">, list: string): boolean {
  const host = endpoint.hostname.replace(/\.$/, "").toLowerCase();
  const covers = isIP(host) === 0 ? coversName : coversAddress;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === "*") return true;
      // The colons of an IPv6 address are no port's, unless it stands in brackets.
      const [, bracketed, bare, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
      if (port !== undefined && Number(port) !== endpoint.port) return false;
      return covers(host, bracketed ?? bare ?? entry);
    });
}

function coversName(host: string, entry: string): boolean {
  const [, star, name = ""] = /^(\*(?=\.))?\.?(.*?)\.?$/.exec(entry) ?? [];
  if (name === "") return false;
  return host.endsWith(`.${name}`) || (host === name && star === undefined);
}

function coversAddress(host: string, entry: string): boolean {
  const [, address = "", prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const version = isIP(host);
  const [type, bits] = version === 4 ? (["ipv4", 32] as const) : (["ipv6", 128] as const);
  const length = Number(prefix ?? bits);
  if (isIP(address) !== version || length > bits) return false;
  const range = new BlockList();
  range.addSubnet(address, length, type);
  return range.check(host, type);
}
