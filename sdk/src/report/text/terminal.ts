import { assertValid, flag, strict } from "@pulumi-ens/provider/strict";
import * as v from "valibot";
import { columnsOf } from "../columns/columns";
import { type Day, type Section, sectionsOf } from "../columns/days";
import { factsOf, plainFact } from "../columns/facts";
import {
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
import { BOLD, CODES, COLOURED, cut, DIM, inLines, PLAIN, REVERSED, type Style, wrap } from "./terminalLines";
import { terminalTable } from "./terminalTable";

export interface TerminalOptions {
  /** Columns of the terminal. Default: lines are not cut. */
  width?: number;
  /** Whether to colour with escape sequences. Default: false. */
  colour?: boolean;
  /** Totals, days and alerts, without tables. Default: false. */
  short?: boolean;
}

const OPTIONS = strict(
  {
    width: v.optional(v.number("must be a number of columns")),
    colour: v.optional(flag),
    short: v.optional(flag),
  } satisfies Record<keyof TerminalOptions, v.GenericSchema>,
  "its options",
);

/**
 * The report as lines of text: a heading for each day, a line for each instance.
 *
 * @example
 * ```ts
 * process.stdout.write(toTerminal(readReport(text), { width: process.stdout.columns, colour: process.stdout.isTTY }));
 * ```
 */
export function toTerminal(report: Report, options: TerminalOptions = {}): string {
  assertValid(OPTIONS, options, "toTerminal");
  const { width, colour = false, short = false } = options;
  const style = colour ? COLOURED : PLAIN;
  const limit = width ?? Number.POSITIVE_INFINITY;
  const blocks = report.plans.map((plan) => planBlock(plan, limit, style, short));
  if (report.plans.length === 0) blocks.push(noPlans(report));
  if (report.plans.length > 1) blocks.unshift(overview(report, limit, style));
  const shortcomings = warnings(shortcomingsOf(report), CODES.failed, limit, style);
  if (shortcomings.length > 0) blocks.unshift(shortcomings.join("\n"));
  return blocks.join("\n\n") + "\n";
}

function overview(report: Report, limit: number, style: Style): string {
  const days = daysOfAll(report);
  const lines = days.map(({ name, total, parts }) => `  ${name}: ${moves(total)} (${parts.join(", ")})`);
  return [style("All plans", BOLD), ...lines.map((line) => cut(printable(line), limit))].join("\n");
}

function planBlock(plan: ReportPlan, limit: number, style: Style, short: boolean): string {
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
  const all = sentenceOf(plan);
  const head = [
    ...wrap(printable(`${headingOf(plan)}: ${plan.headline}`), limit).map((line) => style(line, BOLD)),
    ...alerts(plan.alerts, limit, style),
    ...(all === "" || all === plan.headline
      ? []
      : wrap(printable(all), limit - 2).map((line) => `  ${line}`)),
    ...statuses,
    ...(shared ? [cut(printable(`  all of them: ${shared}`), limit)] : []),
    ...warnings(plan.errors, CODES.failed, limit, style),
    ...warnings(plan.notices, CODES.attention, limit, style),
  ];
  if (short) {
    const days = sectionsOf(plan).map((section) => cut(`  ${headOf(plan, section)}`, limit));
    return [...head, ...days].join("\n");
  }
  const sections = sectionsOf(plan).map((section) => sectionBlock(plan, section, common, limit, style));
  return [head.join("\n"), ...sections].join("\n\n");
}

/** They must not look like notes: with a word of their own, and on a ground where there are colours. */
function alerts(texts: readonly string[], limit: number, style: Style): string[] {
  return texts
    .flatMap((text) => wrap(`!! CAUTION: ${printable(text)}`, limit))
    .map((line) => style(line, BOLD, REVERSED, CODES.failed));
}

function warnings(texts: readonly string[], code: number, limit: number, style: Style): string[] {
  return texts.flatMap((text) => wrap(`! ${printable(text)}`, limit)).map((line) => style(line, code));
}

function sectionBlock(
  plan: ReportPlan,
  section: Section | Day,
  common: Common,
  limit: number,
  style: Style,
): string {
  const heading = cut(headOf(plan, section), limit);
  const facts = factsOf(section).map((fact) => style(cut(`  ${printable(plainFact(fact))}`, limit), DIM));
  return [
    style(heading, BOLD),
    ...facts,
    ...terminalTable(columnsOf(plan, section.rows, common), section.rows, limit, style),
  ].join("\n");
}

/** `Saturday 2026-12-05, Asia/Shanghai: 8 moves`. */
function headOf({ timeZone }: ReportPlan, { kind, name, rows }: Section): string {
  return printable(`${name}${kind === "day" ? `, ${zoneName(timeZone)}` : ""}: ${movesIn(rows)}`);
}
