import { type Benchmark, figure, type Prepared, type Run } from "../benchmark";
import { callsOf, createWorld, plannedPlan, timeUp, type World } from "../project";
import type { Row } from "../row";
import type { Sizes } from "../sizes";
import { figureOf } from "../statistics";

/** `up --skip-preview` with nothing to do, against the same program with no plan. */
export const noOpUp: Benchmark = {
  name: "no-op-up",
  tellsRevisionsApart: true,
  prepare,
  rows: (samples, { noOp }) => {
    const noPlan = figure(samples, "noPlan");
    const explained = (work: string, metric: string): Row => ({
      work: `no-op up, ${work}`,
      unit: "s",
      measured: figure(samples, metric),
      ratio: figure(samples, metric).median / noPlan.median,
      against: "the same program with no plan",
    });
    return [
      explained("a program that only loads Pulumi", "onlyPulumi"),
      { work: "no-op up, the program with no plan", unit: "s", measured: noPlan },
      explained("a dynamic resource that does nothing", "trivialResource"),
      ...noOp.plans.map(({ events, target }): Row => {
        const row = explained(`${events} events`, `events ${events}`);
        return {
          ...row,
          target: `≤ ${target} ×`,
          reached: (row.ratio ?? Infinity) <= target,
          note: `against a dynamic resource that does nothing: ${(row.measured.median / figureOf(samples["trivialResource"] ?? []).median).toFixed(2)} ×`,
        };
      }),
    ];
  },
};

async function prepare(checkout: string, { noOp }: Sizes): Promise<Prepared> {
  const worlds: World[] = [];
  const release = async (): Promise<void> => {
    for (const { close } of worlds) await close();
  };
  /** The first `up` does what there is to do; the measured ones find nothing, and must not call ENS. */
  const ready = async (metric: string, events: number, program?: string): Promise<Run> => {
    const world = await createWorld(checkout, events, program);
    worlds.push(world);
    if (program === undefined && events > 0) await world.stack.plans({ edge: plannedPlan(events) });
    await timeUp(world.stack);
    const before = callsOf(world.emulator);
    return {
      rounds: noOp.rounds,
      measure: async () => {
        const seconds = await timeUp(world.stack);
        const { reads, writes } = callsOf(world.emulator);
        if (reads + writes > before.reads + before.writes) throw new Error("a no-op up has called ENS");
        return { [metric]: seconds };
      },
    };
  };
  try {
    const runs: Run[] = [
      await ready("onlyPulumi", 0, "onlyPulumi"),
      await ready("noPlan", 0),
      await ready("trivialResource", 0, "trivialResource"),
    ];
    for (const { events } of noOp.plans) runs.push(await ready(`events ${events}`, events));
    return { runs, release };
  } catch (error) {
    await release();
    throw error;
  }
}
