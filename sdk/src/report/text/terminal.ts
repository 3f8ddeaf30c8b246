import { type Day, factsOf, type Section, sectionsOf } from "../columns/days";
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
import { moves, printable } from "../model/words";
import { clock, isoDay, wallTime, wholeSeconds, zoneName } from "../model/zone";

export interface TerminalOptions {
  /** Columns of the terminal; lines are not cut where it is left out. */
  width?: number;
  /** No escape sequences unless told. */
  colour?: boolean;
}

/**
 * The report as lines of text: a heading for each day, a line for each instance.
 *
 * @example
 * ```ts
 * process.stdout.write(toTerminal(readReport(text), { width: process.stdout.columns, colour: process.stdout.isTTY }));
 * ```
 */
export function toTerminal(report: Report, { width, colour = false }: TerminalOptions = {}): string {
  const style = colour ? COLOURED : PLAIN;
  const limit = width ?? Number.POSITIVE_INFINITY;
  const blocks = report.plans.map((plan) => planBlock(plan, limit, style));
  if (report.plans.length === 0) blocks.push(noPlans(report));
  if (report.plans.length > 1) blocks.unshift(overview(report, limit, style));
  return blocks.join("\n\n") + "\n";
}

/** Escape sequences by their number; the bare text without colour. */
type Style = (text: string, ...codes: number[]) => string;
const PLAIN: Style = (text) => text;
const COLOURED: Style = (text, ...codes) => `\u001b[${codes.join(";")}m${text}\u001b[0m`;

const BOLD = 1;
const DIM = 2;
const CODES: Readonly<Record<Tone, number>> = {
  planned: 39,
  inquiring: 36,
  scheduled: 34,
  executing: 35,
  done: 32,
  failed: 31,
  attention: 33,
  other: 39,
};

function overview(report: Report, limit: number, style: Style): string {
  const days = daysOfAll(report);
  const lines = days.map(({ name, total, parts }) => `  ${name}: ${moves(total)} (${parts.join(", ")})`);
  return [style("All plans", BOLD), ...lines.map((line) => cut(printable(line), limit))].join("\n");
}

function planBlock(plan: ReportPlan, limit: number, style: Style): string {
  const common = commonOf(plan.rows);
  const shared = [common.dataPolicy, ...common.notes].filter(Boolean).join(", ");
  const statuses = inLines(
    plan.totals.statuses.map(({ status, tone, count }) => ({
      text: `${SYMBOLS[tone]} ${count} ${printable(status)}`,
      code: CODES[tone],
    })),
    limit,
    style,
  );
  const head = [
    ...wrap(printable(`${headingOf(plan)}: ${sentenceOf(plan)}`), limit).map((line) => style(line, BOLD)),
    ...statuses,
    ...(shared ? [cut(printable(`  all of them: ${shared}`), limit)] : []),
    ...plan.notices
      .flatMap((notice) => wrap(`! ${notice}`, limit))
      .map((line) => style(line, CODES.attention)),
  ];
  const sections = sectionsOf(plan).map((section) => sectionBlock(plan, section, common, limit, style));
  return [head.join("\n"), ...sections].join("\n\n");
}

function sectionBlock(
  plan: ReportPlan,
  section: Section | Day,
  common: Common,
  limit: number,
  style: Style,
): string {
  const zone = section.kind === "day" ? `, ${zoneName(plan.timeZone)}` : "";
  const heading = cut(printable(`${section.name}${zone}: ${moves(section.rows.length)}`), limit);
  const facts = factsOf(section).map((fact) => style(cut(`  ${printable(fact)}`, limit), DIM));
  return [style(heading, BOLD), ...facts, ...table(plan, section, common, limit, style)].join("\n");
}

interface Column {
  title: string;
  text: (row: ReportRow) => string;
  /** The first to go where the terminal is too narrow; `0` stays. */
  leaves: number;
  code?: (row: ReportRow) => number;
}

function table(
  plan: ReportPlan,
  { kind, rows }: Section,
  common: Common,
  limit: number,
  style: Style,
): string[] {
  const columns: Column[] = [
    ...(kind === "day" ? timeColumns(plan) : []),
    { title: "INSTANCE", text: ({ resourceId }) => resourceId, leaves: 0 },
    { title: "GROUP", text: ({ group = "" }) => group, leaves: 3 },
    { title: "WAVE", text: ({ wave }) => (wave === undefined ? "" : String(wave)), leaves: 4 },
    {
      title: "DATA",
      text: ({ dataPolicy = "" }) => (common.dataPolicy === undefined ? dataPolicy : ""),
      leaves: 5,
    },
    {
      title: "STATUS",
      text: ({ status, tone }) => `${SYMBOLS[tone]} ${status}`,
      leaves: 0,
      code: ({ tone }) => CODES[tone],
    },
    { title: "EVENT", text: ({ eventId }) => eventId, leaves: 1 },
    { title: "", text: (row) => remarksOf(row, common).join("; "), leaves: 0 },
  ];
  return layOut(columns, rows, limit, style);
}

function timeColumns({ timeZone }: ReportPlan): Column[] {
  const local = ({ at }: ReportRow): string =>
    typeof at === "number" ? clock(wholeSeconds(wallTime(timeZone, at))) : "";
  // With its date, which is often not the local one.
  const utc = ({ at }: ReportRow): string =>
    typeof at === "number" ? `${isoDay(at).slice(5)} ${clock(wholeSeconds(at))}Z` : "";
  return [
    { title: "TIME", text: local, leaves: 0 },
    ...(timeZone === "UTC" ? [] : [{ title: "UTC", text: utc, leaves: 2 }]),
  ];
}

const GAP = "  ";
/** What a remark needs beside its row: a request id is nearly as long, and cannot be broken. */
const REMARK = 40;

function layOut(
  columns: readonly Column[],
  rows: readonly ReportRow[],
  limit: number,
  style: Style,
): string[] {
  const cells = columns.map((column) => ({ column, texts: rows.map((row) => printable(column.text(row))) }));
  let shown = cells.filter(({ texts }) => texts.some((text) => text !== ""));
  const widthOf = ({ column, texts }: (typeof cells)[number]): number =>
    Math.max(column.title.length, ...texts.map((text) => text.length));
  const total = (): number =>
    // Remarks, without a title, come last and may be wrapped; they only need room to be of use.
    shown.reduce((sum, cell) => sum + GAP.length + (cell.column.title ? widthOf(cell) : REMARK), 0);
  while (total() > limit) {
    const [leaving] = shown
      .filter(({ column }) => column.leaves > 0)
      .sort((a, b) => a.column.leaves - b.column.leaves);
    if (!leaving) break;
    shown = shown.filter((cell) => cell !== leaving);
  }

  const titled = shown.filter(({ column }) => column.title);
  const remarks = shown.find(({ column }) => !column.title);
  const indent = titled.reduce((sum, cell) => sum + GAP.length + widthOf(cell), GAP.length);
  const line = (textOf: (cell: (typeof cells)[number]) => string): string =>
    titled.map((cell) => GAP + textOf(cell)).join("");
  const header = line((cell) => cell.column.title.padEnd(widthOf(cell))).trimEnd();
  return [
    style(cut(header, limit), DIM),
    ...rows.flatMap((row, index) => {
      const text = line((cell) => {
        const padded = (cell.texts[index] ?? "").padEnd(widthOf(cell));
        return cell.column.code ? style(padded, cell.column.code(row)) : padded;
      });
      const remark = remarks?.texts[index] ?? "";
      if (remark === "") return [text.trimEnd()];
      const room = limit - indent;
      // Where there is no room beside the row, its remark goes below it.
      if (room < REMARK) return [text.trimEnd(), ...wrap(remark, limit - 4).map((part) => `    ${part}`)];
      const [first = "", ...more] = wrap(remark, room);
      return [text + GAP + first, ...more.map((part) => " ".repeat(indent) + part)];
    }),
  ];
}

/** Short texts side by side, as many as fit in a line. */
function inLines(items: readonly { text: string; code: number }[], limit: number, style: Style): string[] {
  const lines: (typeof items)[number][][] = [];
  let length = 0;
  for (const item of items) {
    length += GAP.length + item.text.length;
    if (lines.length === 0 || length > limit) {
      lines.push([]);
      length = GAP.length + item.text.length;
    }
    lines.at(-1)?.push(item);
  }
  return lines.map((line) => line.map(({ text, code }) => GAP + style(text, code)).join(""));
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, Math.max(0, limit - 1))}…` : text;
}

/** Lines of at most `limit` characters, broken between words. */
function wrap(text: string, limit: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > limit) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
