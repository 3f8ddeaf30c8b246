import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import {
  CallError,
  type Changes,
  type Kept,
  type PlanName,
  type Properties,
  type ProviderHost,
} from "./host";

/** What one run came to: what the engine had the provider do, and what it failed with. */
export interface Run {
  did: "create" | "update" | "refresh" | "delete" | "nothing";
  error?: CallError;
  /** What `diff` said, where it was asked. */
  changes?: Changes;
  /** Whether the inputs are others than those of the last operation that succeeded. */
  isEdited?: boolean;
}

/** What `check` refuses of a program: nothing comes after it. */
export class RefusedError extends Error {}

/**
 * A plan as the engine deals with it:
 *
 * - `check` sees the inputs of the last operation that succeeded, `diff` the outputs of the last operation;
 * - an unknown diff makes the engine compare inputs itself;
 * - without changes the new inputs are kept and the old outputs stay;
 * - a partial failure of a creation keeps the new inputs, of an update the old ones; both take the new outputs;
 * - any other failure leaves everything as it was;
 * - a refresh clears failures and asks `diff` about the fresh outputs and the old inputs.
 */
export class Plan {
  name: PlanName;
  kept: Kept | undefined;
  /** The last operation failed in part: whatever `diff` says, an update follows. */
  #isFailed = false;

  constructor(name: PlanName) {
    this.name = name;
  }

  async up(host: ProviderHost, args: Properties): Promise<Run> {
    const { name, kept } = this;
    const { inputs, failures } = await host.check(name, kept?.inputs ?? {}, args);
    if (failures.length > 0)
      throw new RefusedError(failures.map(({ property, reason }) => `${property} ${reason}`).join("\n"));
    if (!kept) return this.#create(host, inputs);
    const changes = await host.diff(name, kept, inputs);
    const isEdited = !isDeepStrictEqual(inputs, kept.inputs);
    const isSame = changes === "none" || (changes === "unknown" && !isEdited);
    if (!isSame || this.#isFailed) return { ...(await this.#update(host, kept, inputs)), changes, isEdited };
    this.kept = { ...kept, inputs };
    return { did: "nothing", changes, isEdited };
  }

  /** An update that no difference asks for. */
  async again(host: ProviderHost): Promise<void> {
    if (this.kept) await host.update(this.name, this.kept, this.kept.inputs);
  }

  async refresh(host: ProviderHost): Promise<Run> {
    const { name, kept } = this;
    if (!kept) return { did: "nothing" };
    try {
      const read = await host.read(name, kept);
      assert.equal(read.id, kept.id, "the id after a refresh");
      // The engine asks right after a read whether there is something to show.
      const changes = await host.diff(name, read, kept.inputs);
      this.#keep(read, false);
      return { did: "refresh", changes };
    } catch (error) {
      return { did: "refresh", error: callError(error) };
    }
  }

  async destroy(host: ProviderHost): Promise<Run> {
    if (!this.kept) return { did: "nothing" };
    try {
      await host.delete(this.name, this.kept);
      this.kept = undefined;
      return { did: "delete" };
    } catch (error) {
      return { did: "delete", error: callError(error) };
    }
  }

  async #create(host: ProviderHost, inputs: Properties): Promise<Run> {
    try {
      this.#keep({ ...(await host.create(this.name, inputs)), inputs }, false);
      return { did: "create" };
    } catch (error) {
      const failure = callError(error);
      const { partial } = failure;
      if (partial) this.#keep({ id: partial.id, inputs, outputs: partial.properties }, true);
      return { did: "create", error: failure };
    }
  }

  async #update(host: ProviderHost, kept: Kept, inputs: Properties): Promise<Run> {
    try {
      this.#keep({ ...kept, inputs, outputs: await host.update(this.name, kept, inputs) }, false);
      return { did: "update" };
    } catch (error) {
      const failure = callError(error);
      const { partial } = failure;
      if (partial) {
        assert.equal(partial.id, kept.id, "the id of the failure");
        this.#keep({ ...kept, outputs: partial.properties }, true);
      }
      return { did: "update", error: failure };
    }
  }

  #keep(kept: Kept, isFailed: boolean): void {
    this.kept = kept;
    this.#isFailed = isFailed;
  }
}

function callError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  throw error;
}
