/**
 * What a program declares migrations with: `import * as ens from "@pulumi-ens/sdk"`.
 *
 * @module sdk
 */
export { calendar } from "./calendar";
export { MigrationPlan } from "./migrationPlan";
export type {
  ConnectionArgs,
  ExclusionArgs,
  MigrationEventArgs,
  MigrationPlanArgs,
  ScheduleArgs,
  WindowArgs,
} from "./migrationPlanArgs";
export {
  getMigrationEvents,
  getMigrationEventsOutput,
  type GetMigrationEventsArgs,
  type GetMigrationEventsResult,
} from "./getMigrationEvents";
export { parseMigrations, parsePlanned } from "./parse";
export type {
  Migration,
  Ordered,
  PlannedMigration,
  Summary,
  Terms,
  WaveSummary,
} from "@pulumi-ens/provider/plan";
export type { MigrationEvent } from "@pulumi-ens/provider/discover";
export type { Connection, DataPolicy, EventLevel, EventStatus } from "@pulumi-ens/provider/ens";
