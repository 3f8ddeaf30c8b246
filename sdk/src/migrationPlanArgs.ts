import type * as pulumi from "@pulumi/pulumi";

/** What happens to an instance's local data. There is no default: ENS's own, `abandon`, loses it. */
export type DataPolicy = "abandon" | "force_transfer" | "try_transfer";

/**
 * One event that asks for a migration, and what to do about it.
 *
 * Fields are the API's (`BatchEventMigrateInstance`), in lowerCamelCase.
 */
export interface MigrationEventArgs {
  /** The event's id, `e-…`. Each event may be in one plan only. */
  eventId: pulumi.Input<string>;
  /** The instance's id, `i-…`. */
  resourceId: pulumi.Input<string>;
  /** Overrides the plan's. */
  dataPolicy?: pulumi.Input<DataPolicy | undefined>;
  /** `scheduled` where a `planTime` is given; moving at once must be written out. */
  opsType?: pulumi.Input<"immediate" | "scheduled" | undefined>;
  /**
   * When to move: Unix milliseconds, or an ISO time with an offset such as `2026-12-05T01:30:00+08:00`. A whole-second
   * time is ordered a few milliseconds later: those mark the order as this plan's.
   */
  planTime?: pulumi.Input<number | string | undefined>;
  /**
   * The instance's password after the migration; only with `immediate`. 8 to 30 characters with an upper-case letter, a
   * lower-case letter and a digit. Always a secret. Without one, and after every scheduled migration, ENS makes a random
   * one. A changed password alone orders nothing.
   */
  password?: pulumi.Input<string | undefined>;
  /** A name for instances that belong together, such as their region. */
  group?: pulumi.Input<string | undefined>;
  /** Lower goes first. */
  priority?: pulumi.Input<number | undefined>;
  /** A planned time after this is refused. As `planTime`. */
  deadline?: pulumi.Input<number | string | undefined>;

  /** Information of `getMigrationEvents`; a plan ignores it. */
  instanceName?: pulumi.Input<string | undefined>;
  /** Information of `getMigrationEvents`; a plan ignores it. */
  ensRegionId?: pulumi.Input<string | undefined>;
  /** Information of `getMigrationEvents`; a plan ignores it. */
  tags?: pulumi.Input<Record<string, string> | undefined>;
  /** Information of `getMigrationEvents`; a plan ignores it. */
  eventStatus?: pulumi.Input<string | undefined>;
  /** Information of `getMigrationEvents`; a plan ignores it. */
  eventLevel?: pulumi.Input<string | undefined>;
  /** Information of `getMigrationEvents`; a plan ignores it. */
  notBefore?: pulumi.Input<number | undefined>;
  /** Information of `getMigrationEvents`; a plan ignores it. */
  publishTime?: pulumi.Input<number | undefined>;
  /** Information of `getMigrationEvents`; a plan ignores it. */
  reason?: pulumi.Input<string | undefined>;
}

/** How to reach ENS. References only: keys come from stack configuration, the environment or the credential chain. */
export interface ConnectionArgs {
  /** A profile of the Alibaba Cloud CLI's configuration file. */
  profile?: pulumi.Input<string | undefined>;
  /** A RAM role to assume with the credentials found. */
  roleArn?: pulumi.Input<string | undefined>;
  /** The region of the security token service. ENS itself has one endpoint for all regions. */
  region?: pulumi.Input<string | undefined>;
  /** `host` or `host:port` instead of `ens.aliyuncs.com`. `http://` is taken for loopback addresses only. */
  endpoint?: pulumi.Input<string | undefined>;
}

/** The inputs of a {@link MigrationPlan}. Lengths of time are texts such as `"10m"`, `"1h30m"` or `"PT10M"`. */
export interface MigrationPlanArgs {
  /** The events to act on; `[]` is a plan that orders nothing. */
  events: pulumi.Input<pulumi.Input<MigrationEventArgs>[]>;
  /** For every event that has none of its own. */
  dataPolicy?: pulumi.Input<DataPolicy | undefined>;
  /** Must be `true` wherever `abandon` is used. */
  acknowledgeDataLoss?: pulumi.Input<boolean | undefined>;
  /**
   * How far `up` follows its orders. `submitted`: ENS took them. `scheduled` (the default): ENS no longer reads Inquiring.
   * `executed`: the migrations have ended.
   */
  waitFor?: pulumi.Input<"submitted" | "scheduled" | "executed" | undefined>;
  /** How long to wait: 10 minutes, or 1 hour with `executed`. The orders stand whatever comes of the wait. */
  timeout?: pulumi.Input<string | undefined>;
  /** The first pause between two reads, `"5s"`; later ones grow to a minute. */
  pollInterval?: pulumi.Input<string | undefined>;
  /**
   * When an event leaves the plan, or the plan is destroyed, while its order is pending. ENS cannot cancel it: `retain`
   * (the default) lets it run, `fail` refuses.
   */
  onRemove?: pulumi.Input<"retain" | "fail" | undefined>;
  /** When an order of this plan is to change: send another one for it (`resubmit`, the default) or `fail`. */
  onReschedule?: pulumi.Input<"resubmit" | "fail" | undefined>;
  /** When an event already has an order that is not recognisably this plan's: `fail` (the default), `keep` it, or `resubmit`. */
  onExistingOrder?: pulumi.Input<"fail" | "keep" | "resubmit" | undefined>;
  /**
   * When ENS lists no such event: `fail` (the default), or `send` for accounts whose history hides open events. Use
   * `waitFor: "submitted"` with it, since there is nothing to read back.
   */
  onUnknownEvent?: pulumi.Input<"fail" | "send" | undefined>;
  /** How many events may fail before the rest is held back: a count, or a percentage of the orders to send such as `"10%"`. */
  maxErrors?: pulumi.Input<number | string | undefined>;
  /** Orders a call, 1 to 100; 20 by default. ENS documents no limit. */
  eventsPerCall?: pulumi.Input<number | undefined>;
  connection?: pulumi.Input<ConnectionArgs | undefined>;
  /** For the record, and for policies. */
  changeTicket?: pulumi.Input<string | undefined>;
}
