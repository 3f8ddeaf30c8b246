import { TYPE_TOKENS } from "../../provider/src/plan/typeToken";
import { hoursOf } from "../../sdk/src/report/columns/charts";
import { daysOf } from "../../sdk/src/report/columns/days";
import { readReport, type ReportPlan } from "../../sdk/src/report/index";
import { WIDE } from "../../sdk/src/report/page/dayAxis";
import { daySvg } from "../../sdk/src/report/page/daySvg";
import { definitions } from "../../sdk/src/report/page/glyphs";
import { chartStyles } from "../../sdk/src/report/page/styles";
import { weeksSvg } from "../../sdk/src/report/page/weeksSvg";
import type { Page } from "./pages";
import { type CheckedPlan, runPrograms } from "./programs";

/** A picture of a page: the report's chart of the program above it. */
export interface Picture {
  /** From the page's folder. */
  file: string;
  svg: string;
}

/** `images/NAME-calendar.svg` is the calendar of a plan, `images/NAME-day.svg` the timeline of its first day. */
export async function picturesOf(page: Page): Promise<Picture[]> {
  const lines = page.text.split("\n");
  const programs = await runPrograms(page);
  return lines.flatMap((line, index) => {
    const [, file, kind] = /^!\[.+\]\((images\/[\w-]+-(calendar|day)\.svg)\)$/.exec(line) ?? [];
    if (file === undefined) return [];
    const program = programs.filter(({ block }) => block.line < index).at(-1);
    const [plan] = program?.plans ?? [];
    if (!plan) throw new Error(`no plan above ${file}`);
    return [{ file, svg: standalone(kind === "day" ? day(reportOf(plan)) : weeks(reportOf(plan))) }];
  });
}

/** As `pulumi preview --json` would tell it. */
function reportOf({ name, inputs }: CheckedPlan): ReportPlan {
  const type = TYPE_TOKENS.dynamic;
  const step = { op: "create", urn: `urn:pulumi:dev::docs::${type}::${name}`, newState: { type, inputs } };
  const [plan] = readReport(JSON.stringify({ steps: [step] })).plans;
  if (!plan) throw new Error("the report has no plan");
  return plan;
}

function weeks(plan: ReportPlan): string {
  const chart = weeksSvg(plan);
  if (!chart) throw new Error("nothing moves");
  return chart.text;
}

function day(plan: ReportPlan): string {
  const days = daysOf(plan);
  const [first] = days;
  if (!first) throw new Error("nothing moves");
  return daySvg(plan, first, hoursOf(plan, days), WIDE).text;
}

/** What a page around it would give the chart: size, colours, shapes and a ground. */
function standalone(chart: string): string {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(chart) ?? [];
  const [, symbols] = /<defs>([\s\S]*)<\/defs>/.exec(definitions().text) ?? [];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="system-ui,sans-serif" `;
  const ground = `<style>${chartStyles()}</style><defs>${symbols}</defs><rect width="100%" height="100%" class="plate"/>`;
  return `${chart.replace(/^<svg\s/, head).replace(/<\/desc>/, `</desc>${ground}`)}\n`;
}
