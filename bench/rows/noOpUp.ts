import { type Benchmark, figure, type Prepared, type Row } from "../benchmark";
import {
  callsOf,
  createProjectWithEmulator,
  plannedPlan,
  type ProjectWithEmulator,
  timeUp,
} from "../project";
import type { Sizes } from "../sizes";

/** `up --skip-preview` with nothing to do, against the same program with no plan. */
export const noOpUp: Benchmark = {
  name: "no-op-up",
  prepare,
  rows: (samples, { noOp }) => {
    const noPlan = figure(samples, "noPlan");
    const trivial = figure(samples, "trivialResource");
    const row = (work: string, metric: string) => ({
      work: `no-op up, ${work}`,
      unit: "s" as const,
      measured: figure(samples, metric),
      ratio: figure(samples, metric).median / noPlan.median,
      against: "the same program with no plan",
    });
    return [
      { work: "no-op up, the program with no plan", unit: "s", measured: noPlan },
      row("a dynamic resource that does nothing", "trivialResource"),
      ...noOp.plans.map(({ events, target }): Row => {
        const plan = row(`${events} events`, `events ${events}`);
        return {
          ...plan,
          target: `≤ ${target} ×`,
          reached: plan.ratio <= target,
          note: `against a dynamic resource that does nothing: ${(plan.measured.median / trivial.median).toFixed(2)} ×`,
        };
      }),
    ];
  },
};

async function prepare({ noOp: { rounds, plans } }: Sizes): Promise<Prepared> {
  const projects: ProjectWithEmulator[] = [];
  const release = async (): Promise<void> => {
    for (const { close } of projects) await close();
  };
  /** The first `up` does what there is to do; the measured ones find nothing, and must not call ENS. */
  const ready = async (metric: string, events: number, program?: string) => {
    const project = await createProjectWithEmulator(events, program);
    projects.push(project);
    if (events > 0) await project.stack.plans({ edge: plannedPlan(events) });
    await timeUp(project.stack);
    const before = callsOf(project.emulator);
    return async () => {
      const seconds = await timeUp(project.stack);
      const { reads, writes } = callsOf(project.emulator);
      if (reads + writes > before.reads + before.writes) throw new Error("a no-op up has called ENS");
      return { [metric]: seconds };
    };
  };
  try {
    const runs = [await ready("noPlan", 0), await ready("trivialResource", 0, "trivialResource")];
    for (const { events } of plans) runs.push(await ready(`events ${events}`, events));
    return { rounds, runs, release };
  } catch (error) {
    await release();
    throw error;
  }
}
