import { type Benchmark, figure, type Prepared, type Run } from "../benchmark";
import { inFreshProcess, startProcess } from "../childProcess";
import type { Row } from "../row";
import type { Sizes } from "../sizes";

const CLIENTS = ["builtin", "minimal", "vendor"] as const;
const WORK = [
  { work: "call", words: "one event read" },
  { work: "page", words: "a page of 100 events read" },
  { work: "orders", words: "20 orders sent, a connection of its own" },
] as const;
const TARGET = 1.3;

/** The client's CPU time for one signed call. */
export const clientCpu: Benchmark = {
  name: "client-cpu",
  tellsRevisionsApart: true,
  prepare,
  rows: (samples) =>
    WORK.flatMap(({ work, words }): Row[] => {
      const measured = figure(samples, `builtin ${work}`);
      const against = (client: "minimal" | "vendor"): number =>
        measured.median / figure(samples, `${client} ${work}`).median;
      const row = (ratio: number, other: string, most: number): Row => ({
        work: `client CPU, ${words}, against ${other}`,
        unit: "µs",
        measured,
        ratio,
        target: most === 1 ? "< 1 ×" : `≤ ${most} ×`,
        reached: most === 1 ? ratio < 1 : ratio <= most,
      });
      return [
        row(against("minimal"), "a minimal signed node:http loop", TARGET),
        row(against("vendor"), "@alicloud/openapi-core", 1),
      ];
    }),
};

async function prepare(checkout: string, { client: { rounds, calls } }: Sizes): Promise<Prepared> {
  const { line, stop } = await startProcess("callServer");
  const runs = WORK.flatMap(({ work }) =>
    CLIENTS.map((client): Run => ({
      rounds,
      measure: async () => {
        const input = { checkout, client, work, port: Number(line), calls };
        const { cpu } = await inFreshProcess<{ cpu: number }>("clientCpu", input);
        return { [`${client} ${work}`]: cpu };
      },
    })),
  );
  return { runs, release: stop };
}
