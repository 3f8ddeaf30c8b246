import { isOver, isPending, type Migration } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import { type Absence, withAbsence } from "./absence";
import type { Observations } from "./observations";

/** Another event for the same instance. */
export interface Sibling {
  eventId: string;
  /** Whether it has an order already: then that one counts. */
  hasOrder: boolean;
}

/** By event: the other open events for the same instance, of the plan or left behind by it. */
export function siblingsOf(
  planned: readonly PlannedMigration[],
  before: ReadonlyMap<string, Migration>,
  observations: Observations,
  absence: Absence,
): Map<string, Sibling[]> {
  const byInstance = new Map<string, Sibling[]>();
  const wanted = new Set(planned.map(({ eventId }) => eventId));
  const leftBehind = [...before]
    .filter(([eventId, migration]) => !wanted.has(eventId) && isPending(migration))
    .map(([eventId, { resourceId }]) => ({ eventId, resourceId }));
  for (const { eventId, resourceId } of [...planned, ...leftBehind]) {
    const migration = before.get(eventId);
    const status =
      observations.of(eventId, resourceId)?.eventStatus ??
      (migration && withAbsence(migration, absence).status);
    if (status !== undefined && isOver(status)) continue;
    const hasOrder =
      (migration !== undefined && isPending(migration)) || (status !== undefined && status !== "Inquiring");
    const sibling = { eventId, hasOrder };
    const open = byInstance.get(resourceId);
    if (open) open.push(sibling);
    else byInstance.set(resourceId, [sibling]);
  }
  const shared = [...byInstance.values()].filter((siblings) => siblings.length > 1);
  return new Map(
    shared.flatMap((siblings) =>
      siblings.map((each) => [each.eventId, siblings.filter((other) => other !== each)] as const),
    ),
  );
}
