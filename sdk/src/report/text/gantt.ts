import { hoursOf, lanesOf } from "../columns/charts";
import { type Day, stretch, wallOf } from "../columns/days";
import { isToBeOrdered } from "../model/ahead";
import type { ReportPlan, ReportRow, Tone } from "../model/report";
import { SYMBOLS } from "../model/tones";
import { moves, printable } from "../model/words";
import { clock, DAY, HOUR, isoDay, MINUTE, zoneName } from "../model/zone";

/** GitLab draws charts of so many characters in all on a page; a longer one waits for a click. */
export const DRAWN = 2_000;

/** In a chart with more moves than this, they are counted by the quarter of an hour. */
const SINGLE_LINES = 24;
const QUARTER = 15 * MINUTE;
const LONGEST_NAME = 40;

/**
 * How Mermaid colours a bar; the symbol in its name says the rest. What is open is `active`, what is closed `done`, so that moves,
 * which are neither before they have ended, stand out from both.
 */
const TAGS: Readonly<Record<Tone, string>> = {
  planned: "",
  inquiring: "",
  scheduled: "",
  executing: "",
  done: "done, ",
  failed: "crit, ",
  attention: "crit, ",
  other: "",
};
const OPEN = "active, ";
const CLOSED = "done, ";

/** How the moves of a day are drawn, from fine to coarse. */
interface Grain {
  /** How long the bars are that count moves; nothing where each move has its own. */
  step?: number;
  lanes: boolean;
  statuses: boolean;
}

const COARSER: readonly Grain[] = [
  { step: QUARTER, lanes: true, statuses: true },
  { step: QUARTER, lanes: false, statuses: true },
  { step: HOUR, lanes: false, statuses: true },
  { step: HOUR, lanes: false, statuses: false },
];

/**
 * One day's hours. A day to a chart, because over a week a move would be a hair's breadth. As fine as fits into
 * {@link DRAWN}; nothing where that is not possible.
 */
export function gantt(plan: ReportPlan, day: Day): string {
  const grains = day.rows.length > SINGLE_LINES ? COARSER : [{ lanes: true, statuses: true }, ...COARSER];
  for (const grain of grains) {
    const chart = chartOf(plan, day, grain);
    if (chart.length <= DRAWN) return chart;
  }
  return "";
}

function chartOf(plan: ReportPlan, day: Day, grain: Grain): string {
  const ground = groundOf(plan, day);
  const lanes = grain.lanes ? lanesOf(plan, day.rows) : [{ name: "", rows: day.rows }];
  return [
    "gantt",
    `  title ${task(day.name)}, ${task(zoneName(plan.timeZone))}`,
    "  dateFormat YYYY-MM-DD HH:mm",
    "  axisFormat %H:%M",
    ...(ground.length > 0 ? ["  section Windows", ...ground] : []),
    ...lanes.flatMap(({ name, rows }) => [
      `  section ${task(name) || "Instances"}`,
      ...(grain.step === undefined
        ? rows.map((row) => ownBar(plan, row))
        : counts(plan, rows, grain.step, grain)),
    ]),
  ].join("\n");
}

/** When moves may start, and when not. */
function groundOf(plan: ReportPlan, day: Day): string[] {
  const hours = hoursOf(plan, [day]);
  const [first, last] = [day.wall + (hours[0]?.from ?? 0), day.wall + (hours.at(-1)?.to ?? DAY)];
  const name = (what: string, from: number, to: number): string => `${what} ${stretch(day.wall, from, to)}`;
  return [
    ...day.windows.flatMap(({ start, end, lastStart = end }) => {
      const close = Math.min(Math.max(lastStart, start), end);
      return [
        ...(start < close ? [bar(name("open", start, close), OPEN, start, close - start)] : []),
        ...(close < end ? [bar(name("cutoff", close, end), CLOSED, close, end - close)] : []),
      ];
    }),
    ...day.exclusions.flatMap(({ from, to, reason }) => {
      // Only what falls on the hours that anything else is about: a whole day would squeeze them.
      const [start, end] = [Math.max(from, first), Math.min(to, last)];
      return start < end ? [bar(`excluded, ${reason}`, CLOSED, start, end - start)] : [];
    }),
  ];
}

function ownBar(plan: ReportPlan, row: ReportRow): string {
  const { instanceName, resourceId, change, status, tone } = row;
  const what = isToBeOrdered(row) ? (change ?? status) : status;
  return bar(
    `${SYMBOLS[tone]} ${short(instanceName ?? resourceId)} ${what}`,
    TAGS[tone],
    wallOf(plan, row),
    QUARTER,
  );
}

/** `● 12 Scheduled`, or `12 moves`, for each step in which there are any. */
function counts(plan: ReportPlan, rows: readonly ReportRow[], step: number, { statuses }: Grain): string[] {
  const bars = new Map<string, { wall: number; tone: Tone; status: string; count: number }>();
  for (const row of rows) {
    if (!statuses && !row.moves) continue;
    const wall = Math.floor(wallOf(plan, row) / step) * step;
    const status = statuses ? row.status : "";
    const key = `${wall} ${status}`;
    const known = bars.get(key) ?? { wall, tone: row.tone, status, count: 0 };
    bars.set(key, { ...known, count: known.count + 1 });
  }
  return [...bars.values()].map(({ wall, tone, status, count }) =>
    statuses
      ? bar(`${SYMBOLS[tone]} ${count} ${status}`, TAGS[tone], wall, step)
      : bar(moves(count), "", wall, step),
  );
}

function bar(name: string, tags: string, wall: number, length: number): string {
  const minutes = Math.max(1, Math.round(length / MINUTE));
  return `  ${task(short(name))} :${tags}${isoDay(wall)} ${clock(wall).slice(0, 5)}, ${minutes}m`;
}

function short(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/** A name in Mermaid: colons end it, semicolons and hashes and percent signs mean something. */
function task(name: string): string {
  return printable(name)
    .replace(/:/g, "∶")
    .replace(/[;#%"<>{}`\\]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
