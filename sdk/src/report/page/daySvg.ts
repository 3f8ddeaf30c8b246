import { fit, plate } from "./weeksSvg";
import { type Day, type Hours, type Lane, lanesOf, stretch, tonesOf } from "../columns/days";
import { glyph, round } from "./glyphs";
import { markup, type Markup } from "./markup";
import type { ReportPlan, ReportRow } from "../model/report";
import { describeRow } from "./hover";
import { moves } from "../model/words";
import { clock, DAY, HOUR, MINUTE, wallTime, wholeSeconds, zoneName } from "../model/zone";

const WIDTH = 960;
const LABELS = 176;
const LABEL_LETTERS = 20;
/** Where hours are left out. */
const BREAK = 60;
const RIGHT = 24;
const PLOT = WIDTH - LABELS - RIGHT;
const PITCH = 15;
/** Where an instance is a glyph of its own; more of them at one time are counted instead. */
const MAX_LINES = 6;
const PILL = { width: 46, height: 19 };

/** One day with its hours from left to right and its waves (or groups) from top to bottom. */
export function daySvg(plan: ReportPlan, day: Day, hours: readonly Hours[]): Markup {
  const x = scale(day, hours);
  const top = 40;
  let y = top;
  const lanes = lanesOf(day.rows).map((lane) => {
    const drawn = drawLane(plan, day, lane, x, y);
    y += drawn.height;
    return drawn.markup;
  });
  const bottom = y;
  const label = `${day.name}, ${zoneName(plan.timeZone)}: ${moves(day.rows.length)}`;
  return markup`<svg viewBox="0 0 ${WIDTH} ${bottom + 10}" class="chart" role="img" aria-label="${label}">
    <desc>${describeDay(plan, day)}</desc>
    ${openings(day, x, top, bottom)}${axis(hours, day, x, top, bottom)}${lanes}
    <path d="M${LABELS} ${bottom}H${WIDTH - RIGHT}" class="line" />
  </svg>`;
}

function describeDay(plan: ReportPlan, day: Day): string {
  const lanes = lanesOf(day.rows).map(({ name, rows }) => {
    const times = [...new Set(rows.map((row) => clock(wholeSeconds(wallOf(plan, row)))))];
    const when = times.length > 2 ? `${times[0]} to ${times.at(-1)}` : times.join(" and ");
    return `${name ? `${name}: ` : ""}${moves(rows.length)} at ${when}`;
  });
  return `${lanes.join("; ")}. The table below has every instance.`;
}

type X = (wall: number) => number;

function openings(day: Day, x: X, top: number, bottom: number): Markup {
  const clamp = (wall: number): number => Math.min(Math.max(x(wall), LABELS), WIDTH - RIGHT);
  const windows = day.windows.map(({ start, end, lastStart }) => {
    const [left, right] = [clamp(start), clamp(end)];
    const title = `Window ${stretch(day.wall, start, end)}${lastStart === undefined ? "" : `, last start before ${clock(lastStart)}`}`;
    const cutoff =
      lastStart !== undefined &&
      lastStart > start &&
      lastStart < end &&
      markup`<path d="M${round(clamp(lastStart))} ${top - 8}V${bottom}" class="cutoff" />`;
    return markup`<g
      ><title>${title}</title
      ><rect
        x="${round(left)}"
        y="${top - 8}"
        width="${round(right - left)}"
        height="${bottom - top + 8}"
        class="window"
      />${cutoff}</g
    >`;
  });
  const exclusions = day.exclusions.map(({ from, to, reason }) => {
    const [left, right] = [clamp(from), clamp(to)];
    if (right - left < 1) return undefined;
    const name = fit(reason, Math.floor((right - left - 14) / 6.6));
    return markup`<g
      ><title>Excluded ${stretch(day.wall, from, to)}: ${reason}</title
      ><rect
        x="${round(left)}"
        y="${top - 8}"
        width="${round(right - left)}"
        height="${bottom - top + 8}"
        class="excluded"
      />${
        right - left > 50 &&
        markup`${plate(left + 3, bottom - 21, name.length)}<text
            x="${round(left + 7)}"
            y="${bottom - 8}"
            class="small"
            >${name}</text
          >`
      }</g
    >`;
  });
  return markup`${windows}${exclusions}`;
}

/** Where a wall time lies; what falls into a break lies in its middle. */
function scale(day: Day, hours: readonly Hours[]): X {
  const perMillisecond = (PLOT - (hours.length - 1) * BREAK) / lengthOf(hours);
  return (wall) => {
    const at = wall - day.wall;
    let left = LABELS;
    for (const { from, to } of hours) {
      if (at < from) return left === LABELS ? left : left - BREAK / 2;
      if (at <= to) return left + (at - from) * perMillisecond;
      left += (to - from) * perMillisecond + BREAK;
    }
    return WIDTH - RIGHT;
  };
}

function lengthOf(hours: readonly Hours[]): number {
  return hours.reduce((sum, { from, to }) => sum + to - from, 0);
}

function axis(hours: readonly Hours[], day: Day, x: X, top: number, bottom: number): Markup {
  const span = lengthOf(hours) / HOUR;
  const step = span <= 4 ? HOUR / 2 : span <= 12 ? HOUR : span <= 18 ? 2 * HOUR : 3 * HOUR;
  const ticks: Markup[] = [];
  hours.forEach(({ from, to }, index) => {
    for (let at = from; at <= to; at += step) ticks.push(tick(at, x(day.wall + at), top, bottom));
    // A stretch need not be a number of steps long.
    if ((to - from) % step !== 0) ticks.push(tick(to, x(day.wall + to), top, bottom));
    const next = hours[index + 1];
    if (!next) return;
    const left = x(day.wall + to);
    ticks.push(
      markup`<g
        ><title>${stretch(day.wall, day.wall + to, day.wall + next.from)} is left out: nothing may start, and nothing does</title
        ><rect x="${round(left)}" y="${top - 8}" width="${BREAK}" height="${bottom - top + 8}" class="break"/><text
          x="${round(left + BREAK / 2)}"
          y="${top - 16}"
          class="axis middle"
          >···</text
        ></g
      >`,
    );
  });
  return markup`${ticks}`;
}

function tick(at: number, left: number, top: number, bottom: number): Markup {
  const name = at === DAY ? "24:00" : clock(at);
  return markup`<path d="M${round(left)} ${top - 8}V${bottom}" class="grid" /><text
      x="${round(left)}"
      y="${top - 16}"
      class="axis middle"
      >${name}</text
    >`;
}

/** Rows that are drawn at one place, and how wide it may get. */
interface Cluster {
  left: number;
  columns: number;
  rows: ReportRow[];
}

function drawLane(
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
        describeRow(plan, row),
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
      ><title>${describeMany(plan, own)}</title
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

function describeMany(plan: ReportPlan, rows: readonly ReportRow[]): string {
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return "";
  const statuses = [...new Set(rows.map(({ status }) => status))].join(", ");
  const times = [...new Set([first.local ?? "", last.local ?? ""])].join(" to ");
  const utc = [
    ...new Set([first.utc ?? "", last.utc ?? ""].map((time) => time.slice(0, 16).replace("T", " "))),
  ].join(" to ");
  const named = rows.slice(0, 8).map(({ resourceId }) => resourceId);
  const more =
    rows.length > named.length ? [`and ${rows.length - named.length} more, in the table below`] : [];
  return [
    `${rows.length} ${statuses}`,
    `${times} ${zoneName(plan.timeZone)}`,
    `${utc} UTC`,
    ...named,
    ...more,
  ].join("\n");
}

/** Names that begin alike differ at their end. */
function fitMiddle(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = Math.floor((length - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}

function wallOf({ timeZone }: ReportPlan, { at }: ReportRow): number {
  return typeof at === "number" ? wallTime(timeZone, at) : 0;
}
