import { counted } from "@pulumi-ens/provider/plan";
import { columnsOf } from "../columns/columns";
import { type Day, type Section, sectionsOf } from "../columns/days";
import { factsOf } from "../columns/facts";
import {
  type Common,
  commonOf,
  daysOfAll,
  headingOf,
  noPlans,
  openingOf,
  shortcomingsOf,
} from "../columns/summary";
import type { Report, ReportPlan } from "../model/report";
import { SYMBOLS } from "../model/tones";
import { moves, movesIn, printable } from "../model/words";
import { zoneName } from "../model/zone";
import { cellText } from "./cell";
import { gantt } from "./gantt";

/** A table longer than this is folded away. */
const OPEN_ROWS = 12;
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
  const shortcomings = shortcomingsOf(report).map((each) => `> **Error:** ${text(each)}`);
  return `${["## Migration timeline", ...shortcomings, ...blocks].join("\n\n")}\n`;
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
    ({ status, tone, count }) => `${SYMBOLS[tone]} ${count} ${text(status)}`,
  );
  const sections = sectionsOf(plan);
  const days = sections.length > 1 ? sections.map((each) => `- ${summaryOf(each)}`).join("\n") : "";
  return [
    `### ${text(headingOf(plan))}`,
    `${text(openingOf(plan))}${shared ? `. All of them: ${text(shared)}` : ""}.`,
    statuses.join(" · "),
    ...plan.alerts.map((alert) => `> [!CAUTION]\n> ${text(alert)}`),
    ...plan.errors.map((error) => `> **Error:** ${text(error)}`),
    ...plan.notices.map((notice) => `> **Note:** ${text(notice)}`),
    days,
    ...sections.map((section) => sectionBlock(plan, section, common)),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function summaryOf(section: Section): string {
  return `**${text(section.name)}**: ${movesIn(section.rows)}`;
}

function sectionBlock(plan: ReportPlan, section: Section | Day, common: Common): string {
  const zone = section.kind === "day" ? `, ${zoneName(plan.timeZone)}` : "";
  const rows = table(plan, section, common);
  const folded = section.rows.length > OPEN_ROWS;
  return [
    `#### ${text(section.name)}${text(zone)}: ${movesIn(section.rows)}`,
    factsOf(section).map(text).join(" · "),
    "wall" in section ? gantt(plan, section) : "",
    folded
      ? `<details>\n<summary>${counted(section.rows.length, "instance")}</summary>\n\n${rows}\n\n</details>`
      : rows,
  ]
    .filter(Boolean)
    .join("\n\n");
}

function table(plan: ReportPlan, { rows }: Section, common: Common): string {
  const columns = columnsOf(plan, rows, common);
  // Blanks are for those who read the source; in a long table they would fill the comment.
  const gap = rows.length > OPEN_ROWS ? "" : " ";
  const line = (cells: readonly string[]): string => `|${gap}${cells.join(`${gap}|${gap}`)}${gap}|`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(columns.map((column) => text(cellText(column, row))))),
  ].join("\n");
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
