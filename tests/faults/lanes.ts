import type { HostName } from "../conformance/hosts";

export type Transport = "builtin" | "sdk";

/** Who runs the provider, and how that reaches ENS. */
export interface Lane {
  host: HostName;
  transport: Transport;
}

/** Those of every run; the page says what they come to. */
export const LANES: readonly Lane[] = [
  { host: "dynamic provider", transport: "builtin" },
  { host: "dynamic provider", transport: "sdk" },
  { host: "plugin", transport: "builtin" },
];

/** The plugin reaches Alibaba Cloud's client as the dynamic provider does, so that is tried less often. */
export const NIGHTLY: readonly Lane[] = [{ host: "plugin", transport: "sdk" }];

export function nameOf({ host, transport }: Lane): string {
  return `${host}, ${transport}`;
}
