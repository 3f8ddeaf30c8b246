import { diff as diffPlan } from "../plan/diff";
import { RefusedError } from "../plan/orders/refusals";
import { asText, readState } from "../plan/state/state";
import type { Host, Properties } from "./host";
import { notify } from "./notify";

/**
 * Whether an `up` has something to do, and for which events, as {@link diffPlan} says it; right after `read`, whether that found
 * changes. Calls nothing. Throws {@link RefusedError} for what an option forbids.
 */
export function diff(
  { memory, now, say }: Pick<Host, "memory" | "now" | "say">,
  id: string,
  outputs: Properties,
  inputs: Properties,
): { changes: boolean | undefined; ordered: ReadonlySet<string> } {
  const refreshed = memory.takeRefreshed(id);
  memory.see(id, {
    label: asText(outputs["label"]),
    stack: asText(outputs["stack"]),
    onRemove: inputs["onRemove"] === "fail" ? "fail" : "retain",
    migrations: () => readState(outputs).migrations,
  });
  try {
    const { changes, outlook, notices, ordered } = diffPlan(outputs, inputs, now());
    if (refreshed === undefined) notify({ memory, say }, asText(inputs["label"]), { outlook, notices });
    return { changes: refreshed === true ? true : changes, ordered };
  } catch (error) {
    // A refresh changes nothing, so there is nothing to refuse: it may have the inputs from before a failed update.
    if (refreshed === undefined || !(error instanceof RefusedError)) throw error;
    return { changes: refreshed, ordered: new Set() };
  }
}
