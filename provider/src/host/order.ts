import { randomUUID } from "node:crypto";
import { apply } from "../apply/apply";
import { readOptions } from "../plan/input/options";
import { quoting } from "../plan/lines/columns";
import { namesFrom } from "../plan/lines/instance";
import { readPlanned } from "../plan/lines/planned";
import { isNotTaken } from "../plan/model/migration";
import { movesOf } from "../plan/orders/notices";
import { reasonsOf, withoutEvents } from "../plan/orders/reasons";
import { type PlanOutputs, type PlanState, readState, writeState } from "../plan/state/state";
import { contextOf } from "./contextOf";
import { adviceOf, type EventAdvice } from "./failure";
import type { Host, Properties } from "./host";
import { notify } from "./notify";

/** What became of an operation that orders. */
export interface Ordering {
  /** What to keep, whether it failed or not. */
  outputs: PlanOutputs;
  /** Why it failed in part or as a whole; `undefined`: it did not. */
  failure?: OrderingFailure;
}

export interface OrderingFailure {
  /** One text a cause, each naming its events; one that names none where they are secret. */
  reasons: readonly string[];
  advice: readonly EventAdvice[];
  /** ENS has taken nothing: a creation leaves no resource. */
  nothingStands: boolean;
}

/** A new plan's orders. What is known before anything is sent to fail, such as a first reading, is thrown. */
export async function create(host: Host, inputs: Properties): Promise<Ordering & { id: string }> {
  const id = `migration-plan-${randomUUID()}`;
  return { id, ...(await order(host, id, inputs, undefined)) };
}

/** Orders what the plan says now and ENS does not have yet. Throws as `create` does. */
export async function update(
  host: Host,
  id: string,
  outputs: Properties,
  inputs: Properties,
): Promise<Ordering> {
  return order(host, id, inputs, readState(outputs));
}

async function order(
  host: Host,
  id: string,
  inputs: Properties,
  before: PlanState | undefined,
): Promise<Ordering> {
  // Inputs may have been changed after `check`, by a policy's remediation, so they are read anew.
  const options = readOptions(inputs);
  const request = {
    planned: quoting(options, () => readPlanned(inputs["planned"])),
    schedule: inputs["schedule"],
    passwords: (inputs["passwords"] ?? {}) as Record<string, string>,
    options,
    before: before?.migrations ?? new Map(),
    readAt: before?.readAt,
  };
  const context = await contextOf(host, id, options);
  const { state, failures } = await apply(request, context);
  host.memory.see(id, { ...state, migrations: () => state.migrations });
  const failed = new Set(failures.map(({ eventId }) => eventId));
  const others = [...state.migrations].filter(([eventId]) => !failed.has(eventId));
  notify({ ...host, say: context.say }, state.label, {
    notices: movesOf({ ...state, migrations: new Map(others) }),
  });
  host.memory.forgetSaid(state.label);
  const outputs = writeState(state);
  if (failures.length === 0) return { outputs };
  const texts = reasonsOf(failures, namesFrom(state.migrations, request.before));
  if (state.secret) for (const text of texts) context.say("warning", text);
  const reasons = (state.secret ? [withoutEvents(failures)] : texts).map((text) => `${state.label}: ${text}`);
  const nothingStands = [...state.migrations.values()].every(({ ordered }) => isNotTaken(ordered));
  return {
    outputs,
    failure: { reasons, advice: adviceOf(failures), nothingStands },
  };
}
