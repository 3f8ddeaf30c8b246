import { formatInstant } from "../model/instant";
import { isNotTaken, type Migration } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { counted } from "../model/words";

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

/** A wave as a schedule came to plan it. */
export interface WaveSummary {
  /** Counted from 1. */
  wave: number;
  /** How many start in it. */
  events: number;
  /** Its first planned start, ISO 8601 in UTC. */
  first: string;
  /** Its last planned start, ISO 8601 in UTC. */
  last: string;
}

/** The waves of a plan, in order. */
export function wavesOf(planned: readonly PlannedMigration[]): WaveSummary[] {
  const waves = new Map<number, { events: number; first: number; last: number }>();
  for (const { wave, terms } of planned) {
    if (wave === undefined || terms.opsType !== "scheduled") continue;
    const known = waves.get(wave) ?? { events: 0, first: Number.POSITIVE_INFINITY, last: 0 };
    waves.set(wave, {
      events: known.events + 1,
      first: Math.min(known.first, terms.planTime),
      last: Math.max(known.last, terms.planTime),
    });
  }
  return [...waves]
    .sort(([a], [b]) => a - b)
    .map(([wave, { events, first, last }]) => ({
      wave,
      events,
      first: formatInstant(first),
      last: formatInstant(last),
    }));
}

export function summarise(migrations: ReadonlyMap<string, Migration>): Summary {
  const summary = { events: 0, unfinished: 0, released: 0 };
  // A map: ENS may name a status like something that every object has.
  const statuses = new Map<string, number>();
  for (const migration of migrations.values()) {
    if (migration.released) {
      summary.released += 1;
      continue;
    }
    summary.events += 1;
    statuses.set(migration.status, (statuses.get(migration.status) ?? 0) + 1);
    if (isNotTaken(migration.ordered) || migration.ordered.state === "unknown") summary.unfinished += 1;
  }
  return { ...summary, statuses: Object.fromEntries(statuses) };
}

/** `12 events: 11 Scheduled, 1 Inquiring, 1 without an order`. */
export function statusLine(summary: Summary): string {
  const parts = Object.entries(summary.statuses).map(([status, number]) => `${number} ${status}`);
  if (summary.unfinished > 0) parts.push(`${summary.unfinished} without an order`);
  if (summary.released > 0) parts.push(`${summary.released} released`);
  return [counted(summary.events, "event"), parts.join(", ")].filter(Boolean).join(": ");
}
