import type { Unit } from "./row";
import type { Figure } from "./statistics";

/** Three digits, so that no figure looks more exact than it is; counts are whole. */
export function formatNumber(value: number, unit: Unit): string {
  if (unit === "calls" || unit === "modules") return String(value);
  if (value === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

/** The median, and between which values it lies. */
export function formatFigure({ median, min, max, runs }: Figure, unit: Unit): string {
  const range = runs > 1 && min !== max ? ` (${formatNumber(min, unit)}–${formatNumber(max, unit)})` : "";
  return `${formatNumber(median, unit)} ${unit}${range}`;
}

/** Nothing where there is no ratio, or where it is against zero. */
export function formatRatio(ratio: number | undefined): string {
  return ratio === undefined || !Number.isFinite(ratio) ? "" : `${ratio.toFixed(2)} ×`;
}
