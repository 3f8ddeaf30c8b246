import { hoursOf, lanesOf } from "../columns/charts";
import { type Day, stretch, wallOf } from "../columns/days";
import type { ReportPlan, ReportRow, Tone } from "../model/report";
import { SYMBOLS } from "../model/tones";
import { printable } from "../model/words";
import { clock, DAY, isoDay, MINUTE, zoneName } from "../model/zone";

/** In a chart with more moves than this, those of one time and status are one line. */
const SINGLE_LINES = 24;

/** What Mermaid can say of a status; the symbol in the name says the rest. */
const TAGS: Readonly<Record<Tone, string>> = {
  planned: "",
  inquiring: "",
  scheduled: "",
  executing: "active, ",
  done: "done, ",
  failed: "crit, ",
  attention: "crit, ",
  other: "",
};

/** One day's hours. A day to a chart, because over a week a move would be a hair's breadth. */
export function gantt(plan: ReportPlan, day: Day): string {
  const hours = hoursOf(plan, [day]);
  const [first, last] = [hours[0]?.from ?? 0, hours.at(-1)?.to ?? DAY];
  const exclusions = day.exclusions
    .map(({ from, to, reason }) => ({
      reason,
      // Only what falls on the hours that anything else is about: a whole day would squeeze them.
      from: Math.max(from, day.wall + first),
      to: Math.min(to, day.wall + last),
    }))
    .filter(({ from, to }) => from < to);
  const lines = [
    "gantt",
    `  title ${task(day.name)}, ${task(zoneName(plan.timeZone))}`,
    "  dateFormat YYYY-MM-DD HH:mm",
    "  axisFormat %H:%M",
    ...(day.windows.length + exclusions.length > 0 ? ["  section Windows"] : []),
    ...day.windows.map(({ start, end }) =>
      bar(`window ${stretch(day.wall, start, end)}`, "", start, end - start),
    ),
    ...exclusions.map(({ from, to, reason }) => bar(`excluded, ${reason}`, "done, ", from, to - from)),
    ...lanesOf(day.rows).flatMap(({ name: lane, rows }) => [
      `  section ${task(lane) || "Instances"}`,
      ...marksOf(plan, rows, day.rows.length > SINGLE_LINES).map(({ name, tone, wall }) =>
        bar(name, TAGS[tone], wall, 15 * MINUTE),
      ),
    ]),
  ];
  return ["```mermaid", ...lines, "```"].join("\n");
}

function bar(name: string, tags: string, wall: number, length: number): string {
  const minutes = Math.max(1, Math.round(length / MINUTE));
  return `  ${task(name)} :${tags}${isoDay(wall)} ${clock(wall).slice(0, 5)}, ${minutes}m`;
}

interface Mark {
  name: string;
  tone: Tone;
  wall: number;
}

function marksOf(plan: ReportPlan, rows: readonly ReportRow[], together: boolean): Mark[] {
  if (!together) {
    return rows.map((row) => ({
      name: `${SYMBOLS[row.tone]} ${row.resourceId} ${row.status}`,
      tone: row.tone,
      wall: wallOf(plan, row),
    }));
  }
  const marks = new Map<string, Mark & { status: string; count: number }>();
  for (const row of rows) {
    const wall = wallOf(plan, row);
    const key = `${clock(wall)} ${row.status}`;
    const mark = marks.get(key) ?? { name: "", tone: row.tone, wall, status: row.status, count: 0 };
    marks.set(key, { ...mark, count: mark.count + 1 });
  }
  return [...marks.values()].map(({ tone, wall, status, count: number }) => ({
    name: `${SYMBOLS[tone]} ${number} ${status}`,
    tone,
    wall,
  }));
}

/** A name in Mermaid: colons end it, semicolons and hashes and percent signs mean something. */
function task(name: string): string {
  return printable(name)
    .replace(/:/g, "∶")
    .replace(/[;#%"<>{}`\\]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
