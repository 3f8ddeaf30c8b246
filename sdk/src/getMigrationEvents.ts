import * as pulumi from "@pulumi/pulumi";
import type { MigrationEvent } from "@pulumi-ens/provider/discover";
import type { Connection, EventLevel, EventStatus } from "@pulumi-ens/provider/ens";
import { whenKnown } from "./deferred";
import { assertKeyed } from "./keyed";
import { asProgramError, callOf } from "./programError";

/** Which events {@link getMigrationEvents} finds. An event must match all filters; an empty list finds nothing; `tags` and `selector` must not be empty. */
export interface GetMigrationEventsArgs {
  /** Ids of instances, `i-…`. Default: all instances. */
  resourceIds?: string[];
  /** Regions, such as `cn-beijing-telecom`. Default: all regions. */
  ensRegionIds?: string[];
  /** Tags that the instance must have, all of them. Default: any tags. */
  tags?: Record<string, string>;
  /** More ways to choose instances. Default: all instances. */
  selector?: {
    /** Regions, such as `cn-beijing-telecom`. Default: all regions. */
    ensRegionIds?: string[];
    /** `all`: the instance must have every one; `any`: at least one. */
    tags?: {
      /** Tags of which the instance must have every one. Default: any tags. */
      all?: Record<string, string>;
      /** Tags of which the instance must have at least one. Default: any tags. */
      any?: Record<string, string>;
    };
    /** The instance's whole name, with `*` for any characters and `?` for one: `web-*`. */
    instanceName?: string;
  };
  /** Statuses of events. Default: Inquiring, Scheduled and Executing: events that have ended are left out. */
  statuses?: EventStatus[];
  /** Levels of events: `CRITICAL`, `WARN`, `INFO`. Default: all levels. */
  levels?: EventLevel[];
  /**
   * The tag whose value becomes an event's `group`, such as `rack`; an instance without the tag, or with an empty value, has
   * no group. Default: the region is the group.
   */
  groupBy?: string;
  /** The account and the endpoint, as a {@link MigrationPlan} has them. Default: the stack's. */
  connection?: Connection | undefined;
}

/** A value of which any part may be an output of a resource. */
type Deferred<T> = pulumi.Input<T extends object ? { [K in keyof T]: Deferred<T[K]> } : T>;

/** What {@link getMigrationEvents} finds. */
export interface GetMigrationEventsResult {
  /** The events, oldest first. Each can be an element of a plan's `events` as it is. */
  events: MigrationEvent[];
}

/**
 * Reads the migration events that ENS lists, with their instances' names, regions and tags. It also runs in previews, and
 * orders nothing.
 *
 * Scheduled events stay in the result until they have run, so a plan that uses the result keeps its pending orders. An event that
 * has ended leaves both.
 *
 * Without arguments it reads the whole account. Empty `tags` and an empty `selector`, which would do so by mistake, are errors.
 *
 * @remarks `{}` reads the whole account too. More of what would do so by mistake is an error: arguments or a filter that are
 * `undefined`, as a configuration value that is not set; an output or a promise without `await`. Only `connection` as a whole may
 * be `undefined`.
 *
 * @throws `pulumi.RunError`, which Pulumi prints without a stack, if arguments are wrong (it names everything that is wrong), or if
 * ENS cannot be read. Its `cause` is the original error.
 *
 * @example Move everything that is pending in one region on Saturday night
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

/**
 * {@link getMigrationEvents} for arguments that are outputs of other resources. While a preview does not know them, the result is
 * unknown too.
 *
 * @throws As {@link getMigrationEvents}; the error rejects the output.
 */
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
  return { events: await withSignsOfLife(() => discover(client, selection)) };
}

/** As in the provider, no more than 30 seconds are silent. */
const SILENCE = 25_000;

/** ENS may throttle for minutes, and before the program's resources Pulumi shows nothing of its own. */
async function withSignsOfLife<T>(work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - start) / 1_000);
    const line = `getMigrationEvents: still waiting for ENS to list the events, for ${seconds} s`;
    // Where the engine cannot show it, nothing else depends on it.
    void pulumi.log.info(line).catch(() => undefined);
  }, SILENCE);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
