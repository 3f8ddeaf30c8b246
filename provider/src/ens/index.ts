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
} from "../api/ens";
export { meaningOf, type CodeClass, type Meaning } from "../api/codes";
export { ConfigurationError } from "./settings/configurationError";
export { type Endpoint, resolveEndpoint } from "./settings/endpoint";
export {
  CredentialsError,
  EnsError,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
  type EnsErrorDetail,
} from "../api/errors";
export type { Connection } from "../api/connection";
export { installedPackage, isOlder } from "./transport/installedPackage";
export { type EnvironmentProxy, proxyFor } from "./transport/proxy";
export { openEnsClient, type OpenOptions } from "./open";
