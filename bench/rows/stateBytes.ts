import type { Benchmark, Run } from "../benchmark";
import { figure } from "../benchmark";
import { createWorld, plannedPlan, scheduledPlan, timeUp } from "../project";
import type { Row } from "../row";

const TARGET = 450;

/** What an event costs in the state file that `pulumi stack export` writes, inputs and outputs together. */
export const stateBytes: Benchmark = {
  name: "state-bytes",
  tellsRevisionsApart: true,
  prepare: (checkout, { state }) => {
    const run = (metric: string, plan: object): Run => ({
      rounds: 1,
      measure: async () => {
        const { stack, close } = await createWorld(checkout, state.events);
        try {
          await stack.plans({ edge: plan });
          await timeUp(stack);
          const { output } = await stack.pulumi("stack", "export");
          return { [metric]: Buffer.byteLength(output) / state.events };
        } finally {
          await close();
        }
      },
    });
    const runs = [run("planTime", plannedPlan(state.events)), run("schedule", scheduledPlan(state.events))];
    return Promise.resolve({ runs, release: () => Promise.resolve() });
  },
  rows: (samples, { state }) => {
    const row = (metric: string, words: string): Row => ({
      work: `state an event, ${words}`,
      unit: "bytes",
      measured: figure(samples, metric),
      target: `≤ ${TARGET}`,
      reached: figure(samples, metric).median <= TARGET,
      note: `the whole exported file over ${state.events} events`,
    });
    return [row("planTime", "each with a planTime"), row("schedule", "timed by a schedule, in groups")];
  },
};
