import { nearest } from "../api/nearest";
import { containsUnknown } from "../api/unknown";
import { assumeRoleSetting, oidcSetting } from "./credentials/roleSettings";
import { CONFIGURATION, type ConfigurationEntry, type ConfigurationName } from "./settings/configuration";
import { ConfigurationError } from "./settings/configurationError";
import { resolveEndpoint, resolveStsEndpoint } from "./settings/endpoint";
import { isRecord, resolveRegion, type Settings } from "./settings/settings";
import { resolveTimeouts } from "./settings/timeouts";
import { readChoice } from "./transport/choice";

export interface ConfigurationFailure {
  /** A name of the configuration, without prefix; empty if what stands there is no name. */
  property: string;
  /** A sentence about `ens:` and that name. It never quotes the value. */
  reason: string;
}

/** Those that read what a value means. Which keys belong together is for the client to say: another source may come before them. */
const READERS: readonly ((settings: Settings) => unknown)[] = [
  resolveEndpoint,
  resolveStsEndpoint,
  resolveRegion,
  resolveTimeouts,
  readChoice,
  assumeRoleSetting,
  oidcSetting,
];

/** What the engine itself writes beside the settings. */
export const OF_THE_ENGINE: ReadonlySet<string> = new Set(["version", "pluginDownloadURL"]);

const NAMES = Object.keys(CONFIGURATION);

/**
 * What of the plugin's configuration is wrong, by the names without `ens:`. An object may be JSON text, a number may be digits, and
 * what is not known yet passes. Blank counts as not set.
 */
export function checkConfiguration(values: Readonly<Record<string, unknown>>): ConfigurationFailure[] {
  /** By their sentences: several read the same setting. */
  const failures = new Map<string, ConfigurationFailure>();
  const fail = (property: string, reason: string) => failures.set(reason, { property, reason });
  const usable: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (OF_THE_ENGINE.has(name) || value === undefined || value === null || containsUnknown(value)) continue;
    const problem = isSetting(name) ? typeProblem(CONFIGURATION[name], value) : unknownName(name);
    if (problem === undefined) usable[name] = value;
    // What is no name may be a secret in the wrong place.
    else if (/^\w{1,40}$/.test(name)) fail(name, `ens:${name} ${problem}`);
    else fail("", `one name ${problem}`);
  }
  const settings: Settings = { prefix: "ens", config: configurationOf(usable), env: {} };
  for (const reader of READERS) {
    try {
      reader(settings);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const [, property = ""] = /^ens:(\w+)/.exec(error.setting) ?? [];
      fail(property, error.message);
    }
  }
  return [...failures.values()];
}

/** The plugin's configuration by full key, as {@link Settings} has it: what is no text is JSON there. */
export function configurationOf(values: Readonly<Record<string, unknown>>): Settings["config"] {
  return (key) => {
    const value = values[key.slice(key.indexOf(":") + 1)];
    if (value === undefined || value === null) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}

function isSetting(name: string): name is ConfigurationName {
  return Object.hasOwn(CONFIGURATION, name);
}

function unknownName(name: string): string {
  return `is not a setting of this provider${nearest(name, NAMES) || `. Its settings are ${NAMES.join(", ")}`}`;
}

/** What is text is judged by its reader. */
function typeProblem({ type }: ConfigurationEntry, value: unknown): string | undefined {
  if (typeof value === "string") return undefined;
  switch (type) {
    case "string":
      return "must be a string";
    case "integer":
      return typeof value === "number" ? undefined : "must be a number";
    case "object":
      return isRecord(value) || Array.isArray(value) ? undefined : "must be an object";
  }
}
