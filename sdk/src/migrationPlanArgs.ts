import type * as pulumi from "@pulumi/pulumi";
import type { Connection, DataPolicy } from "@pulumi-ens/provider/ens";

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
  /** The instance's name: for people, in previews and messages. A changed name alone changes nothing. */
  instanceName?: pulumi.Input<string | undefined>;
  /** Overrides the plan's. */
  dataPolicy?: pulumi.Input<DataPolicy | undefined>;
  /** `scheduled` where there is a `planTime` or a schedule; moving at once must be written out. */
  opsType?: pulumi.Input<"immediate" | "scheduled" | undefined>;
  /**
   * When to move: Unix milliseconds, or an ISO time with an offset such as `2026-12-05T01:30:00+08:00`. A whole-second
   * time is ordered a few milliseconds later: those mark the order as placed by this stack.
   */
  planTime?: pulumi.Input<number | string | undefined>;
  /**
   * The instance's password after the migration; only with `immediate`. 8 to 30 characters with an upper-case letter, a
   * lower-case letter and a digit. Always a secret. Without one, and after every scheduled migration, ENS makes a random
   * one. A changed password alone orders nothing.
   */
  password?: pulumi.Input<string | undefined>;
  /** A name for instances that belong together, such as their region: what `maxUnavailable` counts by. An empty one is none. */
  group?: pulumi.Input<string | undefined>;
  /** Lower goes first. Events of equal priority go in the order given. Default: 0. */
  priority?: pulumi.Input<number | undefined>;
  /** A planned time after this is refused. As `planTime`. */
  deadline?: pulumi.Input<number | string | undefined>;

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

/** A {@link Connection} of which any part may be an output. A member that is given must have a value. */
export type ConnectionArgs = { [Field in keyof Connection]: pulumi.Input<NonNullable<Connection[Field]>> };

/** A maintenance window. It belongs to the day on which it opens: Friday 21:00 for `"8h"` is one window. */
export interface WindowArgs {
  /** With `startTime`: the days on which it opens. */
  days?: pulumi.Input<pulumi.Input<"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun">[] | undefined>;
  /** When it opens, `"01:00"`, in the window's zone. */
  startTime?: pulumi.Input<string | undefined>;
  /** Instead of `days` and `startTime`: five fields, `#` and `L` included, such as `"0 1 * * 6#2"` for the second Saturday. One of the two fields of days is `*`. */
  cron?: pulumi.Input<string | undefined>;
  /** How long it is open: `"3h"` or `"PT3H"`. */
  duration: pulumi.Input<string>;
  /** Nothing starts in this last part of the window. Default: none. */
  cutoff?: pulumi.Input<string | undefined>;
  /** Default: the schedule's. */
  timeZone?: pulumi.Input<string | undefined>;
}

/** When nothing starts, windows or not. */
export interface ExclusionArgs {
  /** A date, from its beginning in the schedule's zone, or a time with an offset. */
  from: pulumi.Input<string>;
  /** A date, to its end in the schedule's zone, or a time with an offset. */
  to: pulumi.Input<string>;
  /** Named wherever the exclusion is in the way. Default: `"excluded"`. */
  reason?: pulumi.Input<string | undefined>;
}

/**
 * When, and in what order, events move that have no `planTime` of their own. Times are found once, when an event is first
 * planned, and kept while the schedule in force allows them.
 *
 * Starts lie on a 15-minute grid from a window's opening. On the day clocks change, an opening that does not exist moves
 * to the first instant that does, and of two the first counts; the preview says so.
 */
export interface ScheduleArgs {
  /** An Area/City name of the IANA database, such as `Asia/Shanghai`, or `UTC`. */
  timeZone: pulumi.Input<string>;
  /** When starts are allowed; at least one. They may overlap. */
  windows: pulumi.Input<pulumi.Input<WindowArgs>[]>;
  /** Nothing starts before: a date or a time with an offset. */
  startDate?: pulumi.Input<string | undefined>;
  /** Nothing starts after: a date, its whole day included, or a time with an offset. */
  endDate?: pulumi.Input<string | undefined>;
  /** How far ahead an order must be. Default: `"10m"`. */
  minLeadTime?: pulumi.Input<string | undefined>;
  /** Exclusions beat windows. `calendar` puts lists together that plans share. */
  exclusions?: pulumi.Input<pulumi.Input<ExclusionArgs>[] | undefined>;
  /**
   * Sizes of waves, one after another, as counts or percentages of the events that are timed together; the last repeats.
   * Default: one wave of everything. `[1, "10%", "50%"]` begins with a canary. Events that join later form waves of their own.
   */
  waves?: pulumi.Input<pulumi.Input<number | string>[] | undefined>;
  /** From a wave's last start to the next one's first; at the earliest the next slot. */
  interval?: pulumi.Input<string | undefined>;
  /** Between two starts in a wave. Default: they start together. */
  stagger?: pulumi.Input<string | undefined>;
  /**
   * How many instances of one `group` may be unavailable at a time: a count, or a percentage of the group in this plan. Events
   * without a group form one of their own. Needs `assumedDowntime`.
   */
  maxUnavailable?: pulumi.Input<number | string | undefined>;
  /** For how long an instance counts as unavailable from its start. */
  assumedDowntime?: pulumi.Input<string | undefined>;
  /**
   * Any text. Changing it times every event anew, also those whose time has passed: what has run since is shown with a new
   * time, and is not ordered again.
   */
  replan?: pulumi.Input<string | undefined>;
}

/** The inputs of a {@link MigrationPlan}. Lengths of time are texts such as `"10m"`, `"1h30m"` or `"PT10M"`. */
export interface MigrationPlanArgs {
  /**
   * The events to act on; `[]` is a plan that orders nothing. If any part of them but a password is secret, so is what the plan
   * computes from them. Messages name them all the same.
   */
  events: pulumi.Input<pulumi.Input<MigrationEventArgs>[]>;
  /** For every event that has none of its own. */
  dataPolicy?: pulumi.Input<DataPolicy | undefined>;
  /** Must be `true` wherever `abandon` is used. */
  acknowledgeDataLoss?: pulumi.Input<boolean | undefined>;
  /** When events move that have no `planTime` of their own. */
  schedule?: pulumi.Input<ScheduleArgs | undefined>;
  /**
   * How far `up` follows its orders. `submitted`: ENS took them. `scheduled`: ENS no longer reads Inquiring.
   * `executed`: the migrations have ended. Default: `scheduled`.
   */
  waitFor?: pulumi.Input<"submitted" | "scheduled" | "executed" | undefined>;
  /** How long to wait. Default: `"10m"`, with `executed` `"1h"`. The orders stand whatever comes of the wait. */
  timeout?: pulumi.Input<string | undefined>;
  /** The first pause between two reads; later ones grow to a minute. Default: `"5s"`. */
  pollInterval?: pulumi.Input<string | undefined>;
  /**
   * When an event leaves the plan, or the plan is destroyed, while its order is pending. ENS cannot cancel it: `retain`
   * lets it run, `fail` refuses. Default: `retain`.
   */
  onRemove?: pulumi.Input<"retain" | "fail" | undefined>;
  /** When an order of this plan is to change: send another one for it (`resubmit`) or `fail`. Default: `resubmit`. */
  onReschedule?: pulumi.Input<"resubmit" | "fail" | undefined>;
  /** When an event already has an order that this stack has not placed: `fail`, `keep` it, or `resubmit`. Default: `fail`. */
  onExistingOrder?: pulumi.Input<"fail" | "keep" | "resubmit" | undefined>;
  /**
   * When ENS lists no such event: `fail`, or `send` for accounts whose history hides open events. Use
   * `waitFor: "submitted"` with it, since there is nothing to read back. Default: `fail`.
   */
  onUnknownEvent?: pulumi.Input<"fail" | "send" | undefined>;
  /** How many events may fail before the rest is held back: a count, or a percentage of the orders to send such as `"10%"`. Default: no limit. */
  maxErrors?: pulumi.Input<number | string | undefined>;
  /** How many orders go in one call, 1 to 100. ENS documents no limit. Default: 20. */
  eventsPerCall?: pulumi.Input<number | undefined>;
  /** Which account and endpoint, where they are not the stack's. `undefined`: the stack's. */
  connection?: pulumi.Input<ConnectionArgs | undefined>;
  /** For the record, and for policies. */
  changeTicket?: pulumi.Input<string | undefined>;
}
