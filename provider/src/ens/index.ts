export { type CodeClass, type Meaning, meaningOf } from "../api/codes";
export type { Connection } from "../api/connection";
export {
  type BatchEventMigrateInstanceResponse,
  type CallOptions,
  DATA_POLICIES,
  type DataPolicy,
  type EnsClient,
  EVENT_LEVELS,
  EVENT_STATUSES,
  type EventInfo,
  type EventLevel,
  type EventStatus,
  type HistoryEvent,
  type HistoryEventsFilter,
  type Instance,
  type InstancesFilter,
  MIGRATE_EVENT_TYPE,
  type MigrateResult,
  type TagResource,
  type TagResourcesFilter,
} from "../api/ens";
export {
  CredentialsError,
  EnsError,
  type EnsErrorDetail,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
} from "../api/errors";
export { openEnsClient, type OpenOptions } from "./open";
export { ConfigurationError } from "./settings/configurationError";
export { type Endpoint, resolveEndpoint } from "./settings/endpoint";
export { installedPackage, isOlder } from "./transport/installedPackage";
export { type EnvironmentProxy, proxyFor } from "./transport/proxy";
