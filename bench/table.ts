import { formatFigure, formatRatio } from "./format";
import type { Profile } from "./profile";
import type { Row } from "./row";

const HEADER = ["work", "measured", "ratio", "target", "reached"];

/** The rows for a terminal, with notes below the rows that they are about. */
export function textTable(rows: readonly Row[]): string {
  const [header = "", ...body] = aligned([HEADER, ...rows.map(cellsOf)]);
  const withNotes = rows.flatMap((row, index) => {
    const note = noteOf(row);
    return [body[index] ?? "", ...(note === "" ? [] : [`  ${note}`])];
  });
  return [header, "─".repeat(header.length), ...withNotes].join("\n");
}

/** The rows as a Markdown table. */
export function markdownTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(["work", "measured", "ratio", "target", "reached", ""]),
    line(["---", "---", "---", "---", "---", "---"]),
    ...rows.map((row) => line([...cellsOf(row), noteOf(row)].map((cell) => cell.replaceAll("|", "\\|")))),
  ].join("\n");
}

/** Two revisions side by side: medians, and what the first costs as a multiple of the second. */
export function comparisonTable(
  rows: readonly Row[],
  others: readonly Row[],
  names: { this: string; other: string },
): string {
  const cells = rows.map((row) => {
    const other = others.find(({ work }) => work === row.work);
    return [
      row.work,
      formatFigure(row.measured, row.unit),
      other ? formatFigure(other.measured, other.unit) : "",
      other ? formatRatio(row.measured.median / other.measured.median) : "",
    ];
  });
  return aligned([["work", names.this, names.other, "ratio"], ...cells]).join("\n");
}

/** Modules of a profile that are told. */
const TOLD = 10;

/** Where the CPU time went, by module. */
export function profileText(profiles: readonly Profile[]): string {
  return profiles
    .map((profile) => `${profile.work}: ${cpuOf(profile)} ms\n  ${modulesOf(profile)}`)
    .join("\n");
}

export function profileMarkdown(profiles: readonly Profile[]): string {
  return [
    "| work | CPU | of which in a module's own functions, ms |",
    "| --- | --- | --- |",
    ...profiles.map((profile) => `| ${profile.work} | ${cpuOf(profile)} ms | ${modulesOf(profile)} |`),
  ].join("\n");
}

function cpuOf({ times }: Profile): number {
  return Math.round(times.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
}

function modulesOf({ times }: Profile): string {
  const told = times.slice(0, TOLD);
  return told.map(({ module, milliseconds }) => `${module} ${Math.round(milliseconds)}`).join(", ");
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...lines.map((line) => line[at]?.length ?? 0)),
  );
  const padded = lines.map((line) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
  return padded.map((line) => line.trimEnd());
}

function cellsOf(row: Row): string[] {
  return [
    row.work,
    formatFigure(row.measured, row.unit),
    formatRatio(row.ratio),
    row.target ?? "",
    row.reached === undefined ? "" : row.reached ? "yes" : "no",
  ];
}

function noteOf(row: Row): string {
  return [row.against === undefined ? "" : `against ${row.against}`, row.note ?? ""]
    .filter(Boolean)
    .join("; ");
}
