import { type Benchmark, figure, type Prepared, type Row } from "../benchmark";
import { inFreshProcess } from "../childProcess";
import { addLatency, callsOf, createProject, emulatorWith, plannedPlan, timeUp } from "../project";
import type { Sizes } from "../sizes";

const EVENTS_PER_CALL = 20;
const TARGET = 1.3;

/** The first `up` of many scheduled events: its calls, and its time against the same calls in a bare loop. */
export const firstUp: Benchmark = {
  name: "first-up",
  prepare,
  rows: (samples, { firstUp: { events, latencies } }) => {
    const writes = Math.ceil(events / EVENTS_PER_CALL);
    const reads = 2 * Math.ceil(events / 100) + 1;
    const empty = figure(samples, "empty");
    const counted = (metric: "writes" | "reads", target: string, most: number): Row => {
      const measured = figure(samples, `${metric} ${latencies[0]}`);
      return {
        work: `first up of ${events} events, ${metric}`,
        unit: "calls",
        measured,
        target,
        reached: measured.max <= most,
      };
    };
    return [
      counted("writes", `${writes}`, writes),
      counted("reads", `≤ ${reads}`, reads),
      ...latencies.map((ms): Row => {
        const up = figure(samples, `up ${ms}`);
        const loop = figure(samples, `loop ${ms}`);
        const ratio = (up.median - empty.median) / loop.median;
        return {
          work: `first up of ${events} events, ${ms} ms added per call`,
          unit: "s",
          measured: up,
          ratio,
          against: "the same calls in a bare loop, minus the time of the program with no plan",
          target: `≤ ${TARGET} ×`,
          reached: ratio <= TARGET,
          note: `bare loop ${loop.median.toFixed(1)} s, program with no plan ${empty.median.toFixed(1)} s`,
        };
      }),
    ];
  },
};

async function prepare({ firstUp: { rounds, events, latencies } }: Sizes): Promise<Prepared> {
  const emulator = await emulatorWith(events);
  const fresh = (ms: number): void => {
    emulator.reset();
    addLatency(emulator, ms);
  };
  const timed = async (plans: Record<string, unknown>): Promise<number> => {
    const stack = await createProject(emulator);
    try {
      await stack.plans(plans);
      return await timeUp(stack);
    } finally {
      await stack.remove();
    }
  };
  const runs = latencies.flatMap((ms) => [
    async () => {
      fresh(ms);
      const seconds = await timed({ edge: plannedPlan(events) });
      const { reads, writes } = callsOf(emulator);
      return { [`up ${ms}`]: seconds, [`reads ${ms}`]: reads, [`writes ${ms}`]: writes };
    },
    async () => {
      fresh(ms);
      const { endpoint, accessKeyId: id, accessKeySecret: secret } = emulator;
      const { seconds } = await inFreshProcess<{ seconds: number }>("bareLoop", {
        endpoint,
        key: { id, secret },
        events,
      });
      return { [`loop ${ms}`]: seconds };
    },
  ]);
  return {
    rounds,
    runs: [async () => ({ empty: await timed({}) }), ...runs],
    release: () => emulator.close(),
  };
}
