import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { CallError, type Changes, type Properties, type ProviderProcess } from "./providerProcess";

/** One `pulumi up` in the life of a plan, and what is to come of it. */
interface Step {
  /** What happens at ENS before it. */
  meanwhile?: () => void;
  /** `pulumi refresh` first: whether it shows that the plan changed. */
  refresh?: "same" | "changed";
  inputs: Properties;
  /** What `check` refuses; the step ends there. */
  refused?: RegExp;
  /** What `diff` says; not asked for on creation. */
  diff?: Changes;
  /** What the operation fails with. Where nothing is expected here, it must succeed. */
  fails?: RegExp;
  /** Lines of `migrations` afterwards, by event id, each event of the plan exactly once. */
  migrations?: Record<string, RegExp>;
}

export interface Life {
  create: Step;
  updates?: readonly Step[];
  /** Where it is left out, the plan is destroyed and that must succeed. */
  delete?: { meanwhile?: () => void; refused: RegExp };
}

/** What the engine keeps of a resource. */
interface Kept {
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** The last operation failed in part: whatever `diff` says, an update follows. */
  failed: boolean;
}

/**
 * Plays a life against the provider by the engine's rules:
 *
 * - `check` sees the inputs of the last operation that succeeded, `diff` the outputs of the last operation;
 * - an unknown diff makes the engine compare inputs itself;
 * - without changes the new inputs are kept and the old outputs stay;
 * - a partial failure of a creation keeps the new inputs, of an update the old ones; both take the new outputs;
 * - any other failure leaves everything as it was;
 * - a refresh clears failures and asks `diff` about the fresh outputs and the old inputs.
 */
export async function lifecycle(provider: ProviderProcess, life: Life): Promise<Kept | undefined> {
  let kept = await create(provider, life.create);
  for (const [index, step] of (life.updates ?? []).entries()) {
    assert.ok(kept, "the plan exists");
    kept = await update(provider, kept, step, `update ${index + 1}`);
  }
  if (!kept) return undefined;
  const { id, outputs } = kept;
  life.delete?.meanwhile?.();
  if (life.delete) await assert.rejects(provider.delete(id, outputs), life.delete.refused);
  else await provider.delete(id, outputs);
  return kept;
}

async function create(provider: ProviderProcess, step: Step): Promise<Kept | undefined> {
  step.meanwhile?.();
  const inputs = await check(provider, {}, step, "creation");
  if (!inputs) return undefined;
  try {
    const { id, outputs } = await provider.create(inputs);
    return judge({ id, inputs, outputs, failed: false }, step, "creation");
  } catch (error) {
    const partial = failure(error, step, "creation");
    if (!partial) return undefined;
    return judge({ id: partial.id, inputs, outputs: partial.properties, failed: true }, step, "creation");
  }
}

async function update(provider: ProviderProcess, before: Kept, step: Step, where: string): Promise<Kept> {
  step.meanwhile?.();
  const kept = step.refresh ? await refresh(provider, before, step.refresh, where) : before;
  const inputs = await check(provider, kept.inputs, step, where);
  if (!inputs) return kept;
  const changes = await provider.diff(kept.id, kept.outputs, inputs);
  if (step.diff) assert.equal(changes, step.diff, `${where}: diff`);
  const same = changes === "none" || (changes === "unknown" && isDeepStrictEqual(inputs, kept.inputs));
  if (same && !kept.failed) return judge({ ...kept, inputs }, step, where);
  try {
    const outputs = await provider.update(kept.id, kept.outputs, inputs);
    return judge({ ...kept, inputs, outputs, failed: false }, step, where);
  } catch (error) {
    const partial = failure(error, step, where);
    if (!partial) return kept;
    assert.equal(partial.id, kept.id, `${where}: the id of the failure`);
    return judge({ ...kept, outputs: partial.properties, failed: true }, step, where);
  }
}

async function refresh(
  provider: ProviderProcess,
  before: Kept,
  expected: "same" | "changed",
  where: string,
): Promise<Kept> {
  const { id, outputs } = await provider.read(before.id, before.outputs);
  assert.equal(id, before.id, `${where}: the id after a refresh`);
  const changes = await provider.diff(id, outputs, before.inputs);
  assert.equal(changes === "none" ? "same" : "changed", expected, `${where}: what the refresh shows`);
  return { ...before, outputs, failed: false };
}

async function check(
  provider: ProviderProcess,
  olds: Properties,
  { inputs: news, refused }: Step,
  where: string,
): Promise<Properties | undefined> {
  const { inputs, failures } = await provider.check(olds, news);
  const refusals = failures.map(({ property, reason }) => `${property} ${reason}`).join("\n");
  if (refused) {
    assert.match(refusals, refused, `${where}: what check refuses`);
    return undefined;
  }
  assert.equal(refusals, "", `${where}: check refuses`);
  return inputs;
}

function failure(error: unknown, { fails }: Step, where: string): CallError["partial"] {
  if (!(error instanceof CallError) || !fails) throw error;
  assert.match(error.message, fails, `${where}: what it fails with`);
  return error.partial;
}

function judge(kept: Kept, { fails, migrations }: Step, where: string): Kept {
  if (fails) assert.ok(kept.failed, `${where}: should have failed with ${String(fails)}`);
  if (migrations) {
    const lines = kept.outputs["migrations"] as Record<string, string>;
    assert.deepEqual(Object.keys(lines).sort(), Object.keys(migrations).sort(), `${where}: events`);
    for (const [eventId, line] of Object.entries(migrations)) assert.match(lines[eventId] ?? "", line, where);
  }
  return kept;
}
