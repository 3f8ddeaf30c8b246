import { checkConfiguration, CONFIGURATION, OF_THE_ENGINE } from "@pulumi-ens/provider/configuration";
import { type Detail, differences } from "./details";
import { close, type Opened, type Properties, secretNames, type Struct } from "./values";

/**
 * What is wrong with the provider's configuration. As with a plan's inputs, failures have no property, since the engine prints the
 * value beside one.
 */
export function configurationFailures(values: Properties): { property: ""; reason: string }[] {
  return checkConfiguration(values).map(({ reason }) => ({ property: "", reason }));
}

/** What the state keeps of it: keys are secret there, whatever the program says. */
export function keptConfiguration({ values, secrets }: Opened): Struct {
  const secret = Object.entries(CONFIGURATION).flatMap(([name, entry]) => ("secret" in entry ? [name] : []));
  return close(values, new Set([...secret, ...secretNames(secrets)]));
}

/** What differs between two configurations. */
export function configurationDetails(olds: Properties, news: Properties): Detail[] {
  return differences(withoutEngines(olds), withoutEngines(news), "").map((detail) => ({
    ...detail,
    path: detail.path.slice(1),
  }));
}

function withoutEngines(values: Properties): Properties {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !OF_THE_ENGINE.has(name)));
}
