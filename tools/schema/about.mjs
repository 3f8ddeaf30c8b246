import { TYPE_TOKENS } from "@pulumi-ens/provider/plan";

/** The name of the package in every language, and of everything in it. @param {string} name */
export const token = (name) => `ens:index:${name}`;

/** Where releases are: the organisation has the name of the npm scope. */
const REPOSITORY = "github.com/pulumi-ens/pulumi-ens";

/** What the package is, beside what its types say. */
export const about = {
  displayName: "Alibaba Cloud ENS",
  description:
    "Orders the instance migrations that Alibaba Cloud ENS (Edge Node Service) asks for, with maintenance windows and waves.",
  pluginDownloadURL: `github://api.${REPOSITORY}`,
};

/** The type under which the dynamic provider's stacks have a plan: they move to the plugin as they are. */
export const aliases = [{ type: TYPE_TOKENS.dynamic }];

/** What only the plugin can give: a dynamic provider has no outputs in a preview. */
export const outputs = {
  planned: {
    type: "object",
    additionalProperties: { type: "string" },
    description:
      "What was checked, one line for each event, by event id: instance, time, wave, data policy. Known in a preview. `parsePlanned` reads the lines.",
  },
};

/** Types without a name of their own have that of the property, which would say too little here. */
export const names = { "Ordered.state": "OrderState", "PlannedMigration.password": "PasswordSource" };

/**
 * Properties of an input that a function returns as well, and whose words stay plain strings: a YAML program cannot pass on a value of an
 * enum, not even to the same enum.
 */
export const plainStrings = ["MigrationEvent.dataPolicy", "MigrationEvent.opsType"];

/** Results that are no objects need a name. */
export const functions = {
  getMigrationEvents: undefined,
  parseMigrations: { name: "migrations", description: "What is known about every event, by event id." },
  parsePlanned: { name: "planned", description: "What will be ordered, one for each line that is known." },
};

/** What the generators of the languages need to know. */
export const language = {
  nodejs: { packageName: "@pulumi-ens/ens", respectSchemaVersion: true },
  python: {
    packageName: "pulumi_ens",
    respectSchemaVersion: true,
    pyproject: { enabled: true },
    // Older ones cannot read the generated types of inputs.
    requires: { pulumi: ">=3.248.0,<4.0.0" },
  },
  go: {
    // The module is its parent.
    importBasePath: `${REPOSITORY}-go/ens`,
    generateResourceContainerTypes: true,
    respectSchemaVersion: true,
  },
  csharp: { packageReferences: { Pulumi: "3.*" }, namespaces: { ens: "Ens" }, respectSchemaVersion: true },
  java: { buildFiles: "gradle" },
};
