export const DAY = 86_400_000;
/** At its longest. */
export const YEAR = 366 * DAY;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: DAY };
const SHORT = /^(?:\d+(?:\.\d+)?[smhd])+$/;
const ISO = /^P(?!$)(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** `1h`, `10m`, `1m30s`: to the second. */
export function formatDuration(milliseconds: number): string {
  let left = Math.round(milliseconds / 1_000) * 1_000;
  const parts: string[] = [];
  for (const unit of ["d", "h", "m", "s"]) {
    const size = UNITS[unit] ?? 1;
    if (left >= size) parts.push(`${Math.floor(left / size)}${unit}`);
    left %= size;
  }
  return parts.join("") || "0s";
}

/**
 * A length of time in milliseconds: `"90s"`, `"10m"`, `"1h30m"`, `"2d"`, or ISO 8601 (`"PT10M"`, `"P1DT2H"`).
 * Anything else is `undefined`.
 */
export function parseDuration(text: string): number | undefined {
  if (SHORT.test(text)) {
    let total = 0;
    for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g))
      total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
    return total;
  }
  const parts = ISO.exec(text);
  if (!parts) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1_000;
}
