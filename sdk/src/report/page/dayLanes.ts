import type { Lane } from "../columns/charts";
import { type Day, wallOf } from "../columns/days";
import type { ReportPlan, ReportRow } from "../model/report";
import { moves } from "../model/words";
import { MINUTE } from "../model/zone";
import type { Layout, X } from "./dayAxis";
import { glyph, round, signOf, signsOf } from "./glyphs";
import { hoverOf, hoverOfMany } from "./hover";
import { fitMiddle, SMALL, widthOf } from "./labels";
import { type Markup, markup } from "./markup";

const NAME_SIZE = 13;
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
  layout: Layout,
  x: X,
  y: number,
): { markup: Markup; height: number } {
  const above = layout.names === "above" ? 20 : 0;
  const clusters = clustersOf(plan, lane.rows, layout, x, day);
  const drawn = clusters.map((cluster) => drawCluster(plan, cluster, y + 8 + above, layout.hovers));
  const height = Math.max(36, ...drawn.map((each) => each.height + 14)) + above;
  return {
    markup: markup`<g class="lane-box"
      ><path d="M0 ${round(y)}H${layout.width - layout.right}" class="line" />${
        above ? nameAbove(lane, y, layout.width) : nameBeside(lane, y + height / 2, layout.left)
      }${drawn.map((each) => each.markup)}</g
    >`,
    height,
  };
}

function nameBeside({ name, rows }: Lane, middle: number, left: number): Markup {
  const count = movesOf(rows);
  if (!name) return markup`<text x="0" y="${round(middle + 4)}" class="small">${count}</text>`;
  return markup`${nameText(name, middle - 2, left - 12)}<text x="0" y="${round(middle + 13)}" class="small">${count}</text>`;
}

function nameAbove({ name, rows }: Lane, y: number, width: number): Markup {
  const count = movesOf(rows);
  const end = markup`<text x="${width}" y="${round(y + 16)}" class="small end">${count}</text>`;
  return markup`${name && nameText(name, y + 16, width - widthOf(count, SMALL) - 12)}${end}`;
}

function movesOf(rows: readonly ReportRow[]): string {
  return moves(rows.filter((row) => row.moves).length);
}

function nameText(name: string, y: number, room: number): Markup {
  const shown = fitMiddle(name, room, NAME_SIZE);
  return markup`<text x="0" y="${round(y)}" class="lane"
    >${shown !== name && markup`<title>${name}</title>`}${shown}</text
  >`;
}

function clustersOf(
  plan: ReportPlan,
  rows: readonly ReportRow[],
  { width }: Layout,
  x: X,
  day: Day,
): Cluster[] {
  // Glyphs stay within a quarter of an hour, so that none seems to start later than it does.
  const quarter = x(day.wall + 15 * MINUTE) - x(day.wall);
  const clusters: Cluster[] = [];
  for (const row of rows) {
    const left = Math.min(x(wallOf(plan, row)), width - PILL.width);
    const last = clusters.at(-1);
    // Closer than a pill is wide, they would lie on each other.
    if (last && left - last.left < PILL.width + 4) last.rows.push(row);
    else clusters.push({ left, columns: 0, rows: [row] });
  }
  clusters.forEach((cluster, index) => {
    const room = (clusters[index + 1]?.left ?? width) - cluster.left;
    cluster.columns = Math.max(3, Math.floor(Math.min(quarter, room - 4) / PITCH));
  });
  return clusters;
}

function drawCluster(
  plan: ReportPlan,
  { left, columns, rows }: Cluster,
  top: number,
  hovers: boolean,
): { markup: Markup; height: number } {
  if (rows.length <= columns * MAX_LINES) {
    const lines = Math.ceil(rows.length / columns);
    const glyphs = rows.map((row, index) =>
      glyph(
        signOf(row),
        left + PITCH / 2 + (index % columns) * PITCH,
        top + PITCH / 2 + Math.floor(index / columns) * PITCH,
        hovers ? hoverOf(plan, row) : undefined,
        row.released,
      ),
    );
    return { markup: markup`${glyphs}`, height: lines * PITCH };
  }
  const signs = signsOf(rows);
  const pills = signs.map(({ sign, count }, index) => {
    const own = rows.filter((row) => signOf(row) === sign);
    const y = top + index * (PILL.height + 3);
    return markup`<g
      >${hovers && markup`<title>${hoverOfMany(plan, own)}</title>`}<rect
        x="${round(left)}"
        y="${round(y)}"
        width="${PILL.width}"
        height="${PILL.height}"
        rx="5"
        class="pill ${sign}"
      /><g class="on-pill ${sign}">${glyph(sign, left + 11, y + PILL.height / 2)}</g
      ><text x="${round(left + 21)}" y="${round(y + 14)}" class="count">${count}</text></g
    >`;
  });
  return { markup: markup`${pills}`, height: signs.length * (PILL.height + 3) };
}
