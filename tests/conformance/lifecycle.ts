import assert from "node:assert/strict";
import type { Kept, PlanName, Properties, ProviderHost } from "./host";
import { Plan, RefusedError, type Run } from "./plan";

/** One `pulumi up` in the life of a plan, and what is to come of it. */
interface Step {
  /** What happens at ENS before it. */
  meanwhile?: () => void;
  /** `pulumi refresh` first: whether it shows that the plan changed. */
  refresh?: "same" | "changed";
  /** The plan's new name, of which an alias told the engine. */
  renamed?: string;
  /** As a program writes them. */
  args: Properties;
  /** What `check` refuses; the step ends there. */
  refused?: RegExp;
  /** What `diff` says: nothing, what the edited inputs say, or something whatever they say. Not asked for on creation. */
  diff?: "none" | "edited" | "some";
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

/** Plays a life against a host; the result is what the engine kept last. */
export async function lifecycle(host: ProviderHost, name: PlanName, life: Life): Promise<Kept | undefined> {
  const plan = new Plan(name);
  await step(host, plan, life.create, "creation");
  for (const [index, each] of (life.updates ?? []).entries()) {
    assert.ok(plan.kept, "the plan exists");
    await step(host, plan, each, `update ${index + 1}`);
  }
  const { kept } = plan;
  if (!kept) return undefined;
  life.delete?.meanwhile?.();
  const { error } = await plan.destroy(host);
  if (life.delete) assert.match(error?.message ?? "", life.delete.refused);
  else assert.equal(error, undefined);
  return kept;
}

async function step(host: ProviderHost, plan: Plan, each: Step, where: string): Promise<void> {
  each.meanwhile?.();
  if (each.refresh) {
    const { error, changes } = await plan.refresh(host);
    if (error) throw error;
    assert.equal(changes === "none" ? "same" : "changed", each.refresh, `${where}: what the refresh shows`);
  }
  if (each.renamed !== undefined) plan.name = { ...plan.name, name: each.renamed };
  try {
    judge(plan, await plan.up(host, each.args), each, where);
    assert.equal(each.refused, undefined, `${where}: check refuses nothing`);
  } catch (error) {
    if (!(error instanceof RefusedError) || !each.refused) throw error;
    assert.match(error.message, each.refused, `${where}: what check refuses`);
  }
}

function judge({ kept }: Plan, run: Run, { diff, fails, migrations }: Step, where: string): void {
  if (diff === "edited") assert.ok(run.changes !== "none" && run.isEdited, `${where}: diff shows an edit`);
  else if (diff) assert.equal(run.changes, diff, `${where}: diff`);
  if (run.error && !fails) throw run.error;
  if (fails) assert.match(run.error?.message ?? "", fails, `${where}: what it fails with`);
  if (!migrations) return;
  const lines = (kept?.outputs["migrations"] ?? {}) as Record<string, string>;
  assert.deepEqual(Object.keys(lines).sort(), Object.keys(migrations).sort(), `${where}: events`);
  for (const [eventId, line] of Object.entries(migrations)) assert.match(lines[eventId] ?? "", line, where);
}
