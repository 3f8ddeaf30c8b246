import type { PlannedMigration } from "../model/planned";
import type * as SlotsModule from "./slots";

/**
 * The slots of a schedule as it is written: see `Slots.of`. It brings the time zone and cron libraries, so they are loaded
 * only where slots are asked for.
 */
export function slotsOf(
  schedule: unknown,
  planned: readonly PlannedMigration[],
): SlotsModule.Slots | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` cannot load it at once.
  const { Slots } = require("./slots") as typeof SlotsModule;
  return Slots.of(schedule, planned);
}
