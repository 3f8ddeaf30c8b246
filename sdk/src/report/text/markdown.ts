import { type Day, factsOf, hoursOf, lanesOf, type Section, sectionsOf, stretch } from "../columns/days";
import type { Report, ReportPlan, ReportRow, Tone } from "../model/report";
import { SYMBOLS } from "../model/tones";
import {
  type Common,
  commonOf,
  daysOfAll,
  headingOf,
  noPlans,
  remarksOf,
  sentenceOf,
} from "../columns/summary";
import { count, moves, printable } from "../model/words";
import { clock, DAY, isoDay, MINUTE, wallTime, wholeSeconds, zoneName } from "../model/zone";

/** A table longer than this is folded away. */
const OPEN_ROWS = 12;
/** In a chart with more moves than this, those of one time and status are one line. */
const SINGLE_LINES = 24;

/**
 * The report as Markdown for a pull request: days, a Mermaid chart of each (which GitHub and GitLab draw), tables.
 *
 * @example
 * ```ts
 * await writeFile("timeline.md", toMarkdown(readReport(text)));
 * ```
 */
export function toMarkdown(report: Report): string {
  const blocks = report.plans.map(planBlock);
  if (report.plans.length === 0) blocks.push(noPlans(report));
  if (report.plans.length > 1) blocks.unshift(overview(report));
  return `${["## Migration timeline", ...blocks].join("\n\n")}\n`;
}

function overview(report: Report): string {
  const days = daysOfAll(report);
  return days
    .map(({ name, total, parts }) => `- **${text(name)}**: ${moves(total)} (${text(parts.join(", "))})`)
    .join("\n");
}

function planBlock(plan: ReportPlan): string {
  const common = commonOf(plan.rows);
  const shared = [common.dataPolicy, ...common.notes].filter(Boolean).join(", ");
  const statuses = plan.totals.statuses.map(
    ({ status, tone, count: number }) => `${SYMBOLS[tone]} ${number} ${text(status)}`,
  );
  const sections = sectionsOf(plan);
  const days = sections.length > 1 ? sections.map((each) => `- ${summaryOf(each)}`).join("\n") : "";
  return [
    `### ${text(headingOf(plan))}`,
    `${text(sentenceOf(plan))}${shared ? `. All of them: ${text(shared)}` : ""}.`,
    statuses.join(" · "),
    ...plan.notices.map((notice) => `> **Note:** ${text(notice)}`),
    days,
    ...sections.map((section) => sectionBlock(plan, section, common)),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function summaryOf(section: Section): string {
  return `**${text(section.name)}**: ${moves(section.rows.length)}`;
}

function sectionBlock(plan: ReportPlan, section: Section | Day, common: Common): string {
  const zone = section.kind === "day" ? `, ${zoneName(plan.timeZone)}` : "";
  const rows = table(plan, section, common);
  const folded = section.rows.length > OPEN_ROWS;
  return [
    `#### ${text(section.name)}${text(zone)}: ${moves(section.rows.length)}`,
    factsOf(section).map(text).join(" · "),
    "wall" in section ? gantt(plan, section) : "",
    folded
      ? `<details>\n<summary>${count(section.rows.length, "instance")}</summary>\n\n${rows}\n\n</details>`
      : rows,
  ]
    .filter(Boolean)
    .join("\n\n");
}

interface Column {
  title: string;
  text: (row: ReportRow) => string;
}

function table({ timeZone }: ReportPlan, { kind, rows }: Section, common: Common): string {
  const local = ({ at }: ReportRow): string =>
    typeof at === "number" ? clock(wholeSeconds(wallTime(timeZone, at))) : "";
  const utc = ({ utc: time = "" }: ReportRow): string => time.slice(5, 16).replace("T", " ");
  const columns: Column[] = [
    ...(kind === "day" ? [{ title: timeZone === "UTC" ? "UTC" : "Local", text: local }] : []),
    ...(kind === "day" && timeZone !== "UTC" ? [{ title: "UTC", text: utc }] : []),
    { title: "Instance", text: ({ resourceId }) => resourceId },
    { title: "Group", text: ({ group = "" }) => group },
    { title: "Wave", text: ({ wave }) => (wave === undefined ? "" : String(wave)) },
    {
      title: "Data",
      text: ({ dataPolicy = "" }) => (common.dataPolicy === undefined ? dataPolicy : ""),
    },
    { title: "Status", text: ({ status, tone }) => `${SYMBOLS[tone]} ${status}` },
    { title: "Remarks", text: (row) => remarksOf(row, common).join("; ") },
  ];
  const shown = columns
    .map(({ title, text: of }) => ({ title, cells: rows.map((row) => text(of(row))) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(shown.map(({ title }) => title)),
    line(shown.map(() => "---")),
    ...rows.map((_, index) => line(shown.map(({ cells }) => cells[index] ?? ""))),
  ].join("\n");
}

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
function gantt(plan: ReportPlan, day: Day): string {
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

function marksOf({ timeZone }: ReportPlan, rows: readonly ReportRow[], together: boolean): Mark[] {
  const wallOf = ({ at }: ReportRow): number =>
    wholeSeconds(wallTime(timeZone, typeof at === "number" ? at : 0));
  if (!together) {
    return rows.map((row) => ({
      name: `${SYMBOLS[row.tone]} ${row.resourceId} ${row.status}`,
      tone: row.tone,
      wall: wallOf(row),
    }));
  }
  const marks = new Map<string, Mark & { status: string; count: number }>();
  for (const row of rows) {
    const wall = wallOf(row);
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

/** Text of others in Markdown, inside a table too. */
function text(of: string): string {
  return (
    printable(of)
      .replace(/[\\`*_[\]#|~!]/g, "\\$&")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      // Neither mentions somebody nor becomes a link.
      .replace(/@/g, "&#64;")
      .replace(/:\/\//g, "&#58;//")
  );
}
