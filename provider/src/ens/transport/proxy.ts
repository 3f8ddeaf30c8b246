import type { Agent } from "node:http";
import { ConfigurationError } from "../settings/configurationError";
import type { Endpoint } from "../settings/endpoint";
import { filled } from "../settings/settings";
import { isExempt } from "./noProxy";

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that the environment asks for. */
export interface EnvironmentProxy {
  /** What names it, such as `HTTPS_PROXY`. */
  variable: string;
  /** With its user and password: only `host` may be shown. */
  url: URL;
}

/** In the order of curl: lower case first, and an empty variable is as good as none. */
const PROXY_VARIABLES = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const EXEMPTION_VARIABLES = ["no_proxy", "NO_PROXY"];

/**
 * The proxy that applies to an endpoint, as curl and Go read the variables. `http_proxy` is not among them: only loopback is
 * reached by plain HTTP, and loopback is never proxied, so that such a request does not leave the machine.
 */
export function proxyFor(endpoint: Endpoint, env: Environment): EnvironmentProxy | undefined {
  const named = firstFilled(PROXY_VARIABLES, env);
  if (!named || endpoint.loopback || isExempt(endpoint, firstFilled(EXEMPTION_VARIABLES, env)?.value ?? ""))
    return undefined;
  const { variable, value } = named;
  const text = value.includes("://") ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    const found = /^socks/i.test(text) ? "names a SOCKS proxy, which is not supported: it " : "";
    throw new ConfigurationError(
      variable,
      `${found}must be an http:// or https:// URL; or add ${endpoint.hostname} to NO_PROXY`,
    );
  }
  return { variable, url };
}

function firstFilled(variables: readonly string[], env: Environment) {
  for (const variable of variables) {
    const value = filled(env[variable]);
    if (value !== undefined) return { variable, value };
  }
  return undefined;
}

/** A way to the endpoint through a proxy. Only the tunnel sees the proxy's own password. */
export interface ProxyRoute {
  /** What names the proxy, such as `HTTPS_PROXY`. */
  variable: string;
  /** The proxy's, with its port where it has one. */
  host: string;
  tunnel(fresh: boolean): Tunnel;
}

interface Tunnel {
  agent: Agent;
  /** Closes what is half open: a proxy that never answers would otherwise keep the process alive. */
  abandon(): void;
}

/** The way through the proxy that applies to an endpoint, if one does. */
export async function resolveProxy(endpoint: Endpoint, env: Environment): Promise<ProxyRoute | undefined> {
  const proxy = proxyFor(endpoint, env);
  if (!proxy) return undefined;
  const { HttpsProxyAgent } = await import("https-proxy-agent");
  let kept: Tunnel | undefined;

  const open = (keepAlive: boolean): Tunnel => {
    const abort = new AbortController();
    const tunnel: Tunnel = {
      agent: new HttpsProxyAgent(proxy.url, { keepAlive, signal: abort.signal }),
      abandon: () => {
        if (kept === tunnel) kept = undefined;
        abort.abort();
      },
    };
    return tunnel;
  };
  return {
    variable: proxy.variable,
    host: proxy.url.host,
    tunnel: (fresh) => (fresh ? open(false) : (kept ??= open(true))),
  };
}
