import type { PlannedMigration } from "@pulumi-ens/provider/plan";
import { readingOf, type Start } from "./starts";

/** Events that move together: a wave of the schedule or, of those without one, all that start in the same second. */
export interface Together {
  /** `wave 2 (starts 2026-12-05T01:00:00Z)`, `the moves at 2026-12-05T01:00:00Z`, `the immediate moves`. */
  name: string;
  events: PlannedMigration[];
}

export function movingTogether(starts: readonly Start[]): Together[] {
  const sets = new Map<string, Together>();
  for (const { event, at } of [...starts].sort((a, b) => a.at - b.at)) {
    const when = readingOf(at, "UTC");
    const name =
      event.wave !== undefined
        ? `wave ${event.wave}`
        : event.terms.opsType === "immediate"
          ? "the immediate moves"
          : `the moves at ${when}`;
    const set = sets.get(name) ?? {
      name: event.wave === undefined ? name : `${name} (from ${when})`,
      events: [],
    };
    set.events.push(event);
    sets.set(name, set);
  }
  return [...sets.values()];
}
