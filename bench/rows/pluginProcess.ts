import { type Benchmark, figure, type Row } from "../benchmark";
import { inFreshProcess } from "../childProcess";

const MAX_MS = 250;
const MAX_MB = 80;

/** What the plugin's process costs before it is asked about a plan. */
export const pluginProcess: Benchmark = {
  name: "plugin-process",
  prepare: ({ pluginProcess: { rounds } }) => {
    const run = async () => {
      const { startMs, restMB } = await inFreshProcess<{ startMs: number; restMB: number }>(
        "pluginStart",
        {},
      );
      return { start: startMs, rest: restMB };
    };
    return Promise.resolve({ rounds, runs: [run] });
  },
  rows: (samples) => {
    const row = (metric: string, what: string, unit: "ms" | "MB", most: number): Row => {
      const measured = figure(samples, metric);
      return {
        work: `plugin process, ${what}`,
        unit,
        measured,
        target: `≤ ${most} ${unit}`,
        reached: measured.median <= most,
      };
    };
    return [
      row("start", "from its start to its port", "ms", MAX_MS),
      row("rest", "RSS once it is configured", "MB", MAX_MB),
    ];
  },
};
