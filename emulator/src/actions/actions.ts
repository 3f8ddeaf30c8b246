import type { Action } from "./action";
import { batchEventMigrateInstance } from "./batchEventMigrateInstance";
import { describeHistoryEvents } from "./describeHistoryEvents";
import { describeInstances } from "./describeInstances";
import { eventMigrateInstance } from "./eventMigrateInstance";
import { listTagResources } from "./listTagResources";

/** The actions that the emulator knows. Another one is another entry. */
export const ACTIONS = {
  BatchEventMigrateInstance: batchEventMigrateInstance,
  EventMigrateInstance: eventMigrateInstance,
  DescribeHistoryEvents: describeHistoryEvents,
  DescribeInstances: describeInstances,
  ListTagResources: listTagResources,
} as const satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof ACTIONS;
export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];
