/** A `Date` header in Unix milliseconds, if it is one. What has no zone would be read as the machine's own time. */
export function parseDate(header: unknown): number | undefined {
  const date = typeof header === "string" && header.endsWith(" GMT") ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : date;
}
