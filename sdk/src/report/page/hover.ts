import type { ReportPlan, ReportRow } from "../model/report";
import { zoneName } from "../model/zone";

/** Everything about a row, a line each: what its hover says. */
export function describeRow({ timeZone }: ReportPlan, row: ReportRow): string {
  const { resourceId, eventId, group, wave, local, utc, dataPolicy, notes, status, detail, released } = row;
  return [
    `${resourceId}: ${status}`,
    ...(local === undefined ? [] : [`${local} ${zoneName(timeZone)}`]),
    ...(utc === undefined ? [] : [`${utc.slice(0, 16).replace("T", " ")} UTC`]),
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
