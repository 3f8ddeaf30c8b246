import { formatInstant } from "../model/instant";
import { isNotTaken, isPending, type Migration, UNLISTED, UNREAD } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { withoutMark } from "../model/terms";
import { counted } from "../model/words";

/** Counts of a plan's events, for people and for a program's own checks. */
export interface Summary {
  /**
   * Events in the plan.
   *
   * @integer
   */
  events: number;
  /**
   * How many of them read which status, in the API's words.
   *
   * @integer
   */
  statuses: Record<string, number>;
  /**
   * Events whose order was refused, not sent, or sent with the answer lost.
   *
   * @integer
   */
  unfinished: number;
  /**
   * Events no longer in the plan whose orders are still pending.
   *
   * @integer
   */
  released: number;
}

/** A wave as a schedule came to plan it. */
export interface WaveSummary {
  /**
   * Counted from 1.
   *
   * @integer
   */
  wave: number;
  /**
   * How many start in it.
   *
   * @integer
   */
  events: number;
  /** Its first planned start, ISO 8601 in UTC. */
  first: string;
  /** Its last planned start, ISO 8601 in UTC. */
  last: string;
}

/** The waves of a plan, in order. Their times are without marks: another plan that takes one over sets its own. */
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
      first: formatInstant(withoutMark(first)),
      last: formatInstant(withoutMark(last)),
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

/** `12 events: 9 Scheduled, 2 Executing, 1 refused by ENS; 1 left the plan, still ordered`: each event counts once. */
export function statusLine(migrations: ReadonlyMap<string, Migration>): string {
  const all = [...migrations.values()];
  const inPlan = all.filter(({ released }) => !released);
  const left = all.filter((migration) => migration.released && isPending(migration)).length;
  const counts = [counted(inPlan.length, "event"), partsOf(inPlan)].filter(Boolean).join(": ");
  return left === 0 ? counts : `${counts}; ${left} left the plan, still ordered`;
}

/** `9 Scheduled, 1 answer lost`, in the order of their first. */
export function partsOf(migrations: readonly Migration[]): string {
  const parts = new Map<string, number>();
  for (const migration of migrations) {
    const part = partOf(migration);
    parts.set(part, (parts.get(part) ?? 0) + 1);
  }
  return [...parts].map(([part, number]) => `${number} ${part}`).join(", ");
}

/** What of an event matters most: its status, or while nothing has begun, that its order is not the plan's or not there. */
function partOf({ status, ordered }: Migration): string {
  if (status === UNLISTED) return "not listed by ENS";
  if (!["Inquiring", "Scheduled", UNREAD].includes(status)) return status;
  switch (ordered.state) {
    case "accepted":
      return status === UNREAD ? "ordered" : status;
    case "unknown":
      return "answer lost";
    case "rejected":
      return "refused by ENS";
    case "unsent":
      // It is not sent over one that stands.
      return status === "Scheduled" ? "ordered by others" : "order not sent";
    case "observed":
      return status === "Scheduled" ? "not ordered by this plan" : status;
  }
}
