import { type Benchmark, figure, type Prepared, type Row } from "../benchmark";
import { inFreshProcess, startProcess } from "../childProcess";
import type { Sizes } from "../sizes";

const CLIENTS = ["builtin", "minimal", "vendor"] as const;
const WORK = [
  { work: "call", words: "one event read" },
  { work: "page", words: "a page of 100 events read" },
  { work: "orders", words: "20 orders sent, on a new connection" },
] as const;
const TARGET = 1.3;

/** The client's CPU time for one signed call. */
export const clientCpu: Benchmark = {
  name: "client-cpu",
  prepare,
  rows: (samples) =>
    WORK.flatMap(({ work, words }): Row[] => {
      const measured = figure(samples, `builtin ${work}`);
      const against = (client: "minimal" | "vendor"): number =>
        measured.median / figure(samples, `${client} ${work}`).median;
      const [minimal, vendor] = [against("minimal"), against("vendor")];
      const row = { work: `client CPU, ${words}`, unit: "µs", measured } as const;
      return [
        {
          ...row,
          ratio: minimal,
          against: "a minimal signed node:http loop",
          target: `≤ ${TARGET} ×`,
          reached: minimal <= TARGET,
        },
        { ...row, ratio: vendor, against: "@alicloud/openapi-core", target: "< 1 ×", reached: vendor < 1 },
      ];
    }),
};

async function prepare({ client: { rounds, calls } }: Sizes): Promise<Prepared> {
  const { line, stop } = await startProcess("callServer");
  const runs = WORK.flatMap(({ work }) =>
    CLIENTS.map((client) => async () => {
      const input = { client, work, port: Number(line), calls };
      const { cpu } = await inFreshProcess<{ cpu: number }>("clientCpu", input);
      return { [`${client} ${work}`]: cpu };
    }),
  );
  return { rounds, runs, release: stop };
}
