import { hasEnded, type Migration } from "../plan/model/migration";
import { leaveBehind, reread } from "../plan/orders/reread";
import { lastRead, type PlanState } from "../plan/state/state";
import { type Context, type Limits, limitsOf } from "./context";
import { observe } from "./observe";

/** How long reading a plan may take. */
const READING_TIME = 10 * 60_000;

/**
 * Reads what has become of a plan's events. Sends nothing; events that ended are not read again. What another plan of
 * the stack has is that plan's business once it has left this one.
 */
export async function refresh(
  state: PlanState,
  context: Limits & Pick<Context, "client" | "isHeld">,
): Promise<PlanState> {
  const { client, now, isHeld } = context;
  const { stack } = state;
  const open = [...state.migrations.values()].filter(({ status }) => !hasEnded(status));
  const resourceIds = open.map(({ resourceId }) => resourceId);
  const observations = await observe(client, resourceIds, limitsOf(context, READING_TIME));
  const reading = { at: observations.at, waited: false };
  const absence = { now: observations.at ?? now(), lastRead: state.readAt };
  const migrations = new Map<string, Migration>();
  for (const [eventId, migration] of state.migrations) {
    const observed = observations.of(eventId, migration.resourceId);
    if (!migration.released) {
      migrations.set(eventId, reread(stack, eventId, migration, observed, absence));
      continue;
    }
    if (isHeld(eventId)) continue;
    const left = leaveBehind(stack, eventId, migration, observed, { reading, absence });
    if (left) migrations.set(eventId, left);
  }
  const { readAt: _, ...rest } = state;
  return { ...rest, migrations, ...lastRead(migrations, absence.now) };
}
