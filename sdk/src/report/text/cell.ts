import type { Column } from "../columns/columns";
import type { ReportRow } from "../model/report";
import { SYMBOLS } from "../model/tones";

/** What a row has in a column, with the sign of its status's tone. */
export function cellText({ kind, value }: Column, row: ReportRow): string {
  return kind === "status" ? `${SYMBOLS[row.tone]} ${value(row)}` : value(row);
}
