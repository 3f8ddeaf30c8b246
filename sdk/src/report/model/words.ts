import { counted } from "@pulumi-ens/provider/plan";
import type { ReportRow } from "./report";

/** `1 move`, `46 moves`. */
export function moves(number: number): string {
  return counted(number, "move");
}

/** `8 moves, 1 instance does not move`: of rows that one heading stands above. */
export function movesIn(rows: readonly Pick<ReportRow, "moves">[]): string {
  const moving = rows.filter((row) => row.moves).length;
  const others = rows.length - moving;
  const standing = `${counted(others, "instance")} ${others === 1 ? "does" : "do"} not move`;
  return others === 0 ? moves(moving) : moving === 0 ? standing : `${moves(moving)}, ${standing}`;
}

/** `12-06 01:30` and `12-07 01:30`; with the year where that is another one. */
export function oldAndNewTime({ at, local, before }: ReportRow): [string, string] {
  const [old, now] = [timeText(before?.at, before?.local), timeText(at, local)];
  const isOneYear = old.slice(0, 5) === now.slice(0, 5);
  return isOneYear ? [old.slice(5), now.slice(5)] : [old, now];
}

function timeText(at: ReportRow["at"] | undefined, local: string | undefined): string {
  return local ?? (at === "immediate" ? "immediately" : "an unknown time");
}

/** How often each value occurs, in the order of first occurrence. */
export function tally<T>(values: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Without what would drive a terminal, break a line, turn its direction or hide in it. */
export function printable(text: string): string {
  return text
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ");
}
