import { type Benchmark, figure, has, type Metrics, type Prepared, type Run } from "../benchmark";
import { inThirtyDays, plannedEvents } from "../processes/events.mjs";
import { addLatency, callsOf, createProject, emulatorWith, plannedPlan, timeUp } from "../project";
import { pythonWithClient, SCRIPT } from "../python";
import type { Row } from "../row";
import type { Sizes } from "../sizes";

interface Alternative {
  metric: string;
  words: string;
  /** How many times faster a plan is to be. */
  target?: number;
  note?: string;
}

const ALTERNATIVES: readonly Alternative[] = [
  { metric: "resources", words: "one dynamic resource an event", target: 10 },
  { metric: "script", words: "the vendor's Python client, one event a call", target: 2 },
  {
    metric: "batches",
    words: "the vendor's Python client, twenty events a call",
    note: "for comparison: it reads nothing before and checks nothing after",
  },
];

/** The same orders as people send them today. */
export const alternatives: Benchmark = {
  name: "alternatives",
  tellsRevisionsApart: false,
  prepare,
  rows: (samples, { alternatives: { events, latencies } }) =>
    latencies.flatMap(({ ms }): Row[] => {
      const plan = figure(samples, `plan ${ms}`);
      const planCalls = figure(samples, `plan calls ${ms}`).median;
      const of = (words: string): string => `${events} events, ${ms} ms a call added: ${words}`;
      return [
        { work: of("a plan"), unit: "s", measured: plan, note: `${planCalls} calls` },
        ...ALTERNATIVES.filter(({ metric }) => has(samples, `${metric} ${ms}`)).map(
          ({ metric, words, target, note }): Row => {
            const measured = figure(samples, `${metric} ${ms}`);
            const calls = figure(samples, `${metric} calls ${ms}`).median;
            const ratio = measured.median / plan.median;
            return {
              work: of(words),
              unit: "s",
              measured,
              ratio,
              against: "a plan",
              ...(target !== undefined && {
                target: `≥ ${target} ×, fewer calls`,
                reached: ratio >= target && planCalls < calls,
              }),
              note: note === undefined ? `${calls} calls` : `${calls} calls; ${note}`,
            };
          },
        ),
      ];
    }),
};

async function prepare(checkout: string, { alternatives: { events, latencies } }: Sizes): Promise<Prepared> {
  const emulator = await emulatorWith(events);
  const timed = async (
    metric: string,
    ms: number,
    files: Record<string, unknown>,
    program?: string,
  ): Promise<Metrics> => {
    emulator.reset();
    addLatency(emulator, ms);
    const stack = await createProject(checkout, emulator, { ...(program !== undefined && { program }) });
    try {
      for (const [file, content] of Object.entries(files)) await stack.write(file, JSON.stringify(content));
      const seconds = await timeUp(stack);
      const { reads, writes } = callsOf(emulator);
      const ordered = emulator.ledger().filter(({ accepted }) => accepted).length;
      if (ordered !== events) throw new Error(`${metric}: ${ordered} of ${events} orders were taken`);
      return { [`${metric} ${ms}`]: seconds, [`${metric} calls ${ms}`]: reads + writes };
    } finally {
      await stack.remove();
    }
  };

  const python = await pythonWithClient(console.error).catch((error: unknown) => {
    console.error(`no Python with the vendor's client, so its rows are left out: ${String(error)}`);
    return undefined;
  });
  const all = plannedEvents(events, inThirtyDays());
  const runs = latencies.flatMap(({ ms, rounds }): Run[] => {
    const run = (metric: string, files: Record<string, unknown>, program?: string): Run => ({
      rounds,
      measure: () => timed(metric, ms, files, program),
    });
    const script = (eventsPerCall: number) => ({
      "events.json": all,
      "script.json": { python, script: SCRIPT, eventsPerCall },
    });
    return [
      run("plan", { "plans.json": { edge: plannedPlan(events) } }),
      run("resources", { "events.json": all }, "resourcePerEvent"),
      ...(python === undefined
        ? []
        : [run("script", script(1), "script"), run("batches", script(20), "script")]),
    ];
  });
  return { runs, release: () => emulator.close() };
}
