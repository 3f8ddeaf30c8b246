/** Pulumi's type tokens of a `MigrationPlan`, by the host that it has: part of every URN, so they never change. */
export const TYPE_TOKENS = {
  dynamic: "pulumi-nodejs:dynamic/ens:MigrationPlan",
  plugin: "ens:index:MigrationPlan",
} as const;

const PLANS: ReadonlySet<unknown> = new Set(Object.values(TYPE_TOKENS));

/** Whether a resource of this type is a plan, whatever its host. */
export function isMigrationPlan(type: unknown): boolean {
  return PLANS.has(type);
}
