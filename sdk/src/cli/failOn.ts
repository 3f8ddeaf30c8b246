import { counted, firstOf, nameEvent } from "@pulumi-ens/provider/plan";
import { nearest } from "@pulumi-ens/provider/strict";
import type { Report, ReportPlan, ReportRow } from "../report";
import { isAhead, isToBeOrdered, losesData } from "../report/model/ahead";
import { losingData } from "../report/read/alerts";
import { UsageError } from "./io";

/** A condition of `--fail-on`, and the rows to which it applies: none where it does not. */
interface Condition {
  text: string;
  rows: (rows: readonly Row[]) => readonly Row[];
  /** `2 instances lose their local data`. */
  says: (rows: readonly Row[]) => string;
  /** Why it may apply to a plan of which all events are known, although none of the rows says so. */
  unjudged?: (plan: ReportPlan, source: Report["source"]) => string | undefined;
}

type Row = ReportRow & { from: Report["source"] };

const NAMES = ["abandon", "outside-window", "moves>N"];

/** @throws {@link UsageError} */
export function readConditions(lists: readonly string[]): Condition[] {
  return lists.flatMap((list) => list.split(",")).map((text) => conditionOf(text.trim()));
}

function conditionOf(text: string): Condition {
  if (text === "abandon") {
    return {
      text,
      rows: (rows) => rows.filter(losesData),
      says: ({ length }) => losingData(length),
      unjudged: ({ rows }) => {
        const untold = rows.filter(
          (row) => isAhead(row) && row.dataPolicy === undefined && row.at !== "unknown",
        );
        const names = untold.map((row) => nameEvent(row.eventId, row));
        return untold.length === 0
          ? undefined
          : `ENS does not show the data policy of ${untold.length === 1 ? "an order" : "orders"} that this plan did not place: ` +
              firstOf(names, NAMED);
      },
    };
  }
  if (text === "outside-window") {
    return {
      text,
      rows: (rows) => rows.filter(({ outsideWindows }) => outsideWindows),
      says: ({ length }) => `${counted(length, "move")} outside the plan's windows`,
      unjudged: ({ rows }, source) =>
        source === "outputs" && rows.some(isAhead)
          ? 'the outputs of a program do not have its windows. Give the output of "pulumi preview --json" or "pulumi stack export"'
          : undefined,
    };
  }
  const [, number] = /^moves>(\d+)$/.exec(text) ?? [];
  if (number === undefined) {
    throw new UsageError(
      `--fail-on must be a list of ${NAMES.join(", ")}, not "${text}"` +
        (text === "moves" ? "; in a shell, write it in quotes: 'moves>50'" : nearest(text, NAMES)),
    );
  }
  return {
    text,
    rows: (rows) => {
      const moving = rows.filter(
        (row) =>
          isAhead(row) &&
          (row.from !== "preview" ||
            isToBeOrdered(row) ||
            (row.change === undefined && row.tone === "planned")),
      );
      return moving.length > Number(number) ? moving : [];
    },
    says: ({ length }) => counted(length, "move"),
  };
}

/** More would hide what else is said. */
const NAMED = 20;

/** `abandon: 1 instance loses its local data: e-1 (web-1, i-1)`; a plan that cannot be judged fails too. */
export function failuresOf({ source, plans }: Report, conditions: readonly Condition[]): string[] {
  if (conditions.length === 0) return [];
  const rows = plans.flatMap((plan) => plan.rows.map((row) => ({ ...row, from: source })));
  return [
    ...conditions.flatMap(({ text, rows: applies, says }) => {
      const found = applies(rows);
      const names = found.map((row) => nameEvent(row.eventId, row));
      return found.length === 0 ? [] : [`${text}: ${says(found)}: ${firstOf(names, NAMED)}`];
    }),
    ...plans.flatMap((plan) => {
      const reasons = [
        unjudged(plan),
        ...conditions.map((condition) => condition.unjudged?.(plan, source)),
      ].filter((reason) => reason !== undefined);
      return [...new Set(reasons)].map((reason) => `cannot judge plan ${plan.name}: ${reason}`);
    }),
  ];
}

function unjudged({ hidden, rows }: ReportPlan): string | undefined {
  const unknown = hidden === "unknown" || rows.some(({ at, tone }) => at === "unknown" && tone === "planned");
  if (hidden === "secret") return "its events are secret";
  return unknown ? "not all of its events are known before `pulumi up`" : undefined;
}
