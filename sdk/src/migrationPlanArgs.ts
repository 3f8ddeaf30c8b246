import type * as pulumi from "@pulumi/pulumi";
import type { Connection, DataPolicy } from "@pulumi-ens/provider/ens";

/**
 * One event that asks for a migration, and what to order for it.
 *
 * Fields have the names of the API (`BatchEventMigrateInstance`), in lowerCamelCase. Events of {@link getMigrationEvents} can be
 * used as they are.
 *
 * @example An event with a time of its own
 * ```ts
 * const event: ens.MigrationEventArgs = {
 *   eventId: "e-d71ff150945b9c02eb6ebc0016328468",
 *   resourceId: "i-55qi8m11rr53c4i964md8a00l",
 *   instanceName: "web-1",
 *   planTime: "2026-12-05T01:30:00+08:00",
 *   dataPolicy: "try_transfer",
 * };
 * ```
 */
export interface MigrationEventArgs {
  /** The event's id, `e-…`. Each event may be in one plan only. */
  eventId: pulumi.Input<string>;
  /** The instance's id, `i-…`. */
  resourceId: pulumi.Input<string>;
  /** The instance's name, shown in previews and messages. A changed name alone changes nothing. Default: none. */
  instanceName?: pulumi.Input<string | undefined>;
  /**
   * What happens to the instance's local data: `force_transfer`, `try_transfer` or `abandon`. `abandon` deletes it and also needs
   * `acknowledgeDataLoss: true` on the plan. Default: the plan's.
   */
  dataPolicy?: pulumi.Input<DataPolicy | undefined>;
  /**
   * `immediate` moves the instance now, `scheduled` at a time. Default: `scheduled` if there is a `planTime` or a schedule; without
   * either, the preview fails.
   */
  opsType?: pulumi.Input<"immediate" | "scheduled" | undefined>;
  /**
   * When to move the instance: an ISO time with an offset, such as `"2026-12-05T01:30:00+08:00"`, or Unix milliseconds. At most 366
   * days ahead. The schedule's windows, exclusions and waves do not apply to it. A whole-second time is ordered a few milliseconds
   * later: the milliseconds mark the order as placed by this stack. Default: the schedule finds a time.
   */
  planTime?: pulumi.Input<number | string | undefined>;
  /**
   * The instance's password after the migration, only with `opsType: "immediate"`: 8 to 30 characters with an upper-case letter, a
   * lower-case letter and a digit. It is always a secret. A changed password alone orders nothing. Default: ENS sets a random
   * password, as it does after every scheduled migration.
   *
   * @secret
   */
  password?: pulumi.Input<string | undefined>;
  /**
   * What `schedule.maxUnavailable` counts by: a name for instances that belong together, such as their region. An empty string counts as
   * no group. Default: none.
   */
  group?: pulumi.Input<string | undefined>;
  /**
   * Lower numbers go first; events of equal priority go in the order given. Default: 0.
   *
   * @integer
   */
  priority?: pulumi.Input<number | undefined>;
  /** The last moment at which the migration may start, written as `planTime` is. Default: none. */
  deadline?: pulumi.Input<number | string | undefined>;

  /** The instance's region, such as `cn-beijing-telecom`. Information from {@link getMigrationEvents}; a plan ignores it. */
  ensRegionId?: pulumi.Input<string | undefined>;
  /** The instance's tags. Information from {@link getMigrationEvents}; a plan ignores it. */
  tags?: pulumi.Input<Record<string, string> | undefined>;
  /**
   * In ENS's words: `Inquiring` waits for an order, `Scheduled` has one. Information from {@link getMigrationEvents}; a plan
   * ignores it.
   */
  eventStatus?: pulumi.Input<string | undefined>;
  /** `CRITICAL`, `WARN` or `INFO`. Information from {@link getMigrationEvents}; a plan ignores it. */
  eventLevel?: pulumi.Input<string | undefined>;
  /**
   * When ENS intends to move the instance, in Unix milliseconds. Information from {@link getMigrationEvents}; a plan ignores it,
   * so it never changes a planned time.
   */
  notBefore?: pulumi.Input<number | undefined>;
  /** When ENS raised the event, in Unix milliseconds. Information from {@link getMigrationEvents}; a plan ignores it. */
  publishTime?: pulumi.Input<number | undefined>;
  /** Why ENS raised the event, in its words. Information from {@link getMigrationEvents}; a plan ignores it. */
  reason?: pulumi.Input<string | undefined>;
}

/**
 * How to reach ENS, and with which identity. It holds references only, never keys, because it is stored unencrypted in the state.
 * A member that is present must have a value: otherwise another identity or endpoint would be used by mistake.
 *
 * @remarks A {@link Connection} of which any part may be an output.
 */
export type ConnectionArgs = { [Field in keyof Connection]: pulumi.Input<NonNullable<Connection[Field]>> };

/**
 * A maintenance window: `days` with `startTime`, or `cron`. It belongs to the day on which it opens: Friday 21:00 for `"8h"` is one
 * window.
 *
 * @example
 * ```ts
 * const friday: ens.WindowArgs = { days: ["fri"], startTime: "21:00", duration: "8h", cutoff: "1h" };
 * const secondSaturday: ens.WindowArgs = { cron: "0 1 * * 6#2", duration: "3h" };
 * ```
 */
export interface WindowArgs {
  /** The days on which the window opens. Required, unless `cron` is set. */
  days?: pulumi.Input<pulumi.Input<"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun">[] | undefined>;
  /** When the window opens in its time zone, such as `"01:00"`. Required with `days`. */
  startTime?: pulumi.Input<string | undefined>;
  /**
   * When the window opens, instead of `days` and `startTime`: a cron expression of five fields, in which `#` and `L` are allowed.
   * `"0 1 * * 6#2"` is 01:00 on the second Saturday. Day of month or day of week must be `*`.
   */
  cron?: pulumi.Input<string | undefined>;
  /** How long the window is open: a duration up to 7 days, such as `"3h"` or `"PT3H"`. */
  duration: pulumi.Input<string>;
  /** No move starts in this last part of the window: a duration shorter than `duration`. Default: `"0m"`. */
  cutoff?: pulumi.Input<string | undefined>;
  /** The window's time zone, such as `"America/New_York"`. Default: the schedule's. */
  timeZone?: pulumi.Input<string | undefined>;
}

/**
 * When no move starts, even in a window.
 *
 * @example
 * ```ts
 * const freeze: ens.ExclusionArgs = { from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" };
 * ```
 */
export interface ExclusionArgs {
  /** When it begins: a date (from the beginning of that day in the schedule's time zone), or a time with an offset. */
  from: pulumi.Input<string>;
  /** When it ends: a date (to the end of that day in the schedule's time zone), or a time with an offset. */
  to: pulumi.Input<string>;
  /** Shown wherever this exclusion rules out a time. Default: `"excluded"`. */
  reason?: pulumi.Input<string | undefined>;
}

/**
 * When, and in what order, the events move that have no `planTime` of their own. The preview fails if an event gets no time, and
 * says which rule excluded which window.
 *
 * Times are found once, when an event is first planned, and stay as long as the schedule allows them. Starts lie on a 15-minute grid
 * from a window's opening. On a day on which clocks change, a window whose opening time does not exist opens at the next moment
 * that does; of an opening time that exists twice, the first counts. The preview says so.
 *
 * Durations are strings, such as `"30m"`, `"1h30m"`, `"2d"` or `"PT30M"`.
 *
 * @example Saturday nights, one instance first, then ten percent at a time
 * ```ts
 * const schedule: ens.ScheduleArgs = {
 *   timeZone: "Asia/Shanghai",
 *   windows: [{ days: ["sat"], startTime: "01:00", duration: "3h" }],
 *   waves: [1, "10%"],
 *   exclusions: [{ from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" }],
 * };
 * ```
 */
export interface ScheduleArgs {
  /** The time zone of windows and dates: an Area/City name of the IANA database, such as `"Asia/Shanghai"`, or `"UTC"`. */
  timeZone: pulumi.Input<string>;
  /** When moves may start: at least one window. Windows may overlap. */
  windows: pulumi.Input<pulumi.Input<WindowArgs>[]>;
  /** No move starts before it: a date, or a time with an offset. Default: none. */
  startDate?: pulumi.Input<string | undefined>;
  /** No move starts after it: a date (its whole day included), or a time with an offset. Default: none. */
  endDate?: pulumi.Input<string | undefined>;
  /** The least time between now and a start. Default: `"10m"`. */
  minLeadTime?: pulumi.Input<string | undefined>;
  /**
   * When no move starts, even in a window. Default: none.
   *
   * @remarks {@link calendar} merges lists that several plans share.
   */
  exclusions?: pulumi.Input<pulumi.Input<ExclusionArgs>[] | undefined>;
  /**
   * Sizes of waves, one after another, each a count or a percentage of the events that get their times together; the last size
   * repeats. `[1, "10%", "50%"]` starts with one instance. Events that join later form new waves. Default: `["100%"]`, one wave.
   *
   * @integer
   */
  waves?: pulumi.Input<pulumi.Input<number | string>[] | undefined>;
  /**
   * Time from a wave's last start to the next wave's first start, which is at the earliest in the next slot. Default: `"0m"`.
   */
  interval?: pulumi.Input<string | undefined>;
  /** Time between two starts in a wave, in whole seconds. Default: `"0s"`, all start together. */
  stagger?: pulumi.Input<string | undefined>;
  /**
   * How many instances of one `group` may be unavailable at the same time: a count from 1, or a percentage of the group in this plan
   * such as `"25%"`. Events without a group form a group of their own. Needs `assumedDowntime`. Default: no limit.
   *
   * @integer
   */
  maxUnavailable?: pulumi.Input<number | string | undefined>;
  /** How long an instance counts as unavailable from its start. Required with `maxUnavailable`. */
  assumedDowntime?: pulumi.Input<string | undefined>;
  /**
   * Any string. Change it to give every event a new time, also those whose time has passed. What has already run is shown with a new
   * time, and is not ordered again. Default: none.
   */
  replan?: pulumi.Input<string | undefined>;
}

/** The inputs of a {@link MigrationPlan}. Durations are strings, such as `"10m"`, `"1h30m"` or `"PT10M"`. */
export interface MigrationPlanArgs {
  /**
   * The events to order migrations for; `[]` orders nothing. If any part of them except a password is secret, everything that the
   * plan computes from them is secret too. Messages name the events even then.
   */
  events: pulumi.Input<pulumi.Input<MigrationEventArgs>[]>;
  /**
   * What happens to local data, for events without a `dataPolicy` of their own: `force_transfer`, `try_transfer` or `abandon`. There
   * is no default: the preview fails for an event without a data policy, because ENS would then delete its local data.
   */
  dataPolicy?: pulumi.Input<DataPolicy | undefined>;
  /** Must be `true` if the plan or an event has `dataPolicy: "abandon"`. Default: `false`. */
  acknowledgeDataLoss?: pulumi.Input<boolean | undefined>;
  /** When the events move that have no `planTime` of their own. Default: none, and each event needs a `planTime` or `opsType: "immediate"`. */
  schedule?: pulumi.Input<ScheduleArgs | undefined>;
  /**
   * How far `up` follows its orders. `submitted`: until ENS has accepted them. `scheduled`: until ENS no longer shows Inquiring.
   * `executed`: until the migrations have ended. Default: `scheduled`.
   */
  waitFor?: pulumi.Input<"submitted" | "scheduled" | "executed" | undefined>;
  /**
   * How long `up` waits for that. The orders stay in force when the time runs out. Default: `"10m"`; with `waitFor: "executed"`,
   * `"1h"`.
   */
  timeout?: pulumi.Input<string | undefined>;
  /** How long `up` waits between two reads at first, `"1s"` to `"1h"`; later pauses grow up to a minute. Default: `"5s"`. */
  pollInterval?: pulumi.Input<string | undefined>;
  /**
   * What to do when an event leaves the plan, or the plan is destroyed, while its order is pending. ENS has no call to cancel an
   * order: `retain` leaves it in force, `fail` refuses the removal. Default: `retain`.
   */
  onRemove?: pulumi.Input<"retain" | "fail" | undefined>;
  /**
   * What to do when an event needs another order than the one that this stack placed: `resubmit` sends a new order, `fail` refuses.
   * Default: `resubmit`.
   */
  onReschedule?: pulumi.Input<"resubmit" | "fail" | undefined>;
  /**
   * What to do when an event has an order that this stack did not place: `fail`, `keep` the order, or `resubmit` a new one. Default:
   * `fail`.
   */
  onExistingOrder?: pulumi.Input<"fail" | "keep" | "resubmit" | undefined>;
  /**
   * What to do when ENS does not list the event: `fail`, or `send` the order without reading the event first, for accounts whose
   * history hides open events. Use `send` with `waitFor: "submitted"`, because there is nothing to read afterwards. Default: `fail`.
   */
  onUnknownEvent?: pulumi.Input<"fail" | "send" | undefined>;
  /**
   * How many events may fail before no further order is sent: a count, or a percentage of the orders to send such as `"10%"`.
   * Default: no limit.
   *
   * @integer
   */
  maxErrors?: pulumi.Input<number | string | undefined>;
  /**
   * How many orders go in one call, 1 to 100. ENS documents no limit. Default: 20.
   *
   * @integer
   */
  eventsPerCall?: pulumi.Input<number | undefined>;
  /** The account and the endpoint, where they differ from the stack's. Default: the stack's. */
  connection?: pulumi.Input<ConnectionArgs | undefined>;
  /** A reference for people and for policies, such as `"CHG-1234"`. Default: none. */
  changeTicket?: pulumi.Input<string | undefined>;
}
