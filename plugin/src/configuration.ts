import { checkConfiguration, CONFIGURATION } from "@pulumi-ens/provider/configuration";
import { type Detail, differences } from "./details";
import { close, type Opened, type Properties, secretNames, type Struct } from "./values";

/** The provider's configuration by full key, as the client asks for it. What has parts is JSON text there. */
export function configurationOf(args: Properties): (key: string) => string | undefined {
  return (key) => {
    const value = args[key.slice(key.indexOf(":") + 1)];
    if (value === undefined || value === null) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}

/** What is wrong with it. As with a plan's inputs, failures have no property, since the engine prints the value beside one. */
export function configurationFailures(values: Properties): { property: ""; reason: string }[] {
  return checkConfiguration(values).map(({ reason }) => ({ property: "", reason }));
}

/** What the state keeps of it: keys are secret there, whatever the program says. */
export function keptConfiguration({ values, secrets }: Opened): Struct {
  const secret = Object.entries(CONFIGURATION).flatMap(([name, entry]) => ("secret" in entry ? [name] : []));
  return close(values, new Set([...secret, ...secretNames(secrets)]));
}

/** Written by the engine, and no setting of ours. */
const OF_THE_ENGINE = ["version", "pluginDownloadURL"];

/** What differs between two configurations. */
export function configurationDetails(olds: Properties, news: Properties): Detail[] {
  return differences(withoutEngines(olds), withoutEngines(news), "").map(({ path, kind }) => ({
    path: path.slice(1),
    kind,
  }));
}

function withoutEngines(values: Properties): Properties {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !OF_THE_ENGINE.includes(name)));
}
