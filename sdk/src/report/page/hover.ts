import type { ReportPlan, ReportRow } from "../model/report";
import { utcReading, zoneName } from "../model/zone";
import { isolated, type Markup, markup, raw } from "./markup";

/** Everything about a row, a line each: what its hover says. */
export function hoverOf({ timeZone }: ReportPlan, row: ReportRow): Markup {
  const { resourceId, eventId, group, wave, at, local, dataPolicy, notes, status, detail, released } = row;
  return lines([
    markup`${resourceId}: ${status}`,
    local !== undefined && `${local} ${zoneName(timeZone)}`,
    typeof at === "number" && `${utcReading(at)} UTC`,
    group !== undefined && markup`group ${isolated(group)}`,
    wave !== undefined && `wave ${wave}`,
    [dataPolicy, ...notes].filter(Boolean).join(", "),
    `event ${eventId}`,
    released && "no longer in the plan",
    detail !== undefined && isolated(detail),
  ]);
}

/** What a number of rows of one sign have in common, and the first of them by name. */
export function hoverOfMany(plan: ReportPlan, rows: readonly ReportRow[]): Markup {
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return markup``;
  const statuses = [...new Set(rows.map(({ status }) => status))].join(", ");
  const times = [...new Set([first.local ?? "", last.local ?? ""])].join(" to ");
  const utc = [
    ...new Set([first.at, last.at].map((at) => (typeof at === "number" ? utcReading(at) : ""))),
  ].join(" to ");
  const named = rows.slice(0, 8).map(({ resourceId }) => resourceId);
  return lines([
    `${rows.length} ${statuses}`,
    `${times} ${zoneName(plan.timeZone)}`,
    `${utc} UTC`,
    ...named,
    rows.length > named.length && `and ${rows.length - named.length} more, in the table below`,
  ]);
}

/** A hover has a line for each of these. */
export function lines(given: readonly (Markup | string | false)[]): Markup {
  return given
    .filter((line) => line !== false && line !== "")
    .reduce<Markup>((text, line, index) => markup`${text}${index > 0 && raw("\n")}${line}`, markup``);
}
