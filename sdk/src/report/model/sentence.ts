import { counted } from "@pulumi-ens/provider/plan";
import type { ReportRow } from "./report";
import { movesIn } from "./words";
import { dayName, dayStart, wallTime, zoneName } from "./zone";

/** `12 moves: 2 immediately, 10 over 3 days, Saturday 2026-12-05 to Sunday 2026-12-13, Asia/Shanghai`. */
export function sentenceOf(rows: readonly ReportRow[], timeZone: string): string {
  const moving = rows.filter(({ moves }) => moves);
  const days = [
    ...new Set(moving.flatMap(({ at }) => (typeof at === "number" ? dayStart(wallTime(timeZone, at)) : []))),
  ].sort((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  const when =
    first === undefined || last === undefined
      ? ""
      : first === last
        ? ` on ${dayName(first)}, ${zoneName(timeZone)}`
        : ` over ${counted(days.length, "day")}, ${dayName(first)} to ${dayName(last)}, ${zoneName(timeZone)}`;
  const immediate = moving.filter(({ at }) => at === "immediate").length;
  const others = rows.length - moving.length;
  const moves = movesIn(moving);
  const start =
    moving.length === 0
      ? ""
      : immediate === 0
        ? moves + when
        : `${moves}: ${immediate} immediately${when === "" ? "" : `, ${moving.length - immediate}${when}`}`;
  return [start, others > 0 ? movesIn(rows.filter((row) => !row.moves)) : ""].filter(Boolean).join("; ");
}
