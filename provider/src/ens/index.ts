import type { EnsClient } from "./client";
import { resolveEndpoint } from "./endpoint";
import { lazy } from "./lazy";
import { Limiter } from "./limiter";
import type { Connection, Settings } from "./settings";
import { resolveTimeouts } from "./timeouts";

export {
  DATA_POLICIES,
  EVENT_LEVELS,
  EVENT_STATUSES,
  MIGRATE_EVENT_TYPE,
  type BatchEventMigrateInstanceResponse,
  type CallOptions,
  type DataPolicy,
  type EnsClient,
  type EventInfo,
  type EventLevel,
  type EventStatus,
  type HistoryEvent,
  type HistoryEventsFilter,
  type Instance,
  type InstancesFilter,
  type MigrateResult,
  type TagResource,
  type TagResourcesFilter,
} from "./client";
export { ConfigurationError } from "./configurationError";
export { type Endpoint, resolveEndpoint } from "./endpoint";
export {
  CredentialsError,
  EnsError,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
  type EnsErrorDetail,
} from "./errors";
export type { Connection } from "./settings";

export interface OpenOptions {
  connection?: Connection | undefined;
  /** Stack configuration by full key: `alicloud:accessKey`, `ens:transport`. */
  config: (key: string) => string | undefined;
  /** The process's environment. The proxy and credentials libraries read `process.env` itself. */
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
  const settings: Settings = options;
  const endpoint = resolveEndpoint(settings);
  const timeouts = resolveTimeouts(settings);
  const credentials = lazy.credentials().resolveCredentials(settings, timeouts);
  const { log = () => undefined, limiter = limiterOfThisProcess } = options;
  const transport = await lazy
    .transportChoice()
    .chooseTransport(settings, options.programDirectory, endpoint, timeouts, log);
  const client = new (lazy.client().ResilientEnsClient)(transport, credentials, limiter);
  log(`ENS: ${client.transport} transport, credentials from ${client.credentialsSource}`);
  return client;
}
