import {
  type Migration,
  type PlannedMigration,
  readKnownPlanned,
  readState,
} from "@pulumi-ens/provider/plan";
import { isObject, shown } from "@pulumi-ens/provider/strict";
import { isDeferred } from "./deferred";
import { asProgramError, callOf } from "./programError";

/**
 * Reads the lines of a plan's `migrations` output. It needs three of the plan's outputs: `migrations`, `requestIds` and
 * `schemaVersion`. The result is keyed by event id.
 *
 * @throws `pulumi.RunError` if the outputs have another `schemaVersion` or are not a plan's, or if a line cannot be read.
 *
 * @example Which instances have been moved
 * ```ts
 * pulumi.all([plan.migrations, plan.requestIds, plan.schemaVersion]).apply(([migrations, requestIds, schemaVersion]) =>
 *   [...ens.parseMigrations({ migrations, requestIds, schemaVersion })]
 *     .filter(([, { status }]) => status === "Executed")
 *     .map(([, { resourceId }]) => resourceId),
 * );
 * ```
 */
export function parseMigrations(outputs: {
  /** The plan's output `migrations`. */
  migrations: Readonly<Record<string, string>>;
  /** The plan's output `requestIds`. */
  requestIds: readonly string[];
  /**
   * The plan's output `schemaVersion`.
   *
   * @integer
   */
  schemaVersion: number;
}): ReadonlyMap<string, Migration> {
  return reading(parseMigrations, () => readState(asObject(outputs, "the outputs of a plan")).migrations);
}

/**
 * Reads the lines of `planned`: what will be ordered, one line for each event. Lines that a preview does not know yet are left
 * out.
 *
 * @remarks `planned` is a checked input of a plan, which a policy sees.
 *
 * @param planned The lines, by event id.
 * @throws `pulumi.RunError` if a line cannot be read: another version wrote it, or it was edited.
 */
export function parsePlanned(planned: Readonly<Record<string, string>>): PlannedMigration[] {
  return reading(parsePlanned, () => readKnownPlanned(asObject(planned, "the plan's input planned")));
}

function asObject<T extends object>(value: T, what: string): T {
  if (isObject(value)) return value;
  const wait = isDeferred(value) ? ": use it inside of apply" : "";
  throw new TypeError(`its argument must be ${what}, an object, not ${shown(value)}${wait}`);
}

/** Reads as `reader` does; an error is one of the program. */
function reading<T>(reader: (...args: never[]) => unknown, read: () => T): T {
  const call = callOf(reader);
  try {
    return read();
  } catch (error) {
    throw asProgramError(reader.name, call, error);
  }
}
