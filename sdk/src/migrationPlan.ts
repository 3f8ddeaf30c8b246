import * as pulumi from "@pulumi/pulumi";
import {
  type PublicOutputs,
  SECRET,
  type Summary,
  TYPE_TOKENS,
  type WaveSummary,
} from "@pulumi-ens/provider/plan";
import { shown } from "@pulumi-ens/provider/strict";
import { isDeferred } from "./deferred";
import { encodeEvents, isAnySecret, withoutPasswords } from "./events";
import { assertKeyed } from "./keyed";
import type { MigrationPlanArgs } from "./migrationPlanArgs";
import { claimEvents } from "./onePlanPerEvent";
import { encodeOptions, secretOnes } from "./options";
import { asProgramError, callOf, programError } from "./programError";
import { PROVIDER } from "./providerString";

type Outputs = { readonly [Name in keyof PublicOutputs]: pulumi.Output<PublicOutputs[Name]> };

/**
 * Orders the migrations that Alibaba Cloud ENS asks for in `Instance:SystemUpgrade.Migrate` events.
 *
 * `pulumi preview` shows what will be ordered for every event, `pulumi up` orders it in batches, a second `up` does
 * nothing, and `pulumi refresh` reads what has happened. ENS has no call to cancel an order: if you remove an event or destroy
 * the plan, its pending order stays in force (`onRemove`).
 *
 * @example Move one instance at a planned time, with its data
 * ```ts
 * import * as ens from "@pulumi-ens/sdk";
 *
 * new ens.MigrationPlan("december", {
 *   events: [{
 *     eventId: "e-d71ff150945b9c02eb6ebc0016328468",
 *     resourceId: "i-55qi8m11rr53c4i964md8a00l",
 *     planTime: "2026-12-05T01:30:00+08:00",
 *   }],
 *   dataPolicy: "force_transfer",
 * });
 * ```
 *
 * @example Move one instance now, with a password, and everything else that is pending on Saturday night
 * ```ts
 * const config = new pulumi.Config();
 * const urgent = { eventId: "e-…", resourceId: "i-…" };
 * const pending = ens.getMigrationEventsOutput({ ensRegionIds: ["cn-beijing-telecom"] });
 *
 * new ens.MigrationPlan("edge", {
 *   events: pending.apply(({ events }) => [
 *     { ...urgent, opsType: "immediate" as const, password: config.requireSecret("password") },
 *     ...events
 *       .filter(({ eventId }) => eventId !== urgent.eventId)
 *       .map((event) => ({ ...event, planTime: "2026-12-05T01:30:00+08:00" })),
 *   ]),
 *   dataPolicy: "try_transfer",
 *   waitFor: "scheduled",
 *   maxErrors: "10%",
 * });
 * ```
 */
export class MigrationPlan extends pulumi.CustomResource implements Outputs {
  /** @internal */
  static readonly __pulumiType = TYPE_TOKENS.dynamic;

  /** Works across copies of this package. */
  static override isInstance(value: unknown): value is MigrationPlan {
    return (value as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === TYPE_TOKENS.dynamic;
  }

  /**
   * What is known about every event, one line each, by event id: instance, status in ENS's words, what was ordered.
   * {@link parseMigrations} reads the lines.
   */
  declare readonly migrations: pulumi.Output<Record<string, string>>;
  /** Request ids of the calls that `migrations` refers to: `call 1` is the first. */
  declare readonly requestIds: pulumi.Output<string[]>;
  /** Counts: all events, events by status, events without an order of this plan, and events that left the plan, still ordered. */
  declare readonly summary: pulumi.Output<Summary>;
  /** Computed from `schedule.waves`, wave by wave: how many migrations start, and the first and the last planned start. Known in a preview. */
  declare readonly plannedWaves: pulumi.Output<WaveSummary[]>;
  /** Whether every event has ended, as of the last `up` or `refresh`. */
  declare readonly ended: pulumi.Output<boolean>;
  /**
   * The version of the outputs' form.
   *
   * @integer
   */
  declare readonly schemaVersion: pulumi.Output<number>;

  /**
   * @param name The plan's name; its progress lines and errors begin with it.
   * @param args What to order, and how.
   * @param opts Pulumi's resource options.
   * @throws `pulumi.RunError` if an event is also in another plan of this program, or if an argument has the name of a property
   * that the plan sets itself.
   */
  constructor(name: string, args: MigrationPlanArgs, opts?: pulumi.CustomResourceOptions) {
    const call = callOf(MigrationPlan);
    assertArgs(args, name, call);
    const { events, ...options } = args;
    const open = withoutPasswords(events);
    const elsewhere = claimEvents(name, open, call);
    const encoded = encodeEvents(events, open);
    const isSecret = Promise.all([
      isAnySecret(encoded.events),
      pulumi.isSecret(pulumi.output([args.schedule, args.dataPolicy])),
    ]).then((any) => any.includes(true));
    const placeholder = isSecret.then((secret) => (secret ? pulumi.secret(SECRET) : undefined));
    const inputs = {
      ...encoded,
      label: name,
      stack: `${pulumi.getProject()}/${pulumi.getStack()}`,
      elsewhere,
      secret: isSecret.then((secret) => secret || undefined),
      unquoted: secretOnes(options),
      planned: placeholder,
      __provider: PROVIDER,
    };
    // An output that is not named here would stay undefined for ever; one without the placeholder is never secret.
    const outputs: Record<keyof Outputs, unknown> = {
      migrations: placeholder,
      requestIds: placeholder,
      summary: placeholder,
      plannedWaves: placeholder,
      ended: placeholder,
      schemaVersion: undefined,
    };
    assertNoneOf({ ...inputs, ...outputs }, name, options, call);
    try {
      assertKeyed(args.connection, "connection");
    } catch (error) {
      throw asProgramError(`MigrationPlan "${name}"`, call, error);
    }
    super(
      TYPE_TOKENS.dynamic,
      name,
      { ...encodeOptions(options), ...inputs, ...outputs },
      pulumi.mergeOptions(opts, {
        additionalSecretOutputs: ["passwords"],
        // What a plan is in a stack that used the plugin.
        aliases: [{ type: TYPE_TOKENS.plugin }],
      }),
    );
    Object.assign(this, withoutPlaceholders(this, outputs));
  }
}

/**
 * Inputs stand for the outputs in a preview, and in an `up` that leaves a new plan out (`--target`). What a secret plan computes
 * is then what it is for any other: unknown in a preview, and else undefined.
 */
function withoutPlaceholders(plan: Outputs, outputs: object): object {
  const absent = pulumi.runtime.isDryRun() ? pulumi.unknown : undefined;
  return Object.fromEntries(
    (Object.keys(outputs) as (keyof Outputs)[]).map((name) => [
      name,
      (plan[name] as pulumi.Output<unknown>).apply((value) => (value === SECRET ? absent : value)),
    ]),
  );
}

/** What the plan sets itself would take the place of an argument of that name, and nobody would see that it is gone. */
function assertNoneOf(own: object, name: string, options: object, call: string): void {
  const taken = Object.entries(options).filter(([key, value]) => key in own && value !== undefined);
  if (taken.length === 0) return;
  const keys = taken.map(([key]) => key);
  const waves = keys.includes("plannedWaves") ? "; to set wave sizes, use schedule.waves" : "";
  throw programError(
    `MigrationPlan "${name}": the plan sets ${keys.join(", ")} itself: remove ${keys.length === 1 ? "it" : "them"} from its arguments${waves}`,
    call,
  );
}

/** Programs in JavaScript are not held to the types. */
function assertArgs(args: unknown, name: string, call: string): void {
  if (typeof args === "object" && args !== null && !Array.isArray(args) && !isDeferred(args)) return;
  const message = `MigrationPlan "${name}": its arguments must be an object with events, not ${shown(args)}`;
  throw programError(message, call);
}
