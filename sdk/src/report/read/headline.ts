import type { ReportPlan, ReportRow } from "../model/report";
import { sentenceOf } from "../model/sentence";
import { oldAndNewTime } from "../model/words";
import { clock, dayName, wallTime, zoneName } from "../model/zone";
import type { OpenTimes } from "./openTimes";

interface Facts {
  /** It is known what `up` does about each event. */
  decided: boolean;
  change: ReportPlan["change"];
  hidden: ReportPlan["hidden"];
  /** What a command was doing with it when it was killed. */
  interrupted: string | undefined;
  rows: readonly ReportRow[];
  timeZone: string;
  openTimes: OpenTimes | undefined;
  now: number | undefined;
}

/** In one line: what a preview changes, or else what there is. */
export function headlineOf(facts: Facts): string {
  const { decided, change, hidden, interrupted, rows, timeZone } = facts;
  if (change === "failed") return "what changes is unknown";
  if (interrupted !== undefined) {
    const orders = interrupted === "creating" ? "these orders" : "orders that are not shown here";
    const shown = rows.length === 0 ? "" : `: ${sentenceOf(rows, timeZone)}`;
    return `a command was interrupted while ${interrupted} this plan, and ENS may already have ${orders}${shown}`;
  }
  if (hidden) {
    const events = hidden === "secret" ? "its events are secret" : "its events are not known yet";
    // What is in a preview is what was, and the plan may say something else.
    const shown = decided ? "in force now: " : "";
    return rows.length === 0 ? events : `${events}; ${shown}${sentenceOf(rows, timeZone)}`;
  }
  if (rows.length === 0) return change === "delete" ? "no events" : `no events${openness(facts)}`;
  return decided ? changesOf(rows).join(", ") : sentenceOf(rows, timeZone);
}

/** Whether an event of the plan could move now, or when next. */
function openness({ openTimes, now, timeZone }: Facts): string {
  if (!openTimes || now === undefined) return "";
  const next = openTimes.next(now);
  if (!next) return "; its schedule lets nothing start within a year";
  const reading = (at: number): string => {
    const wall = wallTime(timeZone, at);
    return `${dayName(wall)} ${clock(wall)} ${zoneName(timeZone)}`;
  };
  return next.from <= now
    ? `; its schedule is open now, until ${reading(next.to)}`
    : `; its schedule next opens on ${reading(next.from)}`;
}

/** `2 new`, `1 moves from 12-07 01:30 to 12-08 01:30`, `8 unchanged`: each row once. */
function changesOf(rows: readonly ReportRow[]): string[] {
  const of = (change: ReportRow["change"], released?: boolean): ReportRow[] =>
    rows.filter((row) => row.change === change && (released === undefined || row.released === released));
  return [
    ...part(of("new"), "new", "new"),
    ...changed(of("changed")),
    ...part(of("again"), "again", "again"),
    ...part(of("leaves", true), "leaves the plan and stays ordered", "leave the plan and stay ordered"),
    ...part(of("leaves", false), "leaves the plan", "leave the plan"),
    ...part(
      of("unchanged", true),
      "left the plan earlier and is still ordered",
      "left the plan earlier and are still ordered",
    ),
    ...part(of("unchanged", false), "unchanged", "unchanged"),
    ...part(of(undefined), "not known yet", "not known yet"),
  ];
}

function part({ length }: readonly ReportRow[], one: string, several: string): string[] {
  return length === 0 ? [] : [`${length} ${length === 1 ? one : several}`];
}

/** Where all that change alike change the same, it says what; else only how many there are. */
function changed(rows: readonly ReportRow[]): string[] {
  const kinds = new Map<string, { ways: Set<string>; count: number }>();
  for (const row of rows) {
    const { several, way } = kindOf(row);
    const kind = kinds.get(several) ?? { ways: new Set(), count: 0 };
    kinds.set(several, kind);
    kind.count += 1;
    kind.ways.add(way);
  }
  return [...kinds].map(([several, { ways, count }]) => {
    const [way = ""] = ways;
    if (ways.size > 1) return `${count} ${several}`;
    return `${count} ${count === 1 ? way : way.replaceAll(/\b(move|change)s\b/g, "$1")}`;
  });
}

function kindOf(row: ReportRow): { several: string; way: string } {
  const { at, dataPolicy } = row.before ?? {};
  const time = at === undefined ? "" : `moves from ${oldAndNewTime(row).join(" to ")}`;
  const policy = dataPolicy === undefined ? "" : `changes from ${dataPolicy} to ${row.dataPolicy}`;
  const way = [time, policy].filter(Boolean).join(" and ") || "changes";
  if (time !== "" && policy !== "") return { several: "change their time and data policy", way };
  if (policy !== "") return { several: "change their data policy", way };
  return { several: time === "" ? "change" : "move to another time", way };
}
