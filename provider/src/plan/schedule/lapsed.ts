import { isOver, type Migration } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { sameTerms } from "../model/terms";
import type { FitRequest } from "./fit";
import { slotsOf } from "./slotsOf";

/**
 * Orders that stand at another time than the planned one: found ones, and those that gave way to others. `check` knows
 * nothing of that time, so a new schedule that allows the planned one leaves the basis as it is. Once the schedule in force
 * no longer allows the time of such an order, that basis is not its own any more.
 */
export function withoutLapsedBases({
  planned,
  migrations,
  schedule,
  now,
}: Omit<FitRequest, "stack">): ReadonlyMap<string, Migration> {
  const candidates = planned.flatMap((line) => {
    const at = timeOfItsOwn(line, migrations.get(line.eventId));
    return at !== undefined && at > now ? [{ line, at }] : [];
  });
  const slots = candidates.length > 0 && schedule !== undefined ? slotsOf(schedule, planned) : undefined;
  if (!slots) return migrations;
  const left = new Map(migrations);
  for (const { line, at } of candidates) {
    const migration = migrations.get(line.eventId);
    if (!migration || slots.isOpen(line, at)) continue;
    left.set(line.eventId, { ...migration, ordered: { ...migration.ordered, basis: "" } });
  }
  return left;
}

/** When an order starts that ENS took under the planned basis for another time; not if the platform has moved it since. */
function timeOfItsOwn(line: PlannedMigration, migration: Migration | undefined): number | undefined {
  if (line.wave === undefined || migration?.ordered.state !== "accepted") return undefined;
  if (isOver(migration.status) || migration.status === "Executing" || migration.movedTo !== undefined)
    return undefined;
  const { basis, terms } = migration.ordered;
  if (basis !== line.basis || sameTerms(terms, line.terms)) return undefined;
  return terms.opsType === "scheduled" ? terms.planTime : undefined;
}
