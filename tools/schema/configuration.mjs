import { token } from "./about.mjs";

/** @typedef {import("./typeSpecs.mjs").PropertySpec} PropertySpec */

/** @param {string} description @returns {PropertySpec} */
const text = (description) => ({ type: "string", description });
/** @param {string} description @returns {PropertySpec} */
const secret = (description) => ({ ...text(description), secret: true });
/** @param {string} description @returns {PropertySpec} */
const milliseconds = (description) => ({ type: "integer", description });
/** @param {string} name @param {string} description @returns {PropertySpec} */
const object = (name, description) => ({ $ref: `#/types/${token(name)}`, description });

/** @type {Record<string, PropertySpec>} */
export const configuration = {
  accessKey: secret("An access key's id; needs `secretKey`. Default: other sources of credentials."),
  secretKey: secret("The secret of `accessKey`."),
  securityToken: secret("The token of temporary keys; goes with `accessKey`."),
  profile: text("A profile of the Alibaba Cloud CLI's configuration file, or of `sharedCredentialsFile`."),
  sharedCredentialsFile: text("The file in which `profile` is. Default: the Alibaba Cloud CLI's."),
  assumeRole: object("AssumeRole", "A role to assume with the credentials found."),
  assumeRoleWithOidc: object("AssumeRoleWithOidc", "A role to assume with an OIDC token."),
  ecsRoleName: text("The role of the machine (an ECS instance) on which Pulumi runs."),
  credentialsUri: text("A URL that returns keys; plain `http://` only for a local address."),
  region: text(
    "The region of the security token service, where roles are assumed. ENS has one endpoint for all regions.",
  ),
  endpoint: text(
    "The endpoint of ENS: `host`, `host:port` or `https://host[:port]`. Default: `ens.aliyuncs.com`.",
  ),
  transport: text("How ENS is called: `auto`, `sdk` or `builtin`. Default: `auto`."),
  clientConnectTimeout: milliseconds("Milliseconds to open a connection. Default: 10000."),
  clientReadTimeout: milliseconds("Milliseconds from a request to the end of its answer. Default: 30000."),
};

/** @param {Record<string, PropertySpec>} properties @param {string[]} required @param {string} description */
const objectType = (description, properties, required) => ({
  description,
  type: /** @type {const} */ ("object"),
  properties,
  required,
});

const session = {
  policy: text("A policy that narrows what the session may do. Default: all that the role may do."),
  sessionExpiration: {
    type: "integer",
    description: "How long a session lasts: seconds, at least 900. Default: 3600.",
  },
};

/** @type {Record<string, import("./typeSpecs.mjs").ObjectSpec>} */
export const configurationTypes = {
  [token("AssumeRole")]: objectType(
    "A RAM role to assume.",
    {
      roleArn: text("The role, `acs:ram::…:role/…`."),
      sessionName: text("The session's name. Default: `pulumi-ens`."),
      externalId: text("The external id that the role's trust policy asks for."),
      ...session,
    },
    ["roleArn"],
  ),
  [token("AssumeRoleWithOidc")]: objectType(
    "A RAM role to assume with an OIDC token.",
    {
      roleArn: text("The role, `acs:ram::…:role/…`."),
      oidcProviderArn: text("The OIDC provider, `acs:ram::…:oidc-provider/…`."),
      oidcToken: secret("The token itself, instead of `oidcTokenFile`."),
      oidcTokenFile: text("A file with the token."),
      roleSessionName: text("The session's name. Default: `pulumi-ens`."),
      ...session,
    },
    ["oidcProviderArn", "roleArn"],
  ),
};
