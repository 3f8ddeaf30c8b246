import type { ReportPlan, ReportRow } from "../model/report";
import { oldAndNewTime } from "../model/words";
import { utcReading } from "../model/zone";
import { type Common, remarksOf } from "./summary";

/** A column of the tables in which the page, Markdown and the terminal show a plan's rows. */
export interface Column {
  title: string;
  /** Nothing where a row has none; a column without any value is left out of its table. */
  value: (row: ReportRow) => string;
  /** How it is set: short words, an id, a status with its tone's sign, or sentences, which may be broken into lines. */
  kind: "words" | "id" | "status" | "sentences";
  /** In a terminal too narrow for all columns the one with the lowest number goes first. One without a number stays. */
  leaves?: number;
  /** Where it has left, its values stand before the sentences. */
  joinsSentences?: true;
  /** On a page, its values stand below those of the column with this title. */
  below?: string;
}

/** The columns that have a value for any of these rows, which are some of the plan's. */
export function columnsOf({ timeZone }: ReportPlan, rows: readonly ReportRow[], common: Common): Column[] {
  const isUtc = timeZone === "UTC";
  const named = rows.some(({ instanceName }) => instanceName !== undefined);
  const columns: Column[] = [
    {
      title: isUtc ? "UTC" : "Local",
      // Its date stands above the table.
      value: ({ local }) => local?.split(" ")[1] ?? "",
      kind: "words",
    },
    {
      title: "UTC",
      // With its date, which is often not the local one.
      value: ({ at }) => (typeof at === "number" && !isUtc ? utcReading(at) : ""),
      kind: "words",
      leaves: 2,
      below: isUtc ? "UTC" : "Local",
    },
    { title: "Name", value: ({ instanceName }) => instanceName ?? "", kind: "words" },
    {
      title: "Instance",
      value: ({ resourceId }) => resourceId,
      kind: "id",
      ...(named && { below: "Name" }),
      // Its name tells it too.
      ...(rows.every(({ instanceName }) => instanceName !== undefined) && { leaves: 6 }),
    },
    {
      title: "Change",
      // Of a new plan, the heading says it.
      value: (row) => (rows.every(({ change }) => change === "new") && !row.before ? "" : changeText(row)),
      kind: "words",
      leaves: 7,
      joinsSentences: true,
    },
    { title: "Group", value: ({ group }) => group ?? "", kind: "words", leaves: 3 },
    { title: "Wave", value: ({ wave }) => String(wave ?? ""), kind: "words", leaves: 4, below: "Group" },
    {
      title: "Data",
      value: ({ dataPolicy }) => (common.dataPolicy === undefined ? (dataPolicy ?? "") : ""),
      kind: "words",
      leaves: 5,
    },
    { title: "Status", value: ({ status }) => status, kind: "status" },
    {
      title: "Event",
      value: ({ eventId }) => eventId,
      kind: "id",
      leaves: 1,
      below: named ? "Name" : "Instance",
    },
    { title: "Remarks", value: (row) => remarksOf(row, common).join("; "), kind: "sentences" },
  ];
  return columns.filter(({ value }) => rows.some((row) => value(row) !== ""));
}

/** `12-06 01:30 → 12-07 01:30; force_transfer → abandon`; nothing where nothing changes. */
function changeText(row: ReportRow): string {
  const { change, before, dataPolicy = "" } = row;
  const differences = [
    ...(before?.at !== undefined ? [oldAndNewTime(row).join(" → ")] : []),
    ...(before?.dataPolicy !== undefined ? [`${before.dataPolicy} → ${dataPolicy}`] : []),
  ];
  if (differences.length > 0) return differences.join("; ");
  if (change === "leaves") return row.released ? "leaves, still ordered" : "leaves the plan";
  return change === "unchanged" ? "" : (change ?? "");
}
