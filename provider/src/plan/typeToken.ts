/** Pulumi's type token of a `MigrationPlan`: part of every URN, so it never changes. */
export const MIGRATION_PLAN = "pulumi-nodejs:dynamic/ens:MigrationPlan";
