import type { ResourceValidationPolicy } from "@pulumi/policy";
import { ConfigurationError, type Connection, resolveEndpoint } from "@pulumi-ens/provider/ens";
import { TYPE_TOKENS } from "@pulumi-ens/provider/plan";
import type { PlanInputs } from "../planInputs";
import { planRule, type Rule } from "../rule";

export interface OfficialEndpointOptions {
  /** Hosts, with the port if it is not 443. Default: `["ens.aliyuncs.com"]`. */
  endpoints?: readonly string[];
}

const RULE: Rule<OfficialEndpointOptions> = {
  displayName: "Official endpoint",
  description: "Orders, and the passwords in them, go only to ENS.",
  remediationSteps:
    "Remove what the violation names: the plan's connection.endpoint, the configuration ens:endpoint, alicloud:endpoints or " +
    "ens:endpoints (its ens), the same argument of a provider, or the environment variable ENS_ENDPOINT.",
  severity: "critical",
  enforcementLevel: "mandatory",
  options: { endpoints: { type: "array", items: { type: "string", minLength: 1 }, minItems: 1 } },
  defaults: { endpoints: ["ens.aliyuncs.com"] },
};

/**
 * The plan's endpoint is one of these, wherever it comes from: the plan's connection, the stack's configuration, or the
 * environment of the process that runs Pulumi.
 *
 * @example
 * ```ts
 * officialEndpoint("official-endpoint")
 * ```
 */
export function officialEndpoint(
  name: string,
  options: OfficialEndpointOptions = {},
): ResourceValidationPolicy {
  return planRule(name, RULE, options, ({ endpoints = [] }) => {
    if (endpoints.length === 0) throw new TypeError("endpoints must name at least one host");
    return (inputs, report) => {
      try {
        const { host, protocol } = resolveEndpoint(settingsOf(inputs));
        if (!endpoints.includes(host)) {
          report(
            () =>
              `the endpoint is ${protocol}//${host}; allowed: ${endpoints.join(", ")}. Remove ${sourcesOf(inputs)}`,
          );
        }
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        report(() => `the endpoint cannot be read: ${error.message}`);
      }
      return undefined;
    };
  });
}

type Settings = Parameters<typeof resolveEndpoint>[0];

function settingsOf({ type, props, provider }: PlanInputs): Settings {
  const isPlugins = type === TYPE_TOKENS.plugin;
  return {
    connection: props["connection"] as Connection | undefined,
    prefix: isPlugins ? "ens" : "alicloud",
    config: (key) => {
      const value: unknown = provider?.props[isPlugins ? key.slice(key.indexOf(":") + 1) : key];
      return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
    },
    env: process.env,
  };
}

/** Where an endpoint may come from, as far as something is set there; the first one counts. */
function sourcesOf(inputs: PlanInputs): string {
  const { connection, config, prefix, env } = settingsOf(inputs);
  return [
    ...(connection?.endpoint ? ["the plan's connection.endpoint"] : []),
    ...["ens:endpoint", `${prefix}:endpoints`]
      .filter((key) => config(key))
      .map((key) => settingOf(key, inputs)),
    ...(env["ENS_ENDPOINT"] ? ["the environment variable ENS_ENDPOINT"] : []),
  ].join(" and ");
}

/** A provider that a program makes has arguments; the one that Pulumi makes, whose name begins so, has the stack's configuration. */
function settingOf(key: string, { type, provider }: PlanInputs): string {
  if (type !== TYPE_TOKENS.plugin || !provider || provider.name.startsWith("default"))
    return `the configuration ${key}`;
  return `the argument ${key.slice(key.indexOf(":") + 1)} of the provider ${provider.name}`;
}
