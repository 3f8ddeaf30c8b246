/**
 * Migrations of Alibaba Cloud ENS (Edge Node Service) in a Pulumi program: `import * as ens from "@pulumi-ens/sdk"`.
 *
 * @module sdk
 */
export { calendar } from "./calendar";
export {
  getMigrationEvents,
  type GetMigrationEventsArgs,
  getMigrationEventsOutput,
  type GetMigrationEventsResult,
} from "./getMigrationEvents";
export { MigrationPlan } from "./migrationPlan";
export type {
  ConnectionArgs,
  ExclusionArgs,
  MigrationEventArgs,
  MigrationPlanArgs,
  ScheduleArgs,
  WindowArgs,
} from "./migrationPlanArgs";
export { parseMigrations, parsePlanned } from "./parse";
export type { MigrationEvent } from "@pulumi-ens/provider/discover";
export type { Connection, DataPolicy, EventLevel, EventStatus } from "@pulumi-ens/provider/ens";
export type {
  Migration,
  Ordered,
  PlannedMigration,
  Summary,
  Terms,
  WaveSummary,
} from "@pulumi-ens/provider/plan";
