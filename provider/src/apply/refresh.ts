import { hasEnded, type Migration } from "../plan/model/migration";
import { counted } from "../plan/model/words";
import { leaveBehind, reread } from "../plan/orders/reread";
import { lastRead, type PlanState } from "../plan/state/state";
import { type Context, type Limits, limitsOf } from "./context";
import { observe } from "./observe";
import { atTheLatest, type Progress, withSignsOfLife } from "./signsOfLife";

/** How long reading a plan may take. */
const READING_TIME = 10 * 60_000;

/**
 * Reads what has become of a plan's events. Sends nothing; events that ended are not read again. What another plan of
 * the stack has is that plan's business once it has left this one.
 */
export function refresh(state: PlanState, context: Reader): Promise<PlanState> {
  return withSignsOfLife(context, (living) => refreshAlive(state, living));
}

type Reader = Limits & Pick<Context, "client" | "isHeld" | "say">;

async function refreshAlive(state: PlanState, context: Reader & Progress): Promise<PlanState> {
  const { client, now, isHeld, doing } = context;
  const { stack } = state;
  const open = [...state.migrations.values()].filter(({ status }) => !hasEnded(status));
  const resourceIds = open.map(({ resourceId }) => resourceId);
  const limits = limitsOf(context, READING_TIME);
  doing(
    () => `still reading ${counted(open.length, "event")} from ENS${atTheLatest(limits.deadline, now())}`,
  );
  const observations = await observe(client, resourceIds, limits);
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
