import { timeZoneFailure } from "@pulumi-ens/provider/plan";
import { assertValid, strict, text as string } from "@pulumi-ens/provider/strict";
import * as v from "valibot";
import type { Report, ReportPlan, ReportRow, Totals } from "../model/report";
import { TONES } from "../model/tones";
import { tally } from "../model/words";
import { DAY, dayStart, hasClocks, wallTime } from "../model/zone";
import { openTimesOf } from "./openTimes";
import { type PlanLines, readLines, rowsOf } from "./rows";
import { findPlans, MASKED, type PlanSource } from "./sources";

export interface ReadOptions {
  /** Days and times in this zone, whatever the plans say: an Area/City name of the IANA database, such as `Asia/Shanghai`, or `UTC`. */
  timeZone?: string;
}

const OPTIONS = strict(
  { timeZone: v.optional(string) } satisfies Record<keyof ReadOptions, v.GenericSchema>,
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
  const { timeZone } = options;
  const failure = timeZone === undefined ? undefined : timeZoneFailure(timeZone);
  if (failure !== undefined) throw new RangeError(`timeZone ${failure}`);
  const { source, plans: sources, errors } = findPlans(text);
  const plans = sources.map((plan) => ({ plan, lines: readLines(plan) }));
  const planned = new Set(plans.flatMap(({ lines }) => [...lines.planned.keys()]));
  return {
    source,
    plans: plans.map(({ plan, lines }) => readPlan(source, plan, lines, planned, timeZone)),
    errors,
  };
}

/** `plannedAnywhere`: an event that has left this plan for another counts once. */
function readPlan(
  from: Report["source"],
  source: PlanSource,
  lines: PlanLines,
  plannedAnywhere: ReadonlySet<string>,
  chosen: string | undefined,
): ReportPlan {
  const schedule = source.inputs["schedule"];
  const timeZone = chosen ?? zoneOf(schedule, lines);
  const rows = rowsOf(lines, timeZone, plannedAnywhere);
  const times = rows.map(({ at }) => at).filter((at) => typeof at === "number");
  const { windows, exclusions } =
    times.length > 0 && typeof schedule === "object" && schedule !== null
      ? // A week to each side, since the page shows whole weeks.
        openTimesOf(schedule, Math.min(...times) - 8 * DAY, Math.max(...times) + 8 * DAY)
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
    notices: [...hiddenNotices(hidden, from), ...source.notices, ...noticesOf(source, rows)],
    errors: source.errors,
    totals: totalsOf(rows, timeZone),
  };
}

/** The schedule's zone, or the one that most planned times were written in. */
function zoneOf(schedule: unknown, { planned }: PlanLines): string {
  const own = (schedule as { timeZone?: unknown } | null | undefined)?.timeZone;
  if (typeof own === "string" && hasClocks(own)) return own;
  const zones = tally([...planned.values()].flatMap((line) => line?.local?.zone ?? []));
  const [most] = [...zones].filter(([zone]) => hasClocks(zone)).sort(([, a], [, b]) => b - a);
  return most?.[0] ?? "UTC";
}

function changeOf({ op }: PlanSource): ReportPlan["change"] {
  return op === "create" || op === "update" || op === "delete" || op === "failed" ? op : undefined;
}

/** Why it cannot be told which events the plan has, or what has become of them. */
function hiddenOf({ inputs: { planned }, outputs: { migrations } }: PlanSource): ReportPlan["hidden"] {
  if (planned === MASKED || migrations === MASKED) return "secret";
  return planned !== undefined && (typeof planned !== "object" || planned === null) ? "unknown" : undefined;
}

const UNKNOWN = "Which events the plan has is not known before up has made what they depend on.";
const SECRET = "The plan's events are secret, and this report does not show what is.";
/** Pulumi masks what is secret in every preview; `--show-secrets` does not change that. */
const SHOWN_BY: Record<Report["source"], string> = {
  preview: "A preview never does: after up, `pulumi stack export --show-secrets` gives a report that does.",
  stack: "`pulumi stack export --show-secrets` gives one that does.",
  outputs: "`pulumi stack output --json --show-secrets` gives one that does.",
};

function hiddenNotices(hidden: ReportPlan["hidden"], source: Report["source"]): string[] {
  if (hidden === undefined) return [];
  return [hidden === "unknown" ? UNKNOWN : `${SECRET} ${SHOWN_BY[source]}`];
}

function noticesOf({ op }: PlanSource, rows: readonly ReportRow[]): string[] {
  const notices: string[] = [];
  const losing = rows.filter(
    ({ dataPolicy, tone }) => dataPolicy === "abandon" && tone !== "done" && tone !== "failed",
  ).length;
  if (losing > 0) {
    notices.push(
      `${losing === 1 ? "1 instance loses its" : `${losing} instances lose their`} local data (abandon).`,
    );
  }
  const released = rows.filter((row) => row.released).length;
  if (released > 0) {
    notices.push(
      `${released === 1 ? "1 order stays" : `${released} orders stay`} in force although the ` +
        `${op === "delete" ? "plan is destroyed" : "event is no longer in the plan"}: ENS cannot cancel an order.`,
    );
  }
  return notices;
}

function totalsOf(rows: readonly ReportRow[], timeZone: string): Totals {
  const tones = new Map(rows.map(({ status, tone }) => [status, tone]));
  const statuses = [...tally(rows.map(({ status }) => status))]
    .map(([status, count]) => ({ status, tone: tones.get(status) ?? ("other" as const), count }))
    .sort((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone) || b.count - a.count);
  const days = new Set(
    rows.flatMap(({ at }) => (typeof at === "number" ? dayStart(wallTime(timeZone, at)) : [])),
  );
  return { events: rows.length, statuses, days: days.size };
}
