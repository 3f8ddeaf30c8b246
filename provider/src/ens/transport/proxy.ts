import type { Agent } from "node:http";
import { ConfigurationError } from "../settings/configurationError";
import type { Endpoint } from "../settings/endpoint";

/** A way to the endpoint through the proxy of the environment. Only the tunnel sees the proxy's own password. */
export interface ProxyRoute {
  tunnel(fresh: boolean): Promise<Tunnel>;
}

interface Tunnel {
  agent: Agent;
  /** Closes what is half open: a proxy that never answers would otherwise keep the process alive. */
  abandon(): void;
}

const VARIABLES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/**
 * The proxy that `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` (either case) ask for, if one applies to the endpoint.
 * Loopback is never proxied: a plain-HTTP request to it must not leave the machine.
 */
export async function resolveProxy(
  endpoint: Endpoint,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ProxyRoute | undefined> {
  if (endpoint.loopback || !VARIABLES.some((name) => env[name])) return undefined;
  // Reads the process's environment, which `env` mirrors.
  const { getProxyForUrl } = await import("proxy-from-env");
  const proxy = getProxyForUrl(`${endpoint.protocol}//${endpoint.host}`);
  return proxy === "" ? undefined : route(proxy);
}

function route(proxy: string): ProxyRoute {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new ConfigurationError(
      "The proxy of the environment (HTTPS_PROXY)",
      "must be an http:// or https:// URL",
    );
  }
  let kept: Tunnel | undefined;

  const open = async (keepAlive: boolean): Promise<Tunnel> => {
    const { HttpsProxyAgent } = await import("https-proxy-agent");
    const abort = new AbortController();
    const tunnel: Tunnel = {
      agent: new HttpsProxyAgent(url, { keepAlive, signal: abort.signal }),
      abandon: () => {
        if (kept === tunnel) kept = undefined;
        abort.abort();
      },
    };
    return tunnel;
  };
  return {
    tunnel: async (fresh) => {
      if (fresh) return open(false);
      kept ??= await open(true);
      return kept;
    },
  };
}
