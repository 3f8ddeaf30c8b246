import { messageOf } from "../api/errors";
import { refresh } from "../apply/refresh";
import { isPending, type Migration } from "../plan/model/migration";
import { lastWordsOf, staysNotice } from "../plan/orders/notices";
import { refusedRemoval } from "../plan/orders/refusals";
import { type PlanState, readState } from "../plan/state/state";
import { contextOf } from "./contextOf";
import type { Host, Properties } from "./host";

/**
 * The plan goes, and its orders stay in force, since ENS has no call to cancel one. Where `onRemove: "fail"` forbids that, it
 * throws a `RefusedError`; or why it is unknown whether an order is pending.
 */
export async function remove(host: Host, id: string, outputs: Properties): Promise<void> {
  const onRemove = host.memory.onRemoveOf(id) ?? outputs["onRemove"];
  let state: PlanState;
  try {
    state = readState(outputs);
  } catch (error) {
    if (onRemove === "fail") throw error;
    // An unreadable state: there is nothing to undo at ENS either way, so it must not hold the plan back.
    host.say("warning", `removed without reading its orders, which stay in force: ${messageOf(error)}`);
    host.memory.forget(id);
    return;
  }
  const known = onRemove === "fail" ? await withoutPending(host, id, state) : state;
  for (const line of [...lastWordsOf(known), ...staysNotice(pendingIn(host, id, known))])
    host.say("warning", line);
  host.memory.forget(id);
}

/** What is known of the plan, read anew where an order of it may be pending. Throws if one is. */
async function withoutPending(host: Host, id: string, state: PlanState): Promise<PlanState> {
  if (pendingIn(host, id, state).length === 0) return state;
  let known = state;
  let unread: string | undefined;
  try {
    known = await refresh(state, await contextOf(host, id, state));
  } catch (error) {
    unread = messageOf(error);
  }
  const pending = pendingIn(host, id, known);
  if (pending.length === 0) return known;
  const isGone = host.memory.onRemoveOf(id) === undefined; // Of a plan in the program, `diff` has heard.
  throw refusedRemoval(state.label, pending, { isGone, unread });
}

/** Orders that stay in force without a plan: another one of the stack may have taken them over. */
function pendingIn({ memory }: Host, id: string, { stack, migrations }: PlanState): [string, Migration][] {
  return [...migrations].filter(
    ([eventId, migration]) => isPending(migration) && !memory.isHeldByOther(id, stack, eventId),
  );
}
