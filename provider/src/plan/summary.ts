import type { Migration } from "./migration";

/** Counts of a plan's events, for people and for a program's own checks. */
export interface Summary {
  /** Events in the plan. */
  events: number;
  /** How many of them read which status, in the API's words. */
  statuses: Record<string, number>;
  /** Events whose order was refused, not sent, or sent with the answer lost. */
  unfinished: number;
  /** Events no longer in the plan whose orders are still pending. */
  released: number;
}

export function summarise(migrations: ReadonlyMap<string, Migration>): Summary {
  const summary: Summary = { events: 0, statuses: {}, unfinished: 0, released: 0 };
  for (const migration of migrations.values()) {
    if (migration.released) {
      summary.released += 1;
      continue;
    }
    summary.events += 1;
    summary.statuses[migration.status] = (summary.statuses[migration.status] ?? 0) + 1;
    const { state } = migration.ordered;
    if (state === "rejected" || state === "unsent" || state === "unknown") summary.unfinished += 1;
  }
  return summary;
}

/** `12 events: 11 Scheduled, 1 Inquiring, 1 without an order`. */
export function describe(summary: Summary): string {
  const parts = Object.entries(summary.statuses).map(([status, number]) => `${number} ${status}`);
  if (summary.unfinished > 0) parts.push(`${summary.unfinished} without an order`);
  if (summary.released > 0) parts.push(`${summary.released} released`);
  return [count(summary.events, "event"), parts.join(", ")].filter(Boolean).join(": ");
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
