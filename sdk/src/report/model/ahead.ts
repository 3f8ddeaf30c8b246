import type { ReportRow } from "./report";

/** It may still move: what has moved is no news. */
export function isAhead({ moves, tone }: Pick<ReportRow, "moves" | "tone">): boolean {
  return moves && tone !== "done";
}

/** Its local data is still to be lost. */
export function losesData(row: ReportRow): boolean {
  return isAhead(row) && row.dataPolicy === "abandon";
}
