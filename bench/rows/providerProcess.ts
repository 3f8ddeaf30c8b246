import { type Benchmark, figure, type Row } from "../benchmark";
import { inFreshProcess } from "../childProcess";
import { inThirtyDays, plannedEvents } from "../processes/events.mjs";

const MAX_MS = 20;
const MAX_MB = 15;

interface Loaded {
  loadMs: number;
  loadMB: number;
  checkMs: number;
  checkedMB: number;
  /** Modules that came with the provider: this project's, and all others. */
  own: string[];
  foreign: string[];
}

/** What this provider adds to the process that hosts it, against an empty dynamic provider. */
export const providerProcess: Benchmark = {
  name: "provider-process",
  prepare: ({ providerProcess: { rounds } }) => {
    const [event] = plannedEvents(1, inThirtyDays());
    const runs = (["empty", "plan"] as const).map((provider) => async () => {
      const loaded = await inFreshProcess<Loaded>("providerLoad", { provider, event });
      return {
        [`${provider} load`]: loaded.loadMs,
        [`${provider} loaded MB`]: loaded.loadMB,
        [`${provider} check`]: loaded.checkMs,
        [`${provider} checked MB`]: loaded.checkedMB,
        [`${provider} own modules`]: loaded.own.length,
        [`${provider} foreign modules`]: loaded.foreign.length,
        ...Object.fromEntries(loaded.foreign.map((name) => [`${provider} loads ${name}`, 1])),
      };
    });
    return Promise.resolve({ rounds, runs });
  },
  rows: (samples) => {
    const over = (metric: string): number =>
      figure(samples, `plan ${metric}`).median - figure(samples, `empty ${metric}`).median;
    const row = (metric: string, what: string, unit: "ms" | "MB", most?: number): Row => ({
      work: `provider process, ${what}`,
      unit,
      measured: figure(samples, `plan ${metric}`),
      ...(most !== undefined && {
        target: `≤ ${most} ${unit} over an empty provider`,
        reached: over(metric) <= most,
      }),
      note: `over an empty provider: ${over(metric).toFixed(1)} ${unit}`,
    });
    const foreign = figure(samples, "plan foreign modules");
    const names = Object.keys(samples).flatMap((metric) => /^plan loads (.*)/.exec(metric)?.[1] ?? []);
    return [
      row("load", "loading the provider", "ms", MAX_MS),
      row("loaded MB", "RSS with it", "MB", MAX_MB),
      {
        work: "provider process, modules of other packages loaded before a call",
        unit: "modules",
        measured: foreign,
        target: "none",
        reached: foreign.max === 0,
        note: names.join(", "),
      },
      row("check", "the first check, of one event", "ms"),
      row("checked MB", "RSS after it", "MB", MAX_MB),
    ];
  },
};
