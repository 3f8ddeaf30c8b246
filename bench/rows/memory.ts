import { type Benchmark, figure, type Run } from "../benchmark";
import { inFreshProcess } from "../childProcess";
import { growth } from "../statistics";

/** The peak memory of a process that checks, orders and compares many events; the host and its copies are not in it. */
export const memory: Benchmark = {
  name: "memory",
  tellsRevisionsApart: true,
  prepare: (checkout, { memory: { rounds, events: sizes } }) => {
    const runs = sizes.map((events): Run => ({
      rounds,
      measure: async () => {
        const input = { checkout, events };
        const { loadedMB, peakMB } = await inFreshProcess<{ loadedMB: number; peakMB: number }>(
          "memory",
          input,
        );
        return { [`peak ${events}`]: peakMB, [`over ${events}`]: peakMB - loadedMB };
      },
    }));
    return Promise.resolve({ runs, release: () => Promise.resolve() });
  },
  rows: (samples, { memory: { events: sizes } }) => {
    const largest = Math.max(...sizes);
    const before = sizes.at(-2) ?? largest;
    const measured = figure(samples, `peak ${largest}`);
    const over = figure(samples, `over ${largest}`).median;
    const ratio = growth(
      { size: before, cost: figure(samples, `over ${before}`).median },
      { size: largest, cost: over },
    );
    return [
      {
        work: `peak RSS of check, create and diff of ${largest} events`,
        unit: "MB",
        measured,
        ratio,
        against: `linear growth from ${before} events`,
        target: "bounded and stated",
        reached: ratio <= 1.3,
        note: `${((over * 1024) / largest).toFixed(1)} kB an event over a process that has loaded the code`,
      },
    ];
  },
};
