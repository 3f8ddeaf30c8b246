import {
  isLine,
  type Migration,
  parsePlanned as parseLine,
  type PlannedMigration,
  readState,
} from "@pulumi-ens/provider/plan";

/**
 * The lines of a plan's `migrations` output, read. Give it the plan's outputs: `migrations`, `requestIds` and
 * `schemaVersion`.
 *
 * @throws If the outputs are of another `schemaVersion`, or no outputs of a plan, or if a line cannot be read.
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
 * @throws If a line cannot be read: written by another version, or edited.
 */
export function parsePlanned(planned: Readonly<Record<string, string>>): PlannedMigration[] {
  return Object.entries(planned)
    .filter(([, line]) => isLine(line))
    .map(([eventId, line]) => parseLine(eventId, line));
}
