import { type Benchmark, figure, type Row } from "../benchmark";
import { inFreshProcess } from "../childProcess";
import { growth } from "../statistics";

const TIMINGS = [
  { timing: "planTime", words: "each event with a planTime" },
  { timing: "schedule", words: "timed by a schedule, in groups" },
] as const;
const WORK = [
  { work: "first", words: "first plan (check)" },
  { work: "unchanged", words: "unchanged plan (check and diff)" },
] as const;

const SLOWEST = 2_000;
const STEEPEST = 1.3;

/** Schedule, check and diff without Pulumi, network or clock, as the number of events grows. */
export const purePart: Benchmark = {
  name: "pure-part",
  prepare: ({ pure: { smallest, largest } }) => {
    const runs = TIMINGS.flatMap(({ timing }) =>
      [smallest, largest].map((events) => async () => {
        const answer = await inFreshProcess<Record<"first" | "unchanged" | "cold", number>>("pure", {
          timing,
          events,
        });
        return Object.fromEntries(
          Object.entries(answer).map(([work, ms]) => [`${timing} ${work} ${events}`, ms]),
        );
      }),
    );
    return Promise.resolve({ rounds: 1, runs });
  },
  rows: (samples, { pure: { smallest, largest } }) =>
    TIMINGS.flatMap(({ timing, words }) =>
      WORK.map(({ work, words: what }): Row => {
        const measured = figure(samples, `${timing} ${work} ${largest}`);
        const cold = figure(samples, `${timing} cold ${largest}`).median;
        const ratio = growth(
          { size: smallest, cost: figure(samples, `${timing} ${work} ${smallest}`).median },
          { size: largest, cost: measured.median },
        );
        return {
          work: `${what} of ${largest} events, ${words}`,
          unit: "ms",
          measured,
          ratio,
          against: `linear growth from ${smallest} events`,
          target: `≤ ${SLOWEST} ms, ≤ ${STEEPEST} ×`,
          reached: measured.median <= SLOWEST && ratio <= STEEPEST,
          ...(work === "first" && { note: `in a process that has just started: ${Math.round(cold)} ms` }),
        };
      }),
    ),
};
