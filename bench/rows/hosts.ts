import { yamlOf } from "../../tests/engine/plugin/yaml";
import { type Benchmark, figure, type Prepared, type Row } from "../benchmark";
import {
  callsOf,
  cpuOfUp,
  createProjectWithEmulator,
  plannedPlan,
  type ProjectWithEmulator,
  writeProgram,
} from "../project";
import type { Sizes } from "../sizes";

/** Who hosts the provider, as rows call it, and the host whose program with no plan is the base. */
const HOSTS = {
  dynamic: { words: "dynamic provider", base: "dynamic" },
  plugin: { words: "plugin, Node.js program", base: "plugin" },
  yaml: { words: "plugin, YAML program", base: "plugin" },
} as const;
type Host = keyof typeof HOSTS;
const NAMES = Object.keys(HOSTS) as Host[];

/** CPU time of `up --skip-preview` with nothing to do, of all processes, with each host of the provider. */
export const hosts: Benchmark = {
  name: "hosts",
  prepare,
  rows: (samples, { hosts: { plans } }) =>
    NAMES.flatMap((host) => {
      const { words, base } = HOSTS[host];
      const program = figure(samples, `${base} 0`);
      return [{ events: 0, target: Infinity }, ...plans].map(({ events, target }): Row => {
        const measured = figure(samples, `${host} ${events}`);
        const ratio = measured.min / program.min;
        return {
          work: `CPU of a no-op up, ${words}, ${events === 0 ? "no plan" : `${events} ${events === 1 ? "event" : "events"}`}`,
          unit: "s",
          measured,
          ...((events > 0 || host !== base) && {
            ratio,
            against: `the ${base === host ? "same" : "Node.js"} program with no plan, minima`,
          }),
          ...(host === "plugin" && events > 0 && { target: `≤ ${target} ×`, reached: ratio <= target }),
        };
      });
    }),
};

async function prepare({ hosts: { rounds, plans } }: Sizes): Promise<Prepared> {
  const projects: ProjectWithEmulator[] = [];
  const release = async (): Promise<void> => {
    for (const { close } of projects) await close();
  };
  const ready = async (host: Host, events: number) => {
    const project = await createProjectWithEmulator(events);
    projects.push(project);
    const { emulator, stack } = project;
    const made = events === 0 ? {} : { edge: plannedPlan(events) };
    if (host === "yaml") await stack.yaml(yamlOf(made));
    else await stack.node({ plugin: host === "plugin" });
    if (host === "plugin") await writeProgram(stack, "pluginPlan");
    await stack.plans(made);
    await cpuOfUp(stack);
    const before = callsOf(emulator);
    return async () => {
      const cpu = await cpuOfUp(stack);
      const { reads, writes } = callsOf(emulator);
      if (reads + writes > before.reads + before.writes) throw new Error("a no-op up has called ENS");
      return { [`${host} ${events}`]: cpu };
    };
  };
  try {
    const runs = [];
    for (const { events } of [{ events: 0 }, ...plans])
      for (const host of NAMES) runs.push(await ready(host, events));
    return { rounds, runs, release };
  } catch (error) {
    await release();
    throw error;
  }
}
