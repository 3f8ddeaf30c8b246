import type { Samples } from "./benchmark";
import { growthChart, type Series } from "./chart";
import { figureOf } from "./statistics";

/** The pictures of `docs/images`, by file name, from the samples of a run. */
export function charts(samples: Readonly<Record<string, Samples>>): Record<string, string> {
  const series = (benchmark: string, prefix: string, name: string): Series => ({
    name,
    points: Object.entries(samples[benchmark] ?? {}).flatMap(([metric, values]) => {
      const size = metric.startsWith(`${prefix} `) ? Number(metric.slice(prefix.length + 1)) : NaN;
      return Number.isInteger(size) ? [{ size, cost: figureOf(values).median }] : [];
    }),
  });
  const drawn = {
    "performance-up.svg": {
      title: "A no-op up by the number of events",
      size: "events",
      cost: "seconds",
      series: [series("no-op-up", "events", "pulumi up")],
    },
    "performance-pure.svg": {
      title: "Schedule, check and diff by the number of events",
      size: "events",
      cost: "milliseconds",
      series: [
        series("pure-part", "planTime first", "planTime, first"),
        series("pure-part", "planTime unchanged", "planTime, unchanged"),
        series("pure-part", "schedule first", "schedule, first"),
        series("pure-part", "schedule unchanged", "schedule, unchanged"),
      ],
    },
    "performance-memory.svg": {
      title: "Peak memory by the number of events",
      size: "events",
      cost: "MB",
      series: [series("memory", "peak", "check, create, diff")],
    },
  };
  return Object.fromEntries(
    Object.entries(drawn)
      .filter(([, chart]) => chart.series.every(({ points }) => points.length > 0))
      .map(([file, chart]) => [
        file,
        growthChart({ ...chart, description: describe(chart.series, chart.cost) }),
      ]),
  );
}

function describe(series: readonly Series[], cost: string): string {
  const told = series.map(({ name, points }) => {
    const each = [...points].sort((a, b) => a.size - b.size);
    return `${name}: ${each.map((point) => `${Number(point.cost.toPrecision(3))} at ${point.size}`).join(", ")}`;
  });
  return `${cost}; ${told.join("; ")}. The dotted line is as steep as linear growth.`;
}
