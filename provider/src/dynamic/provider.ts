import type { Host, Properties } from "../host/host";
import { Memory } from "../host/memory";
import { clientFor, configuration } from "./configuration";
import { asProviderError, PartialFailure, ProviderError, withoutEcho } from "./errors";
import { plainObject } from "./plainJson";

/**
 * The dynamic provider of `MigrationPlan`: Pulumi's methods over the resource's life. What each of them gets and may return,
 * and the traps that shape this file, are in docs/adr/0002-constant-provider.md.
 *
 * Modules are loaded when a method needs them: every `pulumi` command starts a fresh process.
 */
export const provider = {
  configure({ config }: { config: { get(key: string): string | undefined } }): Promise<void> {
    // Other methods may run before this promise is awaited by the engine's host, so it only keeps what they await themselves.
    configuration.set((key) => config.get(key));
    return Promise.resolve();
  },

  check: (olds: Properties, news: Properties) =>
    guarded(async () => {
      const { check } = await import("../host/check.js");
      const { inputs, failures } = check(hostOf(news), olds, news);
      return { inputs: plainObject(inputs), failures };
    }, withoutEcho),

  diff: (id: string, olds: Properties, news: Properties) =>
    guarded(async () => {
      const { diff } = await import("../host/diff.js");
      const { changes } = diff(hostOf(news), id, olds, news);
      // Pulumi's host finds this code by the state. A state of the plugin has nothing to find it by, until an update writes it.
      return { changes: "__provider" in olds ? changes : true };
    }, withoutEcho),

  create: (inputs: Properties) =>
    guarded(async () => {
      await endWithEngine();
      const { create } = await import("../host/order.js");
      const { id, outputs, failure } = await create(hostOf(inputs), inputs);
      if (!failure) return { id, outs: plainObject({ ...outputs }) };
      if (failure.nothingStands) throw new ProviderError(failure.reasons.join("\n"), failure.advice);
      throw new PartialFailure(id, { ...outputs }, inputs["__provider"], failure);
    }),

  update: (id: string, olds: Properties, news: Properties) =>
    guarded(async () => {
      await endWithEngine();
      const { update } = await import("../host/order.js");
      const { outputs, failure } = await update(hostOf(news), id, olds, news);
      if (failure) throw new PartialFailure(id, { ...outputs }, news["__provider"], failure);
      return { outs: plainObject({ ...outputs }) };
    }),

  read: (id: string, outputs: Properties) =>
    guarded(async () => {
      const { read } = await import("../host/read.js");
      return { id, props: plainObject({ ...(await read(hostOf(outputs), id, outputs)) }) };
    }, withoutEcho),

  delete: (id: string, outputs: Properties) =>
    guarded(async () => {
      const { remove } = await import("../host/remove.js");
      await remove(hostOf(outputs), id, outputs);
    }, withoutEcho),
};

const memory = new Memory();

/** What the dynamic host has for an operation: no engine to log to, so what it prints is shown as information on the stack. */
function hostOf({ label }: Properties): Host {
  return {
    memory,
    clientFor,
    now: Date.now,
    say: (_, line) => console.log(typeof label === "string" && label ? `${label}: ${line}` : line),
  };
}

async function endWithEngine(): Promise<void> {
  (await import("../host/endWithEngine.js")).endWithEngine();
}

async function guarded<T>(
  method: () => Promise<T>,
  asThrown: (error: unknown) => ProviderError = asProviderError,
): Promise<T> {
  try {
    return await method();
  } catch (error) {
    throw asThrown(error);
  }
}
