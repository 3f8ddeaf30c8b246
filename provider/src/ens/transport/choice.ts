import { CONFIGURATION } from "../settings/configuration";
import { ConfigurationError } from "../settings/configurationError";
import type { Endpoint } from "../settings/endpoint";
import { configured, filled, type Settings } from "../settings/settings";
import type { Timeouts } from "../settings/timeouts";
import type * as Builtin from "./builtin";
import { type InstalledPackage, installedPackage } from "./installedPackage";
import { type ProxyRoute, resolveProxy } from "./proxy";
import type * as Sdk from "./sdk";
import type { Transport } from "./transport";
import { isOlder } from "./version";

const CHOICES = CONFIGURATION.transport.values;
type Choice = (typeof CHOICES)[number];

/** The configuration's `transport`, then `PULUMI_ENS_TRANSPORT`, then `auto`. */
export function readChoice(settings: Settings): Choice {
  const { key, value: own } = configured(settings, "transport");
  const candidates = [
    [key, own],
    ["PULUMI_ENS_TRANSPORT", settings.env["PULUMI_ENS_TRANSPORT"]],
  ] as const;
  for (const [name, raw] of candidates) {
    const value = filled(raw);
    if (value === undefined) continue;
    const choice = CHOICES.find((candidate) => candidate === value);
    if (choice === undefined) throw new ConfigurationError(name, `must be one of ${CHOICES.join(", ")}`);
    return choice;
  }
  return "auto";
}

/**
 * `auto` takes the official client where the program has it and nothing speaks against it, else the built-in one.
 * `sdk` insists, and says why not.
 */
export async function chooseTransport(
  settings: Settings,
  programDirectory: string,
  endpoint: Endpoint,
  timeouts: Timeouts,
  log: (line: string) => void,
): Promise<Transport> {
  const choice = readChoice(settings);
  const proxy = await resolveProxy(endpoint, settings.env);
  const builtin = (): Transport =>
    (require("./builtin") as typeof Builtin).createBuiltinTransport(endpoint, timeouts, proxy);
  if (choice === "builtin") return builtin();

  const sdk = installedPackage("@alicloud/ens20171110", programDirectory);
  const obstacle = obstacleOf(sdk, proxy);
  if (sdk && obstacle === undefined)
    return (require("./sdk") as typeof Sdk).createSdkTransport(sdk.load, endpoint, timeouts);
  if (choice === "sdk") throw new ConfigurationError("ens:transport", `is sdk, but ${obstacle}`);
  // That it is absent is the normal case and worth no line.
  if (sdk) log(`ENS: ${obstacle}; using the built-in transport`);
  return builtin();
}

/** Why the official client cannot be taken. */
function obstacleOf(sdk: InstalledPackage | undefined, proxy: ProxyRoute | undefined): string | undefined {
  if (!sdk) return "@alicloud/ens20171110 is not installed beside the program";
  const { version } = sdk;
  if (version === undefined || isOlder(version, "8.3.0"))
    return `@alicloud/ens20171110 ${version ?? "of unknown version"} has no event operations; they came with 8.3.0`;
  return (
    proxy && `@alicloud/ens20171110 ignores proxies, and one applies to the endpoint (${proxy.variable})`
  );
}
