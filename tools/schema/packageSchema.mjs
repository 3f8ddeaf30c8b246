import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CONFIGURATION } from "@pulumi-ens/provider/configuration";
import { about, aliases, functions, language, names, outputs, plainStrings, token } from "./about.mjs";
import { configurationSpec } from "./configurationSpec.mjs";
import { examplePrograms } from "./examplePrograms.mjs";
import { functionSpec } from "./functionSpec.mjs";
import { readApi } from "./readApi.mjs";
import { resourceSpec } from "./resourceSpec.mjs";
import { TypeSpecs } from "./typeSpecs.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The schema of the package, from what the SDK for Node.js exports. */
export function packageSchema() {
  const { version, license, keywords } = JSON.parse(
    fs.readFileSync(path.join(root, "plugin/package.json"), "utf8"),
  );
  const api = readApi(path.join(root, "sdk/src/index.ts"));
  const specs = new TypeSpecs(api, token, { names, plainStrings });
  const plan = resourceSpec(api, specs, "MigrationPlan");
  const resource = {
    ...plan,
    description: `${plan.description}\n\n${examplePrograms(path.join(root, "plugin/examples"))}`,
    properties: { ...plan.properties, ...outputs },
    required: [...plan.required, ...Object.keys(outputs)],
    aliases,
  };
  const functionSpecs = Object.fromEntries(
    Object.entries(functions).map(([name, result]) => [token(name), functionSpec(api, specs, name, result)]),
  );
  const configuration = configurationSpec(CONFIGURATION, token);
  const { displayName, description, pluginDownloadURL } = about;
  return {
    name: "ens",
    displayName,
    version,
    description,
    keywords,
    license,
    pluginDownloadURL,
    meta: { moduleFormat: "(.*)", supportPack: true },
    config: { variables: configuration.properties },
    provider: {
      description:
        "The account and the endpoint of plans, where they are not those of the stack's configuration.",
      inputProperties: configuration.properties,
    },
    resources: { [token("MigrationPlan")]: resource },
    functions: functionSpecs,
    types: { ...specs.types, ...configuration.types },
    language,
  };
}
