import type { Endpoint } from "./endpoint";

/** The proxy that the environment names for an endpoint: where it is, never its user and password. */
export function proxyOf(
  endpoint: Endpoint,
  env: Readonly<Record<string, string | undefined>>,
): { variable: string; host: string } | undefined {
  if (endpoint.loopback || isExempt(endpoint, env["NO_PROXY"] ?? env["no_proxy"] ?? "")) return undefined;
  for (const variable of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) {
    const value = env[variable];
    if (value) return { variable, host: hostOf(value) };
  }
  return undefined;
}

function hostOf(proxy: string): string {
  const text = proxy.includes("://") ? proxy : `http://${proxy}`;
  return URL.canParse(text) ? new URL(text).host : "an address that is no URL";
}

/** `NO_PROXY`: hosts, domains with or without a leading dot or star, each perhaps with a port; `*` for all. */
function isExempt({ hostname, port }: Endpoint, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", only] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== undefined && Number(only) !== port) return false;
      return /^[.*]/.test(name) ? hostname.endsWith(name.replace(/^\*/, "")) : hostname === name;
    });
}
