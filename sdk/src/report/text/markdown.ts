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
import { losesData } from "../model/ahead";
import type { Report, ReportPlan } from "../model/report";
import { SYMBOLS } from "../model/tones";
import { moves, movesIn, printable } from "../model/words";
import { zoneName } from "../model/zone";
import { cellText } from "./cell";
import { type Block, fitted, sizeOf } from "./fitted";
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
/** More days than this are counted instead of listed, and more errors and statuses. */
const LISTED = 60;
const ERRORS = 20;
const STATUSES = 20;
/** In characters. */
const LONGEST_NAME = 100;
/** Of one text, in bytes as it is written. The reason comes first in an error; a stack trace may follow. */
const LONGEST_TEXT = 1_500;

/**
 * The report as Markdown for a pull request: days, a Mermaid chart of each (which GitHub and GitLab draw), tables. It stays
 * below 1 MiB: what does not fit is left out, alerts and errors last, and it says so.
 *
 * @example
 * ```ts
 * await writeFile("timeline.md", toMarkdown(readReport(text)));
 * ```
 */
export function toMarkdown(report: Report, options: MarkdownOptions = {}): string {
  assertValid(OPTIONS, options, "toMarkdown");
  const { short = false } = options;
  const named = { ...report, plans: report.plans.map((plan) => ({ ...plan, name: nameOf(plan) })) };
  const [incomplete, ...errors] = shortcomingsOf(named);
  const top = [
    "## Migration timeline",
    incomplete === undefined ? "" : errorLine(incomplete),
    report.plans.length === 0 ? noPlans(report) : "",
  ];
  const plans = named.plans.flatMap((plan) => planBlocks(plan, short));
  const overviewLines = [
    report.plans.length > 1 ? overview(named) : "",
    waiting(plans.flatMap((block) => ("chart" in block ? block.chart.length : []))),
  ];
  const blocks = [
    { text: joined(top), worth: "top" as const, is: { kind: "top" as const } },
    ...errorBlocks(errors),
    { text: joined(overviewLines), worth: "details" as const, is: { kind: "overview" as const } },
    ...plans,
  ];
  return `${fitted(
    blocks.filter((block) => block.text !== ""),
    short ? LONGEST.short : LONGEST.whole,
  )}\n`;
}

function joined(parts: readonly string[]): string {
  return parts.filter(Boolean).join("\n\n");
}

function nameOf({ name }: ReportPlan): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
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
    line: `- **${text(name)}**: ${moves(total)} (${firstOf(
      parts.map((part) => text(part)),
      8,
    )})`,
    moving: total,
  }));
  return listed(days);
}

function planBlocks(plan: ReportPlan, short: boolean): (Block | SectionBlock)[] {
  const common = commonOf(plan.rows);
  const shared = [common.dataPolicy, ...common.notes].filter(Boolean).join(", ");
  const statuses = plan.totals.statuses.map(
    ({ status, tone, count }) => `${SYMBOLS[tone]} ${count} ${text(status, LONGEST_NAME)}`,
  );
  const sections = sectionsOf(plan);
  const days = sections.map(({ name, rows }) => ({
    line: `- **${text(name)}**: ${movesIn(rows)}`,
    moving: rows.filter((row) => row.moves).length,
  }));
  const all = sentenceOf(plan);
  const head: Block = {
    text: joined([
      `### ${text(headingOf(plan))}`,
      `**${text(capitalised(plan.headline))}**`,
      ...plan.alerts.map((alert) => `> [!CAUTION]\n> ${text(alert)}`),
    ]),
    worth: plan.rows.some(losesData)
      ? "data loss"
      : plan.alerts.length + plan.errors.length > 0
        ? "alert"
        : "plan",
    is: { kind: "plan", alerts: plan.alerts.length },
  };
  const details = joined([
    [all === plan.headline ? "" : text(capitalised(all)), shared && `All of them: ${text(shared)}`]
      .filter(Boolean)
      .map((sentence) => `${sentence}.`)
      .join(" "),
    firstOf(statuses, STATUSES, " · "),
    ...plan.notices.map((notice) => `> **Note:** ${text(notice)}`),
    sections.length > 1 || short ? listed(days) : "",
  ]);
  return [
    head,
    ...errorBlocks(plan.errors, head),
    { text: details, worth: "details", is: { kind: "details" }, under: head },
    ...(short ? [] : sections.map((section) => sectionBlock(plan, section, { common, under: head }))),
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

function errorBlocks(errors: readonly string[], under?: Block): Block[] {
  const more = errors.length - ERRORS;
  const lines = [
    ...errors.slice(0, ERRORS).map((error) => ({ line: errorLine(error), count: 1 })),
    ...(more > 0 ? [{ line: errorLine(counted(more, "more error")), count: more }] : []),
  ];
  return lines.map(({ line, count }, index) => ({
    text: line,
    worth: index === 0 ? "error" : "more errors",
    is: { kind: "errors", count },
    ...(under && { under }),
  }));
}

function errorLine(error: string): string {
  return `> **Error:** ${text(error)}`;
}

interface SectionBlock extends Block {
  chart: string;
}

function sectionBlock(
  plan: ReportPlan,
  section: Section | Day,
  { common, under }: { common: Common; under: Block },
): SectionBlock {
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
    text: joined(parts),
    worth: "day",
    is: {
      kind: "day",
      name: `${text(section.name)} (${text(plan.name)})`,
      instances: section.rows.length,
    },
    under,
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

/** Text of others in Markdown, inside a table too, in so many bytes. */
function text(of: string, longest = LONGEST_TEXT): string {
  const start = printable(of).slice(0, longest + 1);
  const whole = escaped(start);
  if (sizeOf(whole) <= longest) return whole;
  let cut = "";
  let room = longest - sizeOf("…");
  // Not within what stands for one character.
  for (const [sign] of whole.matchAll(/&#?\w+;|\\.|./gsu)) {
    room -= sizeOf(sign);
    if (room < 0) break;
    cut += sign;
  }
  return `${cut}…`;
}

function escaped(of: string): string {
  return (
    of
      .replace(/[\\`*_[\]#|~!]/g, "\\$&")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      // Neither mentions somebody nor becomes a link.
      .replace(/@/g, "&#64;")
      .replace(/:\/\//g, "&#58;//")
  );
}
