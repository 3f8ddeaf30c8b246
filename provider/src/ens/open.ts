import type { Connection } from "../api/connection";
import type { EnsClient } from "../api/ens";
import type * as Client from "./client/resilientClient";
import type * as Credentials from "./credentials/resolve";
import { Limiter } from "./retry/limiter";
import type { Prefix } from "./settings/configuration";
import { resolveEndpoint } from "./settings/endpoint";
import type { Settings } from "./settings/settings";
import { resolveTimeouts } from "./settings/timeouts";
import type * as Transport from "./transport/choice";

export interface OpenOptions {
  connection?: Connection | undefined;
  /** Configuration by full key: `alicloud:accessKey`, `ens:transport`. */
  config: (key: string) => string | undefined;
  /** See {@link Settings}. */
  isConfigurable?: boolean | undefined;
  /** Of the keys that say who calls: `ens` in the plugin. Default: `alicloud`. */
  prefix?: Prefix | undefined;
  /** The process's environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** Where `@alicloud/ens20171110` is looked up. */
  programDirectory: string;
  log?: (line: string) => void;
  /** Default: the one of this process. */
  limiter?: Limiter;
}

const limiterOfThisProcess = new Limiter();

/**
 * A client for what the settings say. Settings that cannot be used are an error here; credentials are fetched, and
 * the network is used, from the first call on.
 */
export async function openEnsClient(options: OpenOptions): Promise<EnsClient> {
  // Programs and policy packs load this module for its words alone.
  const { ResilientEnsClient } = require("./client/resilientClient") as typeof Client;
  const { resolveCredentials } = require("./credentials/resolve") as typeof Credentials;
  const { chooseTransport } = require("./transport/choice") as typeof Transport;
  const settings: Settings = options;
  const endpoint = resolveEndpoint(settings);
  const timeouts = resolveTimeouts(settings);
  const credentials = resolveCredentials(settings, timeouts);
  const { log = () => undefined, limiter = limiterOfThisProcess } = options;
  const transport = await chooseTransport(settings, options.programDirectory, endpoint, timeouts, log);
  const client = new ResilientEnsClient(transport, credentials, limiter);
  log(
    `ENS client: ${client.transport === "sdk" ? "@alicloud/ens20171110" : "built-in"}; credentials: ${client.credentialsSource}`,
  );
  return client;
}
