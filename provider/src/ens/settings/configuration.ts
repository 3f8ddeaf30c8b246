/** What stands before the names of the configuration that says who calls ENS: in a Node.js program, and in the plugin. */
export type Prefix = "alicloud" | "ens";

export interface ConfigurationField {
  type: "string" | "integer";
  description: string;
  required?: true;
  secret?: true;
}

export interface ConfigurationEntry {
  /** An object may be written as JSON text, as `pulumi config set --path` does. */
  type: "string" | "integer" | "object";
  /** Names no other setting by its key: the text is the same in each host. */
  description: string;
  /** Of an object with a secret field, the whole is secret: that is what each language's SDK can mark. */
  secret?: true;
  /** The only values. */
  values?: readonly string[];
  /** The fields of an object. */
  fields?: Readonly<Record<string, ConfigurationField>>;
  /** The prefixes that a Node.js program may write, the first that is set counts. The plugin gets no other than `ens`. */
  prefixes: readonly [Prefix, ...Prefix[]];
}

const SESSION_EXPIRATION: ConfigurationField = {
  type: "integer",
  description: "how long a session lasts, in seconds, at least 900. Default: 3600",
};
const POLICY: ConfigurationField = {
  type: "string",
  description: "a policy in JSON that narrows what the session may do",
};

/**
 * All configuration, by name. The plugin's schema, the check of the plugin's configuration and the table in docs/configuration.md
 * come from here. It has no defaults for a schema to carry: those would be written into the state.
 */
export const CONFIGURATION = {
  accessKey: {
    type: "string",
    description: "the id of the access key. It needs `secretKey`",
    // No secret by itself; but no part of a key lies in a state in clear.
    secret: true,
    prefixes: ["alicloud"],
  },
  secretKey: {
    type: "string",
    description: "the secret of the access key",
    secret: true,
    prefixes: ["alicloud"],
  },
  securityToken: {
    type: "string",
    description: "the security token of a temporary access key",
    secret: true,
    prefixes: ["alicloud"],
  },
  profile: {
    type: "string",
    description:
      "a profile of `sharedCredentialsFile`. Default: the file's current profile, if the file is set",
    prefixes: ["alicloud"],
  },
  sharedCredentialsFile: {
    type: "string",
    description:
      "the file of the profile, in the format of the Alibaba Cloud CLI. Default: `~/.aliyun/config.json`",
    prefixes: ["alicloud"],
  },
  ecsRoleName: {
    type: "string",
    description: "the role of the machine (an ECS instance) on which Pulumi runs",
    prefixes: ["alicloud"],
  },
  assumeRoleWithOidc: {
    type: "object",
    description: "a role to assume with an OIDC token, from `oidcTokenFile` or `oidcToken`",
    secret: true,
    fields: {
      roleArn: { type: "string", description: "the role", required: true },
      oidcProviderArn: { type: "string", description: "the OIDC provider", required: true },
      oidcToken: { type: "string", description: "the token itself", secret: true },
      oidcTokenFile: { type: "string", description: "a file with the token. It is read for each session" },
      roleSessionName: { type: "string", description: "the name of the session. Default: `pulumi-ens`" },
      policy: POLICY,
      sessionExpiration: SESSION_EXPIRATION,
    },
    prefixes: ["alicloud"],
  },
  credentialsUri: {
    type: "string",
    description:
      "a URL that returns keys; plain `http://` only for a local address. It is not shown, because it may contain a secret",
    secret: true,
    prefixes: ["alicloud"],
  },
  assumeRole: {
    type: "object",
    description: "a role to assume with the credentials found",
    fields: {
      roleArn: { type: "string", description: "the role", required: true },
      sessionName: { type: "string", description: "the name of the session. Default: `pulumi-ens`" },
      policy: POLICY,
      externalId: { type: "string", description: "the external id that the role's trust policy asks for" },
      sessionExpiration: SESSION_EXPIRATION,
    },
    prefixes: ["alicloud"],
  },
  region: {
    type: "string",
    description: "the region of the security token service (STS), where roles are assumed",
    prefixes: ["alicloud"],
  },
  endpoint: {
    type: "string",
    description:
      "the endpoint of ENS: `host`, `host:port` or `https://host:port`. Default: `ens.aliyuncs.com`",
    prefixes: ["ens"],
  },
  endpoints: {
    type: "object",
    description: "endpoints by service. A list of objects is accepted as well",
    fields: {
      ens: { type: "string", description: "the endpoint of ENS, if `endpoint` is not set" },
      sts: {
        type: "string",
        description: "the endpoint of the security token service. Default: that of the region",
      },
    },
    prefixes: ["alicloud"],
  },
  transport: {
    type: "string",
    description: "the client that calls ENS: the official one, the built-in one, or whichever fits",
    values: ["auto", "sdk", "builtin"],
    prefixes: ["ens"],
  },
  clientConnectTimeout: {
    type: "integer",
    description: "milliseconds to open a connection, including TLS and proxy. Default: 10000",
    prefixes: ["ens", "alicloud"],
  },
  clientReadTimeout: {
    type: "integer",
    description: "milliseconds from the request to the end of the answer. Default: 30000",
    prefixes: ["ens", "alicloud"],
  },
} as const satisfies Readonly<Record<string, ConfigurationEntry>>;

export type ConfigurationName = keyof typeof CONFIGURATION;

/** The full keys of a setting in the host with this prefix, by precedence. */
export function keysOf(name: ConfigurationName, prefix: Prefix): [string, ...string[]] {
  const [first, ...others]: readonly [Prefix, ...Prefix[]] =
    prefix === "ens" ? [prefix] : CONFIGURATION[name].prefixes;
  return [`${first}:${name}`, ...others.map((other) => `${other}:${name}`)];
}
