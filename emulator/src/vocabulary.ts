/** The words of the ENS event API, as its documentation spells them. */

export const API_VERSION = "2017-11-10";

export const MIGRATE_EVENT_TYPE = "Instance:SystemUpgrade.Migrate";

/** The nine documented types, and the reboot type that only the reboot actions' pages name. */
export const EVENT_TYPES = [
  MIGRATE_EVENT_TYPE,
  "Instance:SystemFailure.Redeploy",
  "Instance:SystemFailure.Reboot",
  "Instance:RegionNetworkDown",
  "Instance:SystemMaintenance.Redeploy",
  "Instance:SystemMaintenance.Reboot",
  "Disk:Stalled",
  "EnsRegion:NetworkMigration",
  "IP:SafeRisk",
  "IP:SafeBan",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const END_STATUSES = ["Executed", "Failed", "Canceled", "Avoided"] as const;
export type EndStatus = (typeof END_STATUSES)[number];

export const EVENT_STATUSES = ["Inquiring", "Scheduled", "Executing", ...END_STATUSES] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

export const EVENT_LEVELS = ["CRITICAL", "WARN", "INFO"] as const;
export type EventLevel = (typeof EVENT_LEVELS)[number];

export const OPS_TYPES = ["immediate", "scheduled"] as const;
export type OpsType = (typeof OPS_TYPES)[number];

export const DATA_POLICIES = ["abandon", "force_transfer", "try_transfer"] as const;
export type DataPolicy = (typeof DATA_POLICIES)[number];

export const INSTANCE_STATUSES = [
  "Creating",
  "Running",
  "Stopped",
  "Expired",
  "Starting",
  "Stopping",
  "Releasing",
  "ImageDownloading",
  "Transferring",
  "Resetting",
] as const;
export type InstanceStatus = (typeof INSTANCE_STATUSES)[number];

/** Narrows a word from outside to one of the API's words. */
export function isOneOf<Word extends string | number>(words: readonly Word[], word: unknown): word is Word {
  return (words as readonly unknown[]).includes(word);
}
