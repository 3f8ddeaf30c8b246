export { MigrationPlan } from "./migrationPlan";
export type { ConnectionArgs, DataPolicy, MigrationEventArgs, MigrationPlanArgs } from "./migrationPlanArgs";
export {
  getMigrationEvents,
  getMigrationEventsOutput,
  type GetMigrationEventsArgs,
  type GetMigrationEventsResult,
} from "./getMigrationEvents";
export { parseMigrations, parsePlanned } from "./parse";
export type { Migration, Ordered, PlannedMigration, Summary, Terms } from "@pulumi-ens/provider/plan";
export type { MigrationEvent } from "@pulumi-ens/provider/discover";
export type { EventLevel, EventStatus } from "@pulumi-ens/provider/ens";
