import { firstOf, nameEvent } from "@pulumi-ens/provider/plan";
import { losesData } from "../model/ahead";
import type { ReportRow } from "../model/report";

/** What may cost data or a service. */
export function alertsOf(rows: readonly ReportRow[]): string[] {
  const losing = rows.filter(losesData);
  const outside = rows.filter(({ outsideWindows }) => outsideWindows);
  return [
    ...(losing.length > 0 ? [`${losingData(losing.length)} (abandon): ${namedWithTimes(losing)}.`] : []),
    ...(outside.length > 0
      ? [
          `${outside.length === 1 ? "1 move is" : `${outside.length} moves are`} outside the plan's windows: ` +
            `${namedWithTimes(outside)}.`,
        ]
      : []),
  ];
}

/** `2 instances lose their local data`. */
export function losingData(count: number): string {
  return count === 1 ? "1 instance loses its local data" : `${count} instances lose their local data`;
}

/** `e-1 (web-1, i-1) at 2026-12-05 01:30, …`. */
export function namedWithTimes(rows: readonly ReportRow[]): string {
  const names = rows.map((row) => `${nameEvent(row.eventId, row)}${whenOf(row)}`);
  return firstOf(names, NAMED);
}

/** The tables have the others. */
const NAMED = 5;

function whenOf({ at, local }: ReportRow): string {
  return local !== undefined ? ` at ${local}` : at === "immediate" ? " immediately" : "";
}
