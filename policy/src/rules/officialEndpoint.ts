import type { ResourceValidationPolicy } from "@pulumi/policy";
import { ConfigurationError, type Connection, resolveEndpoint } from "@pulumi-ens/provider/ens";
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
    "Remove what the violation names: the plan's connection.endpoint, the configuration ens:endpoint or alicloud:endpoints (its " +
    "ens), or the environment variable ENS_ENDPOINT.",
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
        const settings = settingsOf(inputs);
        const { host, protocol } = resolveEndpoint(settings);
        if (!endpoints.includes(host)) {
          report(
            () =>
              `the endpoint is ${protocol}//${host}; allowed: ${endpoints.join(", ")}. Remove ${sourcesOf(settings)}`,
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

function settingsOf({ props, provider }: PlanInputs): Settings {
  return {
    connection: props["connection"] as Connection | undefined,
    config: (key) => {
      const value: unknown = provider?.props[key];
      return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
    },
    env: process.env,
  };
}

/** Where an endpoint may come from, as far as something is set there; the first one counts. */
function sourcesOf({ connection, config, env }: Settings): string {
  return [
    ...(connection?.endpoint ? ["the plan's connection.endpoint"] : []),
    ...["ens:endpoint", "alicloud:endpoints"]
      .filter((key) => config(key))
      .map((key) => `the configuration ${key}`),
    ...(env["ENS_ENDPOINT"] ? ["the environment variable ENS_ENDPOINT"] : []),
  ].join(" and ");
}
