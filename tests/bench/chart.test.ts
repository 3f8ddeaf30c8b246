import assert from "node:assert/strict";
import { type Chart, growthChart } from "../../bench/chart";

const CHART: Chart = {
  title: "Time & <size>",
  description: "described",
  size: "events",
  cost: "ms",
  series: [
    { name: "linear", points: [10, 100, 1_000].map((size) => ({ size, cost: size / 10 })) },
    { name: "square", points: [10, 100, 1_000].map((size) => ({ size, cost: size ** 2 / 100 })) },
    { name: "flat", points: [10, 1_000].map((size) => ({ size, cost: 10 })) },
  ],
};

/** The points of each curve, as drawn. */
function curves(svg: string): { x: number; y: number }[][] {
  return [...svg.matchAll(/class="line" d="M([^"]*)"/g)].map(([, path = ""]) =>
    path.split("L").map((point) => {
      const [x = NaN, y = NaN] = point.split(" ").map(Number);
      return { x, y };
    }),
  );
}

const slopeOf = ([from, to]: readonly { x: number; y: number }[]): number =>
  ((to?.y ?? NaN) - (from?.y ?? NaN)) / ((to?.x ?? NaN) - (from?.x ?? NaN));

describe("a growth chart", () => {
  it("is the same text for the same figures", () => {
    assert.equal(growthChart(CHART), growthChart(structuredClone(CHART)));
  });

  it("draws linear growth as steep as the dotted line, and square growth twice as steep", () => {
    const svg = growthChart(CHART);
    const [linear = [], square = [], flat = []] = curves(svg);
    const guide =
      /class="guide" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/.exec(svg)?.slice(1).map(Number) ?? [];
    const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN] = guide;
    const dotted = (y2 - y1) / (x2 - x1);
    assert.ok(Math.abs(slopeOf(linear) / dotted - 1) < 0.01);
    assert.ok(Math.abs(slopeOf(square) / dotted - 2) < 0.02);
    assert.equal(slopeOf(flat), 0);
    // Down is more: costs grow upwards.
    assert.ok(dotted < 0);
  });

  it("draws the points by size, in whatever order they come", () => {
    const series = CHART.series.map(({ name, points }) => ({ name, points: [...points].reverse() }));
    assert.equal(growthChart({ ...CHART, series }), growthChart(CHART));
  });

  it("names each curve and keeps the names apart", () => {
    const series = ["one", "two", "three"].map((name) => ({
      name,
      points: [
        { size: 1, cost: 1 },
        { size: 10, cost: 10 },
      ],
    }));
    const svg = growthChart({ ...CHART, series });
    const heights = [...svg.matchAll(/y="([\d.]+)">(?:one|two|three)</g)].map(([, y]) => Number(y));
    assert.equal(heights.length, 3);
    const [a = 0, b = 0, c = 0] = heights.sort((first, second) => first - second);
    assert.ok(b - a >= 18 && c - b >= 18, heights.join(", "));
  });

  it("says its words to who cannot see it, and escapes them", () => {
    const svg = growthChart(CHART);
    assert.match(svg, /<title id="title">Time &amp; &lt;size&gt;<\/title>/);
    assert.match(svg, /<desc id="desc">described<\/desc>/);
  });

  it("has colours of its own for dark pages", () => {
    assert.match(growthChart(CHART), /@media \(prefers-color-scheme: dark\)/);
  });
});
