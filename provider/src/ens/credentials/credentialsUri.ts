import { unescape } from "node:querystring";
import { ConfigurationError } from "../settings/configurationError";
import { endpointOf } from "../settings/endpoint";
import { parse } from "../wire/answers";
import { unsignedCall } from "../wire/operation";
import { SESSION } from "../wire/session";
import { fetchSession } from "./session";
import type { Access, CredentialsSource } from "./source";

/** An address that gives keys to whoever asks. `setting` names it; the address itself may hold a secret and is never shown. */
export function credentialsUriSource(
  { label, setting }: { label: string; setting: string },
  uri: string,
  access: Access,
): CredentialsSource {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ConfigurationError(setting, "must be an http:// or https:// URL");
  if (url.username || url.password)
    throw new ConfigurationError(setting, "must not contain a user and a password");
  const endpoint = endpointOf(url);
  if (url.protocol === "http:" && !endpoint.loopback && !isLinkLocal(endpoint.hostname)) {
    throw new ConfigurationError(
      setting,
      "uses plain http to another machine, so keys would be sent unencrypted. Use https; http is for loopback and link-local addresses",
    );
  }
  const path = `${url.pathname}${url.search}`;
  const call = unsignedCall({
    action: "GET",
    secrets: secretsIn(url),
    request: () => ({ method: "GET", path, headers: { accept: "application/json" } }),
    read: (body) => parse(SESSION, body),
  });
  // What never leaves the machine must not go to a proxy.
  const env = url.protocol === "http:" ? {} : access.env;
  return {
    label,
    fetch: () =>
      fetchSession({ failure: `${label} gave no credentials` }, call, { ...access, endpoint, env }),
  };
}

/** What stands in the path or the query may be a secret, and services echo it whole or in parts. Short parts are none. */
function secretsIn(url: URL): string[] {
  const parts = [...url.pathname.split("/"), ...url.searchParams.values()];
  const read = [...parts, ...parts.map((part) => unescape(part))].filter(({ length }) => length >= 6);
  return [url.search.slice(1), ...read];
}

/** Where containers and instances find the services of their host. */
function isLinkLocal(hostname: string): boolean {
  return hostname === "100.100.100.200" || /^169\.254\.\d+\.\d+$|^fe[89ab][0-9a-f]:/i.test(hostname);
}
