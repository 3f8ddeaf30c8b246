import type { Row, Unit } from "./benchmark";
import type { Figure } from "./statistics";

/** The rows as a Markdown table, for a terminal and for the page. */
export function markdownTable(rows: readonly Row[]): string {
  const lines = [
    ["work", "measured", "ratio", "target", "reached", "note"],
    ["---", "---", "---", "---", "---", "---"],
    ...rows.map(({ work, unit, measured, ratio, against, target, reached, note }) => [
      work,
      formatFigure(measured, unit),
      ratio === undefined ? "" : `${ratio.toFixed(2)} ×`,
      target ?? "",
      reached === undefined ? "" : reached ? "yes" : "no",
      [against === undefined ? "" : `against ${against}`, note ?? ""].filter(Boolean).join("; "),
    ]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The median, and the least and the most where runs differ. */
export function formatFigure({ median, min, max }: Figure, unit: Unit): string {
  const range = min === max ? "" : ` (${formatNumber(min, unit)}–${formatNumber(max, unit)})`;
  return `${formatNumber(median, unit)} ${unit}${range}`;
}

/** Three digits, so that no figure looks more exact than it is; counts are whole. */
export function formatNumber(value: number, unit: Unit): string {
  if (unit === "calls" || unit === "modules" || value === 0) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}
