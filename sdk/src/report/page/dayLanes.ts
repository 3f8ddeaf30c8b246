import type { Lane } from "../columns/charts";
import { type Day, wallOf } from "../columns/days";
import { tonesOf } from "../columns/facts";
import type { ReportPlan, ReportRow } from "../model/report";
import { moves } from "../model/words";
import { MINUTE } from "../model/zone";
import { RIGHT, WIDTH, type X } from "./dayAxis";
import { glyph, round } from "./glyphs";
import { hoverOf, hoverOfMany } from "./hover";
import { fitMiddle } from "./labels";
import { type Markup, markup } from "./markup";

const LABEL_LETTERS = 20;
const PITCH = 15;
/** Where an instance is a glyph of its own; more of them at one time are counted instead. */
const MAX_LINES = 6;
const PILL = { width: 46, height: 19 };

/** Rows that are drawn at one place, and how wide it may get. */
interface Cluster {
  left: number;
  columns: number;
  rows: ReportRow[];
}

/** A lane with its name, the rows that are one glyph each, and counts where there are too many of them. */
export function drawLane(
  plan: ReportPlan,
  day: Day,
  lane: Lane,
  x: X,
  y: number,
): { markup: Markup; height: number } {
  const clusters = clustersOf(plan, lane.rows, x, day);
  const drawn = clusters.map((cluster) => drawCluster(plan, cluster, y + 8));
  const height = Math.max(34, ...drawn.map((each) => each.height + 14));
  const label = fitMiddle(lane.name, LABEL_LETTERS);
  const middle = y + height / 2;
  const name = lane.name
    ? markup`<text x="0" y="${round(middle - 2)}" class="lane"
          >${label !== lane.name && markup`<title>${lane.name}</title>`}${label}</text
        ><text x="0" y="${round(middle + 13)}" class="small">${moves(lane.rows.length)}</text>`
    : markup`<text x="0" y="${round(middle + 4)}" class="small">${moves(lane.rows.length)}</text>`;
  return {
    markup: markup`<path
        d="M0 ${round(y)}H${WIDTH - RIGHT}"
        class="line"
      />${name}${drawn.map((each) => each.markup)}`,
    height,
  };
}

function clustersOf(plan: ReportPlan, rows: readonly ReportRow[], x: X, day: Day): Cluster[] {
  // Glyphs stay within a quarter of an hour, so that none seems to start later than it does.
  const quarter = x(day.wall + 15 * MINUTE) - x(day.wall);
  const clusters: Cluster[] = [];
  for (const row of rows) {
    const left = x(wallOf(plan, row));
    const last = clusters.at(-1);
    // Closer than a pill is wide, they would lie on each other.
    if (last && left - last.left < PILL.width + 4) last.rows.push(row);
    else clusters.push({ left, columns: 0, rows: [row] });
  }
  clusters.forEach((cluster, index) => {
    const room = (clusters[index + 1]?.left ?? WIDTH) - cluster.left;
    cluster.columns = Math.max(3, Math.floor(Math.min(quarter, room - 4) / PITCH));
  });
  return clusters;
}

function drawCluster(
  plan: ReportPlan,
  { left, columns, rows }: Cluster,
  top: number,
): { markup: Markup; height: number } {
  if (rows.length <= columns * MAX_LINES) {
    const lines = Math.ceil(rows.length / columns);
    const glyphs = rows.map((row, index) =>
      glyph(
        row.tone,
        left + PITCH / 2 + (index % columns) * PITCH,
        top + PITCH / 2 + Math.floor(index / columns) * PITCH,
        hoverOf(plan, row),
        row.released,
      ),
    );
    return { markup: markup`${glyphs}`, height: lines * PITCH };
  }
  const tones = tonesOf(rows);
  const pills = tones.map(({ tone, count }, index) => {
    const own = rows.filter((row) => row.tone === tone);
    const y = top + index * (PILL.height + 3);
    return markup`<g
      ><title>${hoverOfMany(plan, own)}</title
      ><rect
        x="${round(left)}"
        y="${round(y)}"
        width="${PILL.width}"
        height="${PILL.height}"
        rx="5"
        class="pill ${tone}"
      /><g class="on-pill ${tone}">${glyph(tone, left + 11, y + PILL.height / 2)}</g
      ><text x="${round(left + 21)}" y="${round(y + 14)}" class="count">${count}</text></g
    >`;
  });
  return { markup: markup`${pills}`, height: tones.length * (PILL.height + 3) };
}
