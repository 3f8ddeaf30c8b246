import { counted } from "@pulumi-ens/provider/plan";
import type { Report, ReportPlan, ReportRow } from "../model/report";
import { dayName, zoneName } from "../model/zone";
import { daysOf } from "./days";

/** All there is to say without plans. */
export function noPlans({ source, errors }: Report): string {
  if (errors.length > 0) return "No migration plan is shown.";
  return source === "preview" ? "This changes no migration plan." : "There is no migration plan here.";
}

/** What a reader must know before anything else, if the report is not all that there is: what it means, and each reason. */
export function shortcomingsOf({ source, plans, errors }: Report): string[] {
  const failed = errors.length > 0 || plans.some((plan) => plan.errors.length > 0);
  if (!failed) return [];
  const meaning =
    source === "preview"
      ? "This preview failed, so it may not be complete: Pulumi stops at an error, and plans that it had not reached are missing."
      : "This may not be complete.";
  return [meaning, ...errors];
}

/** `12 instances: 2 at once, 10 over 3 days, Saturday 2026-12-05 to Sunday 2026-12-13, Asia/Shanghai`. */
export function sentenceOf(plan: ReportPlan): string {
  const days = daysOf(plan);
  const [first, last] = [days[0], days.at(-1)];
  const when =
    first === undefined || last === undefined
      ? ""
      : first === last
        ? ` on ${first.name}, ${zoneName(plan.timeZone)}`
        : ` over ${counted(days.length, "day")}, ${first.name} to ${last.name}, ${zoneName(plan.timeZone)}`;
  if (plan.rows.length === 0)
    return plan.errors.length > 0 ? "nothing can be shown" : WITHOUT_ROWS[plan.hidden ?? "none"];
  const atOnce = plan.rows.filter(({ at }) => at === "immediate").length;
  const all = counted(plan.rows.length, "instance");
  if (atOnce === 0) return all + when;
  const onDays = days.reduce((sum, { rows }) => sum + rows.length, 0);
  return `${all}: ${atOnce} at once${onDays > 0 ? `, ${onDays}${when}` : ""}`;
}

/** The same where it begins a paragraph. */
export function openingOf(plan: ReportPlan): string {
  const sentence = sentenceOf(plan);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

const WITHOUT_ROWS = {
  none: "nothing to move",
  secret: "its events are secret",
  unknown: "its events are not known yet",
};

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
    ...(row.released ? ["no longer in the plan"] : []),
    ...(row.detail ? [row.detail] : []),
    ...row.notes.filter((note) => !common.notes.includes(note)),
  ];
}

/** `Saturday 2026-12-05`, with how many move in which plan: for reports of several plans. */
export function daysOfAll({ plans }: Report): { name: string; total: number; parts: string[] }[] {
  const days = new Map<number, { total: number; parts: string[] }>();
  const severalZones = new Set(plans.map(({ timeZone }) => timeZone)).size > 1;
  for (const plan of plans) {
    const zone = severalZones ? ` ${zoneName(plan.timeZone)}` : "";
    for (const { wall, rows } of daysOf(plan)) {
      const day = days.get(wall) ?? { total: 0, parts: [] };
      days.set(wall, day);
      day.total += rows.length;
      day.parts.push(`${plan.name}${zone}: ${rows.length}`);
    }
  }
  return [...days].sort(([a], [b]) => a - b).map(([wall, day]) => ({ name: dayName(wall), ...day }));
}

/** The plan's name, and what a preview is going to do with it. */
export function headingOf(plan: ReportPlan): string {
  const change = {
    create: "new plan",
    update: "changed plan",
    delete: "plan to be destroyed",
    failed: "preview failed",
  };
  return plan.change ? `${plan.name} (${change[plan.change]})` : plan.name;
}
