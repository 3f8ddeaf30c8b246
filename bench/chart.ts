/** A growth curve: cost by size, both positive. */
export interface Series {
  name: string;
  points: readonly { size: number; cost: number }[];
}

export interface Chart {
  title: string;
  /** What the chart shows in words, for who cannot see it. */
  description: string;
  /** Of the horizontal axis. */
  size: string;
  /** Of the vertical axis, with its unit. */
  cost: string;
  series: readonly Series[];
}

const WIDTH = 760;
const HEIGHT = 420;
const PLOT = { left: 76, right: 548, top: 56, bottom: 356 };
/** Told apart by shape as well as by colour. */
const MARKS = ["circle", "square", "diamond", "triangle"] as const;

/**
 * Growth curves on logarithmic axes, where linear growth is a straight line with the slope of the dotted one. Text and lines
 * follow the reader's light or dark scheme. The same chart always gives the same text.
 */
export function growthChart({ title, description, size, cost, series }: Chart): string {
  const all = series.flatMap(({ points }) => points);
  const x = logScale(
    all.map((point) => point.size),
    PLOT.left,
    PLOT.right,
  );
  const y = logScale(
    all.map((point) => point.cost),
    PLOT.bottom,
    PLOT.top,
  );
  const parts = [
    ...x.ticks.map(
      (tick) =>
        `<path class="grid" d="M${round(x.at(tick))} ${PLOT.top}V${PLOT.bottom}"/>` +
        `<text class="muted" x="${round(x.at(tick))}" y="${PLOT.bottom + 20}" text-anchor="middle">${label(tick)}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<path class="grid" d="M${PLOT.left} ${round(y.at(tick))}H${PLOT.right}"/>` +
        `<text class="muted" x="${PLOT.left - 10}" y="${round(y.at(tick) + 4)}" text-anchor="end">${label(tick)}</text>`,
    ),
    linearGuide(x, y),
    ...series.map((each, index) => curve(each, index, x, y)),
    ...legend(series, y),
    `<text x="${PLOT.left}" y="28" class="title">${escape(title)}</text>`,
    `<text class="muted" x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 16}" text-anchor="middle">${escape(size)}</text>`,
    `<text class="muted" x="${PLOT.left}" y="${PLOT.top - 10}">${escape(cost)}</text>`,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(title)}</title>`,
    `<desc id="desc">${escape(description)}</desc>`,
    STYLE,
    `<rect class="panel" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

const STYLE = `<style>
text { font: 13px system-ui, sans-serif; fill: #1a202b }
.title { font-weight: 600; font-size: 15px }
.muted { fill: #525c6b }
.panel { fill: #ffffff }
.grid { stroke: #d5dae1; fill: none }
.guide { stroke: #525c6b; stroke-dasharray: 2 5; fill: none }
.line { fill: none; stroke-width: 2.5 }
.s0 { stroke: #1f5fc2; --c: #1f5fc2 } .s1 { stroke: #9a4a00; --c: #9a4a00 }
.s2 { stroke: #1a7040; --c: #1a7040 } .s3 { stroke: #7038b8; --c: #7038b8 }
.mark { fill: var(--c) }
@media (prefers-color-scheme: dark) {
  text { fill: #e7ebf1 } .muted { fill: #a9b3c1 } .panel { fill: #181d25 } .grid { stroke: #333b47 }
  .guide { stroke: #a9b3c1 }
  .s0 { stroke: #86b6ff; --c: #86b6ff } .s1 { stroke: #ffb26b; --c: #ffb26b }
  .s2 { stroke: #78d293; --c: #78d293 } .s3 { stroke: #cbaaff; --c: #cbaaff }
}
</style>`;

interface Scale {
  at: (value: number) => number;
  ticks: number[];
}

/** From whole powers of ten to whole powers of ten. */
function logScale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return { ticks, at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from) };
}

/** As steep as linear growth, through the middle of the plot. */
function linearGuide(x: Scale, y: Scale): string {
  const decade = (scale: Scale): number => scale.at(10) - scale.at(1);
  const slope = decade(y) / decade(x);
  const middle = { x: (PLOT.left + PLOT.right) / 2, y: (PLOT.top + PLOT.bottom) / 2 };
  const half = Math.min(middle.x - PLOT.left, Math.abs((middle.y - PLOT.top) / slope));
  const [left, right] = [-half, half].map((by) => `${round(middle.x + by)} ${round(middle.y + by * slope)}`);
  return `<path class="guide" d="M${left}L${right}"><title>linear growth</title></path>`;
}

function curve({ points }: Series, index: number, x: Scale, y: Scale): string {
  const sorted = [...points].sort((a, b) => a.size - b.size);
  const places = sorted.map((point) => ({ x: round(x.at(point.size)), y: round(y.at(point.cost)) }));
  const line = places.map((place) => `${place.x} ${place.y}`).join("L");
  const marks = places.map((place) => mark(index, place.x, place.y)).join("");
  return `<g class="s${index % 4}"><path class="line" d="M${line}"/>${marks}</g>`;
}

function mark(index: number, x: number, y: number): string {
  switch (MARKS[index % MARKS.length] ?? "circle") {
    case "circle":
      return `<circle class="mark" cx="${x}" cy="${y}" r="4"/>`;
    case "square":
      return `<path class="mark" d="M${round(x - 4)} ${round(y - 4)}h8v8h-8z"/>`;
    case "diamond":
      return `<path class="mark" d="M${x} ${round(y - 5)}l5 5l-5 5l-5 -5z"/>`;
    case "triangle":
      return `<path class="mark" d="M${x} ${round(y - 5)}l5 9h-10z"/>`;
  }
}

/** Names beside the ends of their curves, kept apart from each other. */
function legend(series: readonly Series[], y: Scale): string[] {
  const ends = series.map(({ name, points }, index) => {
    const last = points.reduce((a, b) => (b.size > a.size ? b : a));
    return { name, index, y: y.at(last.cost) };
  });
  let free = PLOT.top - 20;
  return ends
    .sort((a, b) => a.y - b.y)
    .map(({ name, index, y: wanted }) => {
      free = Math.max(wanted, free + 20);
      const at = PLOT.right + 20;
      return (
        `<g class="s${index % 4}">${mark(index, at, round(free))}</g>` +
        `<text x="${at + 12}" y="${round(free + 4)}">${escape(name)}</text>`
      );
    });
}

function label(value: number): string {
  return value >= 1 ? value.toLocaleString("en-US") : String(value);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
