/** Everything a report shows, as plain data: what was read has become words and times, and nothing is left to look up. */
export interface Report {
  /** What was read: what will be, what is, or what a program gave out. */
  source: "preview" | "stack" | "outputs";
  /** None where a preview leaves all plans as they are, or a stack has none. A plan whose preview failed is one of them. */
  plans: ReportPlan[];
  /**
   * Why the report is not complete, beside the `errors` of plans: what failed in the program or in another resource. A preview
   * stops at an error, so plans may be missing whenever there is one here or in a plan.
   */
  errors: string[];
}

/** One `MigrationPlan`. */
export interface ReportPlan {
  /** The resource's name, or where its outputs were found. */
  name: string;
  /** What `pulumi up` does with the plan as a whole, where a preview says so; `failed`: it is unknown. */
  change?: "create" | "update" | "delete" | "failed";
  /** Why rows may be missing: events, or what has become of them, are secret, or a preview does not know them yet. */
  hidden?: "secret" | "unknown";
  /** The zone of days and times: an IANA name, or an offset such as `+08:00`. */
  timeZone: string;
  /** Immediate ones first, then by time, then those whose time is not known yet. */
  rows: ReportRow[];
  /** When moves may start, around the times of the rows. */
  windows: Interval[];
  /** When nothing moves. */
  exclusions: Exclusion[];
  /** In one line: what a preview changes, or else what there is. */
  headline: string;
  /** What may cost data or a service: local data that is lost, moves outside the plan's windows. */
  alerts: string[];
  /** What else a reader should know about the plan as a whole. */
  notices: string[];
  /** Why the rows may not be all, or not what will be: the reason for which the preview failed. Empty where they are. */
  errors: string[];
  /** Counts of the rows. */
  totals: Totals;
}

/** One event and its instance. */
export interface ReportRow {
  /** `e-…`. */
  eventId: string;
  /** The instance's id, `i-…`. */
  resourceId: string;
  /** The instance's name, where it is known. */
  instanceName?: string;
  /** What the instance belongs to, such as a region. */
  group?: string;
  /** Counted from 1. */
  wave?: number;
  /** Unix milliseconds. */
  at: number | "immediate" | "unknown";
  /** `2026-12-05 01:30`, in the plan's time zone. */
  local?: string;
  /** `2026-12-04T17:30:00.417Z`. */
  utc?: string;
  /** `abandon`, `force_transfer` or `try_transfer`. */
  dataPolicy?: string;
  /**
   * What `pulumi up` does about the event, in a preview: orders it, orders something else in place of what is in force, orders
   * again what ENS did not take, sends nothing because it is not in the program any more (see `released`), or sends nothing.
   */
  change?: "new" | "changed" | "again" | "leaves" | "unchanged";
  /** What the order in force says, or else the last plan: only what differs from the row. */
  before?: Before;
  /** It is still to start, at a time at which the plan's schedule lets nothing start. */
  outsideWindows?: true;
  /** Whether it moves or has moved: not where its order was refused, canceled or has failed. */
  moves: boolean;
  /** What the order brings with it: `ENS sets a random password`, `local data is lost`. */
  notes: string[];
  /** ENS's own word, or `Planned`, `Ordered`, `Refused by ENS`, `Order not sent`, `Answer lost`, `Not listed by ENS`. */
  status: string;
  /** What the status means at a glance. */
  tone: Tone;
  /** Why the status is what it is, or what comes next. */
  detail?: string;
  /** Not in the plan any more, and still ordered: ENS has no call to cancel an order. */
  released: boolean;
}

/** What stood before a change. */
export interface Before {
  /** Unix milliseconds. */
  at?: number | "immediate";
  /** `2026-12-05 01:30`, in the plan's time zone. */
  local?: string;
  dataPolicy?: string;
}

/** What a status means at a glance. */
export type Tone =
  "planned" | "inquiring" | "scheduled" | "executing" | "done" | "failed" | "attention" | "other";

/** Unix milliseconds; the end is just outside. */
export interface Interval {
  start: number;
  end: number;
  /** Where the window's cutoff begins: nothing starts from then on. */
  lastStart?: number;
}

/** Unix milliseconds; `to` is just outside. */
export interface Exclusion {
  from: number;
  to: number;
  reason: string;
}

export interface Totals {
  /** How many rows there are. */
  events: number;
  /** How many of them move or have moved. */
  moves: number;
  /** How many rows have which status, trouble first. */
  statuses: { status: string; tone: Tone; count: number }[];
  /** On how many local days something moves. */
  days: number;
}
