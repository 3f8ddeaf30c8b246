import { type Migration, timeInForce } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { markPlanTime, sameTerms, type Terms } from "../model/terms";
import { slotsOf } from "./slotsOf";

export interface Fitted {
  /** What is to be ordered, in the order given. */
  planned: PlannedMigration[];
  /** What had to give way to orders in force: it was proposed for `from`. */
  later: { planned: PlannedMigration; from: number }[];
  /** For these no slot is left beside the orders in force. */
  stuck: PlannedMigration[];
}

export interface FitRequest {
  stack: string;
  planned: readonly PlannedMigration[];
  migrations: ReadonlyMap<string, Migration>;
  schedule: unknown;
  /** Unix milliseconds. */
  now: number;
}

/**
 * Holds what `check` proposed against what is ordered, of which `check` sees nothing: after a failed update it has only
 * the inputs from before that. What is ordered under the same basis keeps its time; a proposed time that would then break a
 * group's limit gives way to the next slot.
 *
 * Preview and update use this very function, so that the one shows what the other orders.
 */
export function fitTimes({ stack, planned, migrations, schedule, now }: FitRequest): Fitted {
  const ordered = planned.map((line) => withOrderedTerms(line, migrations.get(line.eventId)));
  const inForce = new Map<string, number>();
  for (const line of ordered) {
    const migration = migrations.get(line.eventId);
    const at = migration?.ordered.basis === line.basis ? timeInForce(migration) : undefined;
    if (at !== undefined) inForce.set(line.eventId, at);
  }
  const asProposed = planned.every(({ eventId, terms }) => {
    const at = inForce.get(eventId);
    return at === undefined || (terms.opsType === "scheduled" && terms.planTime === at);
  });
  const slots = asProposed ? undefined : slotsOf(schedule, planned);
  if (!slots?.limitsGroups) return { planned: ordered, later: [], stuck: [] };

  const isSent = ({ eventId }: PlannedMigration) => migrations.get(eventId)?.ordered.state === "unknown";
  const free: PlannedMigration[] = [];
  for (const line of ordered) {
    const at = inForce.get(line.eventId) ?? (line.wave === undefined ? timeOf(line) : undefined);
    if (at !== undefined) slots.take(line, at);
    const isToOrder = at === undefined || (isSent(line) && line.wave !== undefined);
    if (isToOrder && line.terms.opsType === "scheduled") free.push(line);
  }
  // An order whose answer was lost may stand: its time is left to it until the others have theirs.
  const byTime = (a: PlannedMigration, b: PlannedMigration) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0);
  free.sort((a, b) => Number(isSent(a)) - Number(isSent(b)) || byTime(a, b));
  const fitted = new Map<string, PlannedMigration>();
  const later: Fitted["later"] = [];
  const stuck: PlannedMigration[] = [];
  for (const line of free) {
    const from = timeOf(line) ?? 0;
    const at = slots.fits(line, from) ? from : slots.next(line, Math.max(from, now));
    if (at === undefined) {
      stuck.push(line);
      continue;
    }
    slots.take(line, at);
    if (at === from) continue;
    const moved = orderedAt(stack, line, at);
    fitted.set(line.eventId, moved);
    later.push({ planned: moved, from });
  }
  return { planned: ordered.map((line) => fitted.get(line.eventId) ?? line), later, stuck };
}

/** The line, with the terms that were ordered under the same basis. */
function withOrderedTerms(line: PlannedMigration, migration: Migration | undefined): PlannedMigration {
  const { ordered } = migration ?? {};
  const isOrdered = ordered?.state === "accepted" && ordered.basis === line.basis;
  if (line.wave === undefined || !isOrdered || sameTerms(ordered.terms, line.terms)) return line;
  return withTerms(line, ordered.terms);
}

/** The line with another time: what clocks show at the old one goes. */
function withTerms(line: PlannedMigration, terms: Terms): PlannedMigration {
  const { local: _, clockChange: __, ...rest } = line;
  return { ...rest, terms };
}

function timeOf({ terms }: PlannedMigration): number | undefined {
  return terms.opsType === "scheduled" ? terms.planTime : undefined;
}

function orderedAt(stack: string, line: PlannedMigration, at: number): PlannedMigration {
  const { dataPolicy } = line.terms;
  const planTime = markPlanTime(stack, line.eventId, at, dataPolicy);
  return withTerms(line, { opsType: "scheduled", dataPolicy, planTime });
}
