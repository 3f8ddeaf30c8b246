import * as pulumi from "@pulumi/pulumi";
import type { MigrationEvent } from "@pulumi-ens/provider/discover";
import type { Connection, EventLevel, EventStatus } from "@pulumi-ens/provider/ens";
import { whenKnown } from "./deferred";
import { assertKeyed } from "./keyed";
import { asProgramError, callOf } from "./programError";

/** Which events {@link getMigrationEvents} finds. Filters narrow each other; an empty list of anything finds nothing; `tags` and `selector` must not be empty. */
export interface GetMigrationEventsArgs {
  /** Instances, `i-…`. */
  resourceIds?: string[];
  /** Regions, such as `cn-beijing-telecom`. */
  ensRegionIds?: string[];
  /** Tags that the instance carries, all of them. */
  tags?: Record<string, string>;
  /** More ways to choose instances. */
  selector?: {
    ensRegionIds?: string[];
    /** `all`: every one must be on the instance; `any`: at least one. */
    tags?: { all?: Record<string, string>; any?: Record<string, string> };
    /** The instance's whole name, `*` for any characters and `?` for one: `web-*`. */
    instanceName?: string;
  };
  /** Default: Inquiring, Scheduled and Executing; what has ended drops out. */
  statuses?: EventStatus[];
  levels?: EventLevel[];
  /**
   * The tag whose value becomes an event's `group`, such as `rack`; an instance without the tag, or with an empty value, has
   * none. Default: the region.
   */
  groupBy?: string;
  /** As of `MigrationPlan`. */
  connection?: Connection | undefined;
}

/** A value of which any part may be an output of a resource. */
type Deferred<T> = pulumi.Input<T extends object ? { [K in keyof T]: Deferred<T[K]> } : T>;

export interface GetMigrationEventsResult {
  /** Oldest first; each is ready to be an element of a plan's `events`. */
  events: MigrationEvent[];
}

/**
 * Reads the migrate events that ENS lists, with their instances' names, regions and tags. Runs in previews too, and
 * orders nothing.
 *
 * Scheduled events stay in the result until they have run, so a plan fed by it keeps its pending orders; once an event
 * has run it drops out of both.
 *
 * Without arguments, or with `{}`, it reads the whole account. What would do so unnoticed is an error: arguments or a filter
 * given as `undefined`, as an unset configuration value is; `tags` or a `selector` that are empty; an output or a promise that
 * nobody awaited. Only `connection` as a whole may be `undefined`: the stack's.
 *
 * @throws `pulumi.RunError`, which Pulumi prints without a stack: if arguments are wrong, with all that is wrong with them, or if
 * ENS cannot be read. Its `cause` is the error underneath.
 *
 * @example Everything that is pending in one region, on Saturday night
 * ```ts
 * const { events } = await ens.getMigrationEvents({ ensRegionIds: ["cn-beijing-telecom"] });
 * new ens.MigrationPlan("beijing", {
 *   events: events.map((event) => ({ ...event, planTime: "2026-12-05T01:30:00+08:00" })),
 *   dataPolicy: "force_transfer",
 * });
 * ```
 */
export async function getMigrationEvents(
  ...given: [args?: GetMigrationEventsArgs]
): Promise<GetMigrationEventsResult> {
  return failingAt(callOf(getMigrationEvents), () => read(given));
}

/** {@link getMigrationEvents} for arguments that are outputs of other resources; in a preview it waits until they are known. */
export function getMigrationEventsOutput(
  ...given: [args?: Deferred<GetMigrationEventsArgs>]
): pulumi.Output<GetMigrationEventsResult> {
  const call = callOf(getMigrationEventsOutput);
  return whenKnown(given, (known) =>
    failingAt(call, () => {
      assertKeyed(given[0], "args");
      return read(known as [args?: GetMigrationEventsArgs]);
    }),
  );
}

async function failingAt<T>(call: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw asProgramError("getMigrationEvents", call, error);
  }
}

async function read(given: [args?: GetMigrationEventsArgs]): Promise<GetMigrationEventsResult> {
  const args = given.length === 0 ? {} : (given[0] as GetMigrationEventsArgs);
  const [{ openEnsClient }, { assertSelection, discover }] = await Promise.all([
    import("@pulumi-ens/provider/ens"),
    import("@pulumi-ens/provider/discover"),
  ]);
  assertSelection(args);
  const { connection, ...selection } = args;
  const client = await openEnsClient({
    connection,
    config: (key) => pulumi.runtime.getConfig(key),
    env: process.env,
    programDirectory: process.cwd(),
  });
  return { events: await discover(client, selection) };
}
