import { refresh } from "../apply/refresh";
import { noticesOf } from "../plan/orders/notices";
import { type PlanOutputs, readState, writeState } from "../plan/state/state";
import { statusLine } from "../plan/state/summary";
import { contextOf } from "./contextOf";
import type { Host, Properties } from "./host";
import { notify } from "./notify";

/** What has become of a plan's orders. Sends nothing; throws if ENS cannot be read. */
export async function read(host: Host, id: string, outputs: Properties): Promise<PlanOutputs> {
  const before = readState(outputs);
  const state = await refresh(before, await contextOf(host, id, before));
  host.memory.see(id, { ...state, migrations: () => state.migrations });
  notify(host, state.label, { outlook: [statusLine(state.migrations)], notices: noticesOf(state) });
  const now = writeState(state);
  // What is gone was left behind, and is over or another plan's: no change of this one.
  const written = outputs["migrations"] as Record<string, string>;
  const changed = Object.entries(now.migrations).some(([eventId, line]) => written[eventId] !== line);
  host.memory.refreshed(id, changed);
  return now;
}
