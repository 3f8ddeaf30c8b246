import type { ReportPlan, ReportRow } from "../model/report";
import { utcReading, zoneName } from "../model/zone";

/** Everything about a row, a line each: what its hover says. */
export function hoverOf({ timeZone }: ReportPlan, row: ReportRow): string {
  const { resourceId, eventId, group, wave, at, local, dataPolicy, notes, status, detail, released } = row;
  return [
    `${resourceId}: ${status}`,
    ...(local === undefined ? [] : [`${local} ${zoneName(timeZone)}`]),
    ...(typeof at === "number" ? [`${utcReading(at)} UTC`] : []),
    ...(group === undefined ? [] : [`group ${group}`]),
    ...(wave === undefined ? [] : [`wave ${wave}`]),
    [dataPolicy, ...notes].filter(Boolean).join(", "),
    `event ${eventId}`,
    ...(released ? ["no longer in the plan"] : []),
    ...(detail === undefined ? [] : [detail]),
  ]
    .filter(Boolean)
    .join("\n");
}

/** What a number of rows of one tone have in common, and the first of them by name. */
export function hoverOfMany(plan: ReportPlan, rows: readonly ReportRow[]): string {
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return "";
  const statuses = [...new Set(rows.map(({ status }) => status))].join(", ");
  const times = [...new Set([first.local ?? "", last.local ?? ""])].join(" to ");
  const utc = [
    ...new Set([first.at, last.at].map((at) => (typeof at === "number" ? utcReading(at) : ""))),
  ].join(" to ");
  const named = rows.slice(0, 8).map(({ resourceId }) => resourceId);
  const more =
    rows.length > named.length ? [`and ${rows.length - named.length} more, in the table below`] : [];
  return [
    `${rows.length} ${statuses}`,
    `${times} ${zoneName(plan.timeZone)}`,
    `${utc} UTC`,
    ...named,
    ...more,
  ].join("\n");
}
