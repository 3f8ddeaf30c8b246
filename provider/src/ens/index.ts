export { meaningOf } from "../api/codes";
export type { Connection } from "../api/connection";
export {
  DATA_POLICIES,
  type DataPolicy,
  type EnsClient,
  type EventLevel,
  type EventStatus,
  MIGRATE_EVENT_TYPE,
} from "../api/ens";
export { CredentialsError, EnsError, ServiceError, TransportError, UnknownOutcomeError } from "../api/errors";
export { openEnsClient, type OpenOptions } from "./open";
export { ConfigurationError } from "./settings/configurationError";
export { decode } from "./settings/decode";
export { type Endpoint, resolveEndpoint } from "./settings/endpoint";
export { installedPackage } from "./transport/installedPackage";
export { proxyFor } from "./transport/proxy";
export { isOlder } from "./transport/version";
