import { counted, firstOf } from "@pulumi-ens/provider/plan";
import { assertValid, flag, strict } from "@pulumi-ens/provider/strict";
import * as v from "valibot";
import { columnsOf } from "../columns/columns";
import { type Day, type Section, sectionsOf } from "../columns/days";
import { factsOf, plainFact } from "../columns/facts";
import {
  capitalised,
  type Common,
  commonOf,
  daysOfAll,
  headingOf,
  noPlans,
  sentenceOf,
  shortcomingsOf,
} from "../columns/summary";
import type { Report, ReportPlan } from "../model/report";
import { SYMBOLS } from "../model/tones";
import { moves, movesIn, printable } from "../model/words";
import { zoneName } from "../model/zone";
import { cellText } from "./cell";
import { type Block, fitted } from "./fitted";
import { DRAWN, gantt } from "./gantt";

export interface MarkdownOptions {
  /** Totals, days and alerts, without charts and tables: less than 60,000 characters, which a comment holds. Default: false. */
  short?: boolean;
}

const OPTIONS = strict(
  { short: v.optional(flag) } satisfies Record<keyof MarkdownOptions, v.GenericSchema>,
  "its options",
);

/** In bytes, which are never fewer than characters. A comment on GitHub holds 65,536 characters, a job's summary 1 MiB. */
const LONGEST = { short: 58_000, whole: 1_000_000 };

/** A table longer than this is folded away. */
const OPEN_ROWS = 12;
/** More days than this are counted instead of listed, and more errors. */
const LISTED = 60;
const ERRORS = 20;
/** The reason comes first in an error; a stack trace may follow. */
const LONGEST_ERROR = 1_500;

/**
 * The report as Markdown for a pull request: days, a Mermaid chart of each (which GitHub and GitLab draw), tables. It stays
 * below 1 MiB: charts and tables that do not fit are left out from the last day on, and it says so.
 *
 * @example
 * ```ts
 * await writeFile("timeline.md", toMarkdown(readReport(text)));
 * ```
 */
export function toMarkdown(report: Report, options: MarkdownOptions = {}): string {
  assertValid(OPTIONS, options, "toMarkdown");
  const { short = false } = options;
  const head = [
    "## Migration timeline",
    ...errorLines(shortcomingsOf(report)),
    report.plans.length === 0 ? noPlans(report) : report.plans.length > 1 ? overview(report) : "",
  ];
  const planned = report.plans.flatMap((plan) => planBlocks(plan, short));
  head.push(waiting(planned.flatMap((block) => ("chart" in block ? block.chart.length : []))));
  const blocks = [{ kind: "head" as const, text: head.filter(Boolean).join("\n\n") }, ...planned];
  return `${fitted(blocks, short ? LONGEST.short : LONGEST.whole)}\n`;
}

/** GitLab goes on drawing until the charts before have as many characters. */
function waiting(charts: readonly number[]): string {
  let before = 0;
  const drawn = charts.filter((length) => {
    before += length;
    return before - length <= DRAWN;
  }).length;
  return drawn < charts.length
    ? `On GitLab, the charts after the first ${drawn === 1 ? "one" : String(drawn)} are drawn once you choose "Display".`
    : "";
}

function overview(report: Report): string {
  const days = daysOfAll(report).map(({ name, total, parts }) => ({
    line: `- **${text(name)}**: ${moves(total)} (${text(firstOf(parts, 8))})`,
    moving: total,
  }));
  return listed(days);
}

function planBlocks(plan: ReportPlan, short: boolean): Block[] {
  const common = commonOf(plan.rows);
  const shared = [common.dataPolicy, ...common.notes].filter(Boolean).join(", ");
  const statuses = plan.totals.statuses.map(
    ({ status, tone, count }) => `${SYMBOLS[tone]} ${count} ${text(status)}`,
  );
  const sections = sectionsOf(plan);
  const days = sections.map(({ name, rows }) => ({
    line: `- **${text(name)}**: ${movesIn(rows)}`,
    moving: rows.filter((row) => row.moves).length,
  }));
  const all = sentenceOf(plan);
  const head = [
    `### ${text(headingOf(plan))}`,
    `**${text(capitalised(plan.headline))}**`,
    ...plan.alerts.map((alert) => `> [!CAUTION]\n> ${text(alert)}`),
    [all === plan.headline ? "" : text(capitalised(all)), shared && `All of them: ${text(shared)}`]
      .filter(Boolean)
      .map((sentence) => `${sentence}.`)
      .join(" "),
    statuses.join(" · "),
    ...errorLines(plan.errors),
    ...plan.notices.map((notice) => `> **Note:** ${text(notice)}`),
    sections.length > 1 || short ? listed(days) : "",
  ];
  return [
    { kind: "head", text: head.filter(Boolean).join("\n\n") },
    ...(short ? [] : sections.map((section) => sectionBlock(plan, section, common))),
  ];
}

function listed(days: readonly { line: string; moving: number }[]): string {
  const others = days.slice(LISTED);
  const moving = others.reduce((sum, day) => sum + day.moving, 0);
  return [
    ...days.slice(0, LISTED).map(({ line }) => line),
    ...(others.length > 0 ? [`- ${counted(others.length, "more day")}: ${moves(moving)}`] : []),
  ].join("\n");
}

function errorLines(errors: readonly string[]): string[] {
  const more = errors.length - ERRORS;
  return [
    ...errors.slice(0, ERRORS).map((error) => {
      const start = error.length > LONGEST_ERROR ? `${error.slice(0, LONGEST_ERROR)}…` : error;
      return `> **Error:** ${text(start)}`;
    }),
    ...(more > 0 ? [`> **Error:** ${counted(more, "more error")}`] : []),
  ];
}

function sectionBlock(plan: ReportPlan, section: Section | Day, common: Common): Block {
  const zone = section.kind === "day" ? `, ${zoneName(plan.timeZone)}` : "";
  const rows = table(plan, section, common);
  const isFolded = section.rows.length > OPEN_ROWS;
  const chart = "wall" in section ? gantt(plan, section) : "";
  const parts = [
    `#### ${text(section.name)}${text(zone)}: ${movesIn(section.rows)}`,
    factsOf(section)
      .map((fact) => text(plainFact(fact)))
      .join(" · "),
    chart && ["```mermaid", chart, "```"].join("\n"),
    isFolded
      ? `<details>\n<summary>${counted(section.rows.length, "instance")}</summary>\n\n${rows}\n\n</details>`
      : rows,
  ];
  return {
    kind: "section",
    text: parts.filter(Boolean).join("\n\n"),
    name: `${text(section.name)} (${text(plan.name)})`,
    instances: section.rows.length,
    chart,
  };
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
