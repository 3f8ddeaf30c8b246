import { counted, type Migration, timeZoneFailure } from "@pulumi-ens/provider/plan";
import { assertValid, strict, text as string } from "@pulumi-ens/provider/strict";
import * as v from "valibot";
import type { Report, ReportPlan, ReportRow, Totals } from "../model/report";
import { TONES } from "../model/tones";
import { tally } from "../model/words";
import { DAY, dayStart, hasClocks, wallTime } from "../model/zone";
import { alertsOf, namedWithTimes } from "./alerts";
import { headlineOf } from "./headline";
import { openTimesOf } from "./openTimes";
import { type Ahead, aheadOf, LOST, type PlanLines, readLines, rowsOf } from "./rows";
import { findPlans, MASKED, type PlanSource } from "./sources";

export interface ReadOptions {
  /** Days and times in this zone, whatever the plans say: an Area/City name of the IANA database, such as `Asia/Shanghai`, or `UTC`. */
  timeZone?: string;
  /** Unix milliseconds. Given, the report says of a plan without events when its schedule is open, and judges what moves immediately. */
  now?: number;
}

const OPTIONS = strict(
  {
    timeZone: v.optional(string),
    now: v.optional(v.pipe(v.number("must be Unix milliseconds"), v.finite("must be Unix milliseconds"))),
  } satisfies Record<keyof ReadOptions, v.GenericSchema>,
  "its options",
);

/**
 * Reads what Pulumi prints and makes a report of the `MigrationPlan`s in it.
 *
 * @param text The output of `pulumi preview --json` (what will be ordered; no plans where all stay as they are; of one that
 * failed, with what failed in `errors`), of `pulumi stack export` (what has become of
 * it), or of `pulumi stack output --json` where the program exports a plan's `migrations`, `requestIds` and
 * `schemaVersion`.
 * @throws `UnreadableReportError` for anything else; it says what was found. `RangeError` for a `timeZone` that is not one.
 *
 * @example What moves on Saturday
 * ```ts
 * const { plans } = readReport(await readFile("preview.json", "utf8"));
 * const saturday = plans.flatMap(({ rows }) => rows).filter(({ local }) => local?.startsWith("2026-12-05"));
 * ```
 */
export function readReport(text: string, options: ReadOptions = {}): Report {
  assertValid(OPTIONS, options, "readReport");
  const { timeZone, now } = options;
  const failure = timeZone === undefined ? undefined : timeZoneFailure(timeZone);
  if (failure !== undefined) throw new RangeError(`timeZone ${failure}`);
  const { source, plans: sources, errors } = findPlans(text);
  const plans = sources.map((plan) => ({ plan, lines: readLines(plan) }));
  const planned = new Set(plans.flatMap(({ lines }) => [...lines.planned.keys()]));
  const remembered = new Map(plans.flatMap(({ lines }) => [...lines.migrations]));
  const around = { from: source, plannedAnywhere: planned, remembered, timeZone, now };
  return { source, plans: plans.map(({ plan, lines }) => readPlan(plan, lines, around)), errors };
}

/** What a plan is read with beside itself. */
interface Around {
  from: Report["source"];
  plannedAnywhere: ReadonlySet<string>;
  /** By any plan. */
  remembered: ReadonlyMap<string, Migration>;
  /** As chosen by whoever reads. */
  timeZone: string | undefined;
  now: number | undefined;
}

function readPlan(source: PlanSource, lines: PlanLines, around: Around): ReportPlan {
  const { from, now, remembered } = around;
  // A plan that is destroyed has none any more, and its orders were made by the last one.
  const schedule = (source.op === "delete" ? source.lastInputs : source.inputs)["schedule"];
  const timeZone = around.timeZone ?? zoneOf(schedule, lines);
  const openTimes = openTimesOf(schedule);
  const ahead = from === "preview" ? aheadOf(source, (eventId) => remembered.get(eventId), now) : undefined;
  const rows = rowsOf(lines, { ...around, ahead, timeZone, openTimes });
  const times = rows.map(({ at }) => at).filter((at) => typeof at === "number");
  const { windows, exclusions } =
    times.length > 0 && openTimes
      ? // A week to each side, since the page shows whole weeks.
        openTimes.between(Math.min(...times) - 8 * DAY, Math.max(...times) + 8 * DAY)
      : { windows: [], exclusions: [] };
  const change = changeOf(source);
  const hidden = hiddenOf(source);
  return {
    name: source.name,
    ...(change && { change }),
    ...(hidden && { hidden }),
    timeZone,
    rows,
    windows,
    exclusions,
    headline: headlineOf({
      decided: ahead !== undefined && ahead.failure === undefined,
      change,
      hidden,
      interrupted: source.interrupted,
      rows,
      timeZone,
      openTimes,
      now,
    }),
    alerts: alertsOf(rows),
    notices: [
      ...hiddenNotices(hidden, from),
      ...undecidedNotices(ahead),
      ...source.notices,
      ...(from === "stack" ? failedNotices(source, lines) : []),
      ...noticesOf(source, rows),
    ],
    errors: source.errors,
    totals: totalsOf(rows, timeZone),
  };
}

/** The schedule's zone, or the one that most planned times were written in. */
function zoneOf(schedule: unknown, { planned, last }: PlanLines): string {
  const own = (schedule as { timeZone?: unknown } | null | undefined)?.timeZone;
  if (typeof own === "string" && hasClocks(own)) return own;
  const lines = planned.size > 0 ? planned : last;
  const zones = tally([...lines.values()].flatMap((line) => line?.local?.zone ?? []));
  const [most] = [...zones].filter(([zone]) => hasClocks(zone)).sort(([, a], [, b]) => b - a);
  return most?.[0] ?? "UTC";
}

function changeOf({ op }: PlanSource): ReportPlan["change"] {
  if (op === "replace" || op === "create-replacement") return "update";
  return op === "create" || op === "update" || op === "delete" || op === "failed" ? op : undefined;
}

/** Why it is not known which events the plan has, or what has become of them. */
function hiddenOf({ inputs: { planned }, outputs: { migrations } }: PlanSource): ReportPlan["hidden"] {
  if (planned === MASKED || migrations === MASKED) return "secret";
  return planned !== undefined && (typeof planned !== "object" || planned === null) ? "unknown" : undefined;
}

const UNKNOWN = "The plan's events are unknown until `pulumi up` has created the resources they depend on.";
const SECRET = "The plan's events are secret, and this report does not show secrets.";
/** Pulumi masks what is secret in every preview; `--show-secrets` does not change that. */
const SHOWN_BY: Record<Report["source"], string> = {
  preview:
    "A preview never shows them: after `pulumi up`, `pulumi stack export --show-secrets` gives a report that does.",
  stack: "`pulumi stack export --show-secrets` gives a report that does.",
  outputs: "`pulumi stack output --json --show-secrets` gives a report that does.",
};

function hiddenNotices(hidden: ReportPlan["hidden"], source: Report["source"]): string[] {
  if (hidden === undefined) return [];
  return [hidden === "unknown" ? UNKNOWN : `${SECRET} ${SHOWN_BY[source]}`];
}

function undecidedNotices(ahead: Ahead | undefined): string[] {
  if (ahead?.failure === undefined) return [];
  return [
    `What \`pulumi up\` orders cannot be determined from this preview (${ahead.failure}). The rows show the plan, not what changes.`,
  ];
}

/** After an `up` that failed, Pulumi keeps the inputs from before it. */
function failedNotices({ failed }: PlanSource, { planned, migrations }: PlanLines): string[] {
  if (!failed) return [];
  const isFromIt = ([eventId, { released, ordered }]: [string, Migration]): boolean =>
    released !== true && planned.get(eventId)?.basis !== ordered.basis;
  const { length } = [...migrations].filter(isFromIt);
  const again = 'Run "pulumi up" again: it sends only the rest.';
  if (length === 0) return [`The last "pulumi up" of this plan failed. ${again}`];
  return [
    'The last "pulumi up" failed before Pulumi recorded the new inputs; ' +
      `${counted(length, "event")} below ${length === 1 ? "is" : "are"} from it. ${again}`,
  ];
}

function noticesOf({ op }: PlanSource, rows: readonly ReportRow[]): string[] {
  const released = rows.filter((row) => row.released);
  const lost = released.filter(({ status }) => status === LOST);
  const ordered = released.filter(({ status }) => status !== LOST);
  const reason =
    op === "delete" ? "although the plan is destroyed" : "although the event is not in the plan any more";
  return [
    ...(ordered.length > 0
      ? [
          `${counted(ordered.length, "order")} ${ordered.length === 1 ? "stays" : "stay"} in force ${reason}, since ENS has no ` +
            `call to cancel an order: ${namedWithTimes(ordered)}.`,
        ]
      : []),
    ...(lost.length > 0
      ? [
          `${counted(lost.length, "order")} ${lost.length === 1 ? "was" : "were"} sent and the answer was lost; ENS may have ` +
            `${lost.length === 1 ? "it" : "them"} ${reason}: ${namedWithTimes(lost)}.`,
        ]
      : []),
  ];
}

function totalsOf(rows: readonly ReportRow[], timeZone: string): Totals {
  const tones = new Map(rows.map(({ status, tone }) => [status, tone]));
  const statuses = [...tally(rows.map(({ status }) => status))]
    .map(([status, count]) => ({ status, tone: tones.get(status) ?? ("other" as const), count }))
    .sort((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone) || b.count - a.count);
  const days = new Set(
    rows.flatMap(({ at, moves }) =>
      moves && typeof at === "number" ? dayStart(wallTime(timeZone, at)) : [],
    ),
  );
  return { events: rows.length, moves: rows.filter(({ moves }) => moves).length, statuses, days: days.size };
}
