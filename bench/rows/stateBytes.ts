import { type Benchmark, figure, type Row } from "../benchmark";
import { createProjectWithEmulator, plannedPlan, scheduledPlan, timeUp } from "../project";

const TARGET = 450;

/** What an event costs in the state file that `pulumi stack export` writes, inputs and outputs together. */
export const stateBytes: Benchmark = {
  name: "state-bytes",
  prepare: ({ state: { events } }) => {
    const run = (metric: string, plan: object) => async () => {
      const { stack, close } = await createProjectWithEmulator(events);
      try {
        await stack.plans({ edge: plan });
        await timeUp(stack);
        const { output } = await stack.pulumi("stack", "export");
        return { [metric]: Buffer.byteLength(output) / events };
      } finally {
        await close();
      }
    };
    const runs = [run("planTime", plannedPlan(events)), run("schedule", scheduledPlan(events))];
    return Promise.resolve({ rounds: 1, runs });
  },
  rows: (samples, { state: { events } }) => {
    const row = (metric: string, words: string): Row => ({
      work: `state per event, ${words}`,
      unit: "bytes",
      measured: figure(samples, metric),
      target: `≤ ${TARGET}`,
      reached: figure(samples, metric).median <= TARGET,
      note: `the whole exported file over ${events} events`,
    });
    return [row("planTime", "each with a planTime"), row("schedule", "timed by a schedule, in groups")];
  },
};
