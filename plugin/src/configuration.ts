import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Detail, differences } from "./details";
import { close, type Opened, type Properties, secretNames } from "./values";

/** The provider's configuration by full key, as the client asks for it. What has parts is JSON text there. */
export function configurationOf(args: Properties): (key: string) => string | undefined {
  return (key) => {
    const value = args[key.slice(key.indexOf(":") + 1)];
    if (value === undefined || value === null) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}

/** Keys never lie in a state in clear, whatever the program says. */
const SECRET = ["accessKey", "secretKey", "securityToken"];

/** What the state keeps of the configuration. */
export function keptConfiguration({ values, secrets }: Opened): Struct {
  return close(values, new Set([...SECRET, ...secretNames(secrets)]));
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
