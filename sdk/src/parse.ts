import {
  type Migration,
  type PlannedMigration,
  parsePlanned as parseLine,
  readState,
} from "@pulumi-ens/provider/plan";

/**
 * The lines of a plan's `migrations` output, read. Give it the plan's outputs: `migrations`, `requestIds` and
 * `schemaVersion`.
 *
 * @throws If the outputs are of another `schemaVersion`, or no outputs of a plan.
 *
 * @example Which instances have moved
 * ```ts
 * pulumi.all([plan.migrations, plan.requestIds, plan.schemaVersion]).apply(([migrations, requestIds, schemaVersion]) =>
 *   [...ens.parseMigrations({ migrations, requestIds, schemaVersion })]
 *     .filter(([, { status }]) => status === "Executed")
 *     .map(([, { resourceId }]) => resourceId),
 * );
 * ```
 */
export function parseMigrations(outputs: {
  migrations: Readonly<Record<string, string>>;
  requestIds: readonly string[];
  schemaVersion: number;
}): ReadonlyMap<string, Migration> {
  return readState(outputs).migrations;
}

/**
 * The lines of a plan's checked input `planned`, read: what a policy checks. Lines that a preview cannot know yet are
 * left out.
 *
 * @throws `TypeError` for a line that is no planned migration.
 */
export function parsePlanned(planned: Readonly<Record<string, string>>): PlannedMigration[] {
  return Object.entries(planned)
    .filter(([, line]) => line.includes(" | "))
    .map(([eventId, line]) => parseLine(eventId, line));
}
