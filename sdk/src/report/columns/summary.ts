import { firstOf } from "@pulumi-ens/provider/plan";
import type { Report, ReportPlan, ReportRow } from "../model/report";
import { sentenceOf as sentence } from "../model/sentence";
import { dayName, zoneName } from "../model/zone";
import { daysOf } from "./days";

/** All there is to say without plans. */
export function noPlans({ source, errors }: Report): string {
  if (errors.length > 0) return "No migration plan is shown.";
  return source === "preview" ? "This changes no migration plan." : "There is no migration plan here.";
}

/** Each also says that it failed where it stands itself. */
const NAMED = 20;

/** What a reader must know before anything else, if the report is not all that there is: what it means, and each reason. */
export function shortcomingsOf({ source, plans, errors }: Report): string[] {
  const failed = plans.filter((plan) => plan.errors.length > 0);
  if (errors.length + failed.length === 0) return [];
  if (source !== "preview") return ["This report may not be complete.", ...errors];
  const names = firstOf(
    failed.map(({ name }) => name),
    NAMED,
  );
  const missing = names === "" ? "" : ` Not shown as planned: ${names}.`;
  return [
    `This preview failed, so this report is not complete.${missing} Pulumi stops at an error: plans that it had not reached ` +
      "are missing too, and its JSON does not name them.",
    ...errors,
  ];
}

/** What a plan's rows are, beside its headline: how many move when. */
export function sentenceOf(plan: ReportPlan): string {
  return plan.rows.length === 0 ? "" : sentence(plan.rows, plan.timeZone);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What all rows of a plan have in common is said once, so that each row shows only what is its own. */
export interface Common {
  dataPolicy?: string;
  notes: string[];
}

export function commonOf(rows: readonly ReportRow[]): Common {
  const [first, ...others] = rows;
  if (!first || others.length === 0) return { notes: [] };
  const { dataPolicy } = first;
  const shared = dataPolicy !== undefined && others.every((row) => row.dataPolicy === dataPolicy);
  return {
    ...(shared && { dataPolicy }),
    notes: first.notes.filter((note) => others.every(({ notes }) => notes.includes(note))),
  };
}

/** What is worth reading next to a row's status. */
export function remarksOf(row: ReportRow, common: Common): string[] {
  return [
    ...(row.released && row.change !== "leaves" ? ["left the plan, still ordered"] : []),
    ...(row.detail ? [row.detail] : []),
    ...row.notes.filter((note) => !common.notes.includes(note)),
  ];
}

/** `Saturday 2026-12-05`, with how many move in which plan: for reports of several plans. Days without a move are left out. */
export function daysOfAll({ plans }: Report): { name: string; total: number; parts: string[] }[] {
  const days = new Map<number, { total: number; parts: string[] }>();
  const severalZones = new Set(plans.map(({ timeZone }) => timeZone)).size > 1;
  for (const plan of plans) {
    const zone = severalZones ? ` ${zoneName(plan.timeZone)}` : "";
    for (const { wall, rows } of daysOf(plan)) {
      const moving = rows.filter(({ moves }) => moves).length;
      if (moving === 0) continue;
      const day = days.get(wall) ?? { total: 0, parts: [] };
      days.set(wall, day);
      day.total += moving;
      day.parts.push(`${plan.name}${zone}: ${moving}`);
    }
  }
  return [...days].sort(([a], [b]) => a - b).map(([wall, day]) => ({ name: dayName(wall), ...day }));
}

const CHANGES = {
  create: "new plan",
  update: "changed plan",
  delete: "plan to be destroyed",
  failed: "preview failed",
};

/** What a preview is going to do with the plan. */
export function changeWord(change: NonNullable<ReportPlan["change"]>): string {
  return CHANGES[change];
}

/** The plan's name, and what a preview is going to do with it. */
export function headingOf({ name, change }: ReportPlan): string {
  return change ? `${name} (${changeWord(change)})` : name;
}
