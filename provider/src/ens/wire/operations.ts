import { batchEventMigrateInstance } from "./batchEventMigrateInstance";
import { describeHistoryEvents } from "./describeHistoryEvents";
import { describeInstances } from "./describeInstances";
import { listTagResources } from "./listTagResources";

/** Every operation of ENS that the client has. */
export const ENS_OPERATIONS = [
  batchEventMigrateInstance,
  describeHistoryEvents,
  describeInstances,
  listTagResources,
] as const;
