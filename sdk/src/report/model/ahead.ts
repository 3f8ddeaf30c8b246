import type { ReportRow } from "./report";

/** It may still move: what has moved is no news. */
export function isAhead({ moves, tone }: Pick<ReportRow, "moves" | "tone">): boolean {
  return moves && tone !== "done";
}

/** `up` sends an order for it. */
export function isToBeOrdered({ change }: Pick<ReportRow, "change">): boolean {
  return change === "new" || change === "changed" || change === "again";
}

/** Its local data is still to be lost. */
export function losesData(row: ReportRow): boolean {
  return isAhead(row) && row.dataPolicy === "abandon";
}
