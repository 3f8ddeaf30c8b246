export { MigrationPlan } from "./migrationPlan";
export type { ConnectionArgs, DataPolicy, MigrationEventArgs, MigrationPlanArgs } from "./migrationPlanArgs";
