import { randomUUID } from "node:crypto";
import type { Surroundings } from "../apply/request";
import type { Failure } from "../plan/model/advice";
import { isNotTaken, isPending, type Migration } from "../plan/model/migration";
import type { Connection } from "../api/connection";
import { asText, type PlanState, readState, writeState } from "../plan/state/state";
import { count, describe, firstOf, summarise } from "../plan/state/summary";
import { clientFor, configuration } from "./configuration";
import { adviceOf, asProviderError, PartialFailure, ProviderError } from "./errors";
import { LivePlans } from "./livePlans";
import { plainObject } from "./plainJson";
import { reasonsOf } from "./reasons";

/** Plain JSON as the host hands it over. Never `any`: what is in it is judged before it is used. */
type Properties = Record<string, unknown>;

/**
 * The dynamic provider of `MigrationPlan`: Pulumi's methods over the core. What each of them gets and may return, and the
 * traps that shape this file, are in docs/adr/0002-constant-provider.md.
 *
 * Modules are loaded when a method needs them: every `pulumi` command starts a fresh process.
 */
export const provider = {
  configure({ config }: { config: { get(key: string): string | undefined } }): Promise<void> {
    // Other methods may run before this promise is awaited by the host, so it only keeps what they await themselves.
    configuration.set((key) => config.get(key));
    return Promise.resolve();
  },

  check: (olds: Properties, news: Properties) =>
    guarded(async () => {
      const { check } = await import("../plan/check.js");
      const { inputs, failures, notices } = check(olds, news, Date.now());
      for (const notice of notices) say(asText(news["label"]), notice);
      return { inputs: plainObject(inputs), failures };
    }),

  diff: (id: string, olds: Properties, news: Properties) =>
    guarded(async () => {
      const [{ diff }, { PendingOrderError, RefusedError }] = await Promise.all([
        import("../plan/diff.js"),
        import("../plan/orders/refusals.js"),
      ]);
      const refreshed = justRefreshed.get(id);
      justRefreshed.delete(id);
      livePlans.see(id, {
        stack: asText(olds["stack"]),
        onRemove: news["onRemove"] === "fail" ? "fail" : "retain",
        migrations: () => readState(olds).migrations,
      });
      try {
        const { changes, notices } = diff(olds, news, Date.now());
        if (refreshed === undefined) for (const notice of notices) say(asText(news["label"]), notice);
        return { changes: refreshed === true ? true : changes };
      } catch (error) {
        // A refresh changes nothing, so there is nothing to refuse: it may have the inputs from before a failed update.
        const isRefusal = error instanceof PendingOrderError || error instanceof RefusedError;
        if (refreshed === undefined || !isRefusal) throw error;
        return { changes: refreshed };
      }
    }),

  create: (inputs: Properties) =>
    guarded(async () => {
      const id = `migration-plan-${randomUUID()}`;
      return { id, outs: await order(id, inputs, undefined) };
    }),

  update: (id: string, olds: Properties, news: Properties) =>
    guarded(async () => ({ outs: await order(id, news, readState(olds)) })),

  read: (id: string, outputs: Properties) =>
    guarded(async () => {
      const before = readState(outputs);
      const { refresh } = await import("../apply/refresh.js");
      const state = await refresh(before, await surroundings(id, before));
      seeAlive(id, state);
      const props = plainObject({ ...writeState(state) });
      const { noticesOf } = await import("../plan/orders/notices.js");
      for (const notice of noticesOf(state)) say(state.label, notice);
      const line = describe(summarise(state.migrations));
      // What is gone was left behind, and is over or another plan's: no change of this one.
      const written = outputs["migrations"] as Record<string, string>;
      const changed = Object.entries(props["migrations"] as Record<string, string>).some(
        ([eventId, text]) => written[eventId] !== text,
      );
      if (changed) say(state.label, line);
      justRefreshed.set(id, changed);
      return { id, props };
    }),

  delete: (id: string, outputs: Properties) =>
    guarded(async () => {
      let state: PlanState;
      try {
        state = readState(outputs);
      } catch (error) {
        // State that nobody can read: there is nothing to undo at ENS either way, so it must not hold the plan back.
        say(
          "",
          `removed without a look at its orders, which stay in force: ${asProviderError(error).message}`,
        );
        return;
      }
      await remove(id, state);
      livePlans.forget(id);
    }),
};

const livePlans = new LivePlans();

/**
 * Plans that were read, and whether that differed from the state. In a refresh the engine shows what changed only if `diff` says so right
 * after `read`, and `diff` sees no more than the fresh outputs.
 */
const justRefreshed = new Map<string, boolean>();

async function order(id: string, inputs: Properties, before: PlanState | undefined): Promise<Properties> {
  // Inputs may have been changed after `check`, by a policy's remediation, so they are read anew.
  const [{ endWithEngine }, { apply }, { readOptions }, { parsePlanned }] = await Promise.all([
    import("./engine.js"),
    import("../apply/apply.js"),
    import("../plan/input/options.js"),
    import("../plan/lines/planned.js"),
  ]);
  endWithEngine();
  const options = readOptions(inputs);
  const planned = Object.entries((inputs["planned"] ?? {}) as Record<string, string>).map(([eventId, line]) =>
    parsePlanned(eventId, line),
  );
  const passwords = (inputs["passwords"] ?? {}) as Record<string, string>;
  const request = {
    planned,
    schedule: inputs["schedule"],
    passwords,
    options,
    before: before?.migrations ?? new Map<string, Migration>(),
    readAt: before?.readAt,
  };
  const { state, failures } = await apply(request, await surroundings(id, options));
  seeAlive(id, state);

  const outputs = plainObject({ ...writeState(state) });
  if (failures.length === 0) return outputs;
  throw failureOf(id, state, failures, {
    outputs,
    provider: inputs["__provider"],
    isNew: before === undefined,
  });
}

/** A new plan of which ENS has taken nothing leaves nothing to remember: it is simply not created. */
function failureOf(
  id: string,
  state: PlanState,
  failures: readonly Failure[],
  { outputs, provider, isNew }: { outputs: Properties; provider: unknown; isNew: boolean },
): ProviderError {
  const reasons = reasonsOf(state.label, failures);
  const nothingStands = [...state.migrations.values()].every(({ ordered }) => isNotTaken(ordered));
  const advice = adviceOf(failures);
  return isNew && nothingStands
    ? new ProviderError(reasons.join("\n"), advice)
    : new PartialFailure(id, outputs, provider, reasons, advice);
}

async function remove(id: string, state: PlanState): Promise<void> {
  const pendingIn = ({ migrations }: PlanState) =>
    [...migrations].filter(
      ([eventId, migration]) => isPending(migration) && !livePlans.isHeldByOther(id, state.stack, eventId),
    );
  const onRemove = livePlans.onRemoveOf(id) ?? state.onRemove;
  let known = state;
  if (onRemove === "fail" && pendingIn(state).length > 0) {
    const { refresh } = await import("../apply/refresh.js");
    let unread: string | undefined;
    try {
      known = await refresh(state, await surroundings(id, state));
    } catch (error) {
      unread = asProviderError(error).message;
    }
    const pending = pendingIn(known);
    if (pending.length > 0) {
      const { PendingOrderError } = await import("../plan/orders/refusals.js");
      const isGone = livePlans.onRemoveOf(id) === undefined; // Of a plan in the program, `diff` has heard.
      throw new PendingOrderError(state.label, pending, { isGone, unread });
    }
  }
  for (const [eventId, { status, resourceId, unreported }] of known.migrations)
    if (unreported) say(state.label, `${eventId} (${resourceId}): ${status} on the platform`);
  const pending = pendingIn(known);
  if (pending.length === 0) return;
  const named = pending.map(([eventId]) => eventId);
  say(
    state.label,
    `${count(pending.length, "order")} ${pending.length === 1 ? "stays" : "stay"} in force, since ENS has no call to cancel one: ${firstOf(named, 20)}`,
  );
}

async function surroundings(
  id: string,
  { label, stack, connection }: { label: string; stack: string; connection?: Connection },
): Promise<Surroundings> {
  const log = (line: string) => say(label, line);
  const isHeld = (eventId: string) => livePlans.isHeldByOther(id, stack, eventId);
  const inherited = (eventId: string) => livePlans.rememberedByOther(id, stack, eventId);
  return { client: await clientFor(connection, log), now: Date.now, log, isHeld, inherited };
}

/** The host has no engine to log to; what it prints, the engine shows as information on the stack. */
function say(label: string, line: string): void {
  console.log(label ? `${label}: ${line}` : line);
}

function seeAlive(id: string, { stack, onRemove, migrations }: PlanState): void {
  livePlans.see(id, { stack, onRemove, migrations: () => migrations });
}

async function guarded<T>(method: () => Promise<T>): Promise<T> {
  try {
    return await method();
  } catch (error) {
    throw asProviderError(error);
  }
}
