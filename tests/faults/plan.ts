import { isDeepStrictEqual } from "node:util";
import { CallError, type Properties, type ProviderProcess } from "../dynamic/providerProcess";
import type { Written } from "./judge";

/** What one run came to: what the engine had the provider do, and what it failed with. */
export interface Run {
  did: "create" | "update" | "refresh" | "delete" | "nothing";
  error?: CallError;
}

/** The events and the data policy of a program, as the user wrote them. */
export function writtenIn(program: Properties): { events: Written[]; dataPolicy: string } {
  const events = (program["events"] as string[]).map((text) => JSON.parse(text) as Written);
  return { events, dataPolicy: String(program["dataPolicy"]) };
}

/** What the engine keeps of a resource. */
interface Kept {
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** The last operation failed in part: whatever `diff` says, an update follows. */
  failed: boolean;
}

/** A plan as the engine deals with it; the rules are those of `tests/dynamic/lifecycle.ts`. */
export class Plan {
  kept: Kept | undefined;

  async up(provider: ProviderProcess, news: Properties): Promise<Run> {
    const { inputs, failures } = await provider.check(this.kept?.inputs ?? {}, news);
    if (failures.length > 0) throw new Error(`check refuses: ${JSON.stringify(failures)}`);
    if (!this.kept) return this.#create(provider, inputs);
    const { id, outputs, failed } = this.kept;
    const changes = await provider.diff(id, outputs, inputs);
    const same = changes === "none" || (changes === "unknown" && isDeepStrictEqual(inputs, this.kept.inputs));
    if (!same || failed) return this.#update(provider, this.kept, inputs);
    this.kept = { ...this.kept, inputs };
    return { did: "nothing" };
  }

  /** An update that no difference asks for. */
  async again(provider: ProviderProcess): Promise<void> {
    if (this.kept) await provider.update(this.kept.id, this.kept.outputs, this.kept.inputs);
  }

  async refresh(provider: ProviderProcess): Promise<Run> {
    if (!this.kept) return { did: "nothing" };
    try {
      const { outputs } = await provider.read(this.kept.id, this.kept.outputs);
      // The engine asks right after a read whether there is something to show.
      await provider.diff(this.kept.id, outputs, this.kept.inputs);
      this.kept = { ...this.kept, outputs, failed: false };
      return { did: "refresh" };
    } catch (error) {
      return { did: "refresh", error: callError(error) };
    }
  }

  async destroy(provider: ProviderProcess): Promise<Run> {
    if (!this.kept) return { did: "nothing" };
    try {
      await provider.delete(this.kept.id, this.kept.outputs);
      this.kept = undefined;
      return { did: "delete" };
    } catch (error) {
      return { did: "delete", error: callError(error) };
    }
  }

  async #create(provider: ProviderProcess, inputs: Properties): Promise<Run> {
    try {
      this.kept = { ...(await provider.create(inputs)), inputs, failed: false };
      return { did: "create" };
    } catch (error) {
      const failure = callError(error);
      const { partial } = failure;
      if (partial) this.kept = { id: partial.id, inputs, outputs: partial.properties, failed: true };
      return { did: "create", error: failure };
    }
  }

  async #update(provider: ProviderProcess, kept: Kept, inputs: Properties): Promise<Run> {
    try {
      const outputs = await provider.update(kept.id, kept.outputs, inputs);
      this.kept = { ...kept, inputs, outputs, failed: false };
      return { did: "update" };
    } catch (error) {
      const failure = callError(error);
      if (failure.partial) this.kept = { ...kept, outputs: failure.partial.properties, failed: true };
      return { did: "update", error: failure };
    }
  }
}

function callError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  throw error;
}
