import { type Hours, lanesOf } from "../columns/charts";
import { type Day, stretch, wallOf } from "../columns/days";
import type { Exclusion, Interval, ReportPlan } from "../model/report";
import { movesIn } from "../model/words";
import { clock, zoneName } from "../model/zone";
import { axis, type Layout, RISE, scale, TOP, type X } from "./dayAxis";
import { drawLane } from "./dayLanes";
import { round } from "./glyphs";
import { plate } from "./labels";
import { isolated, type Markup, markup } from "./markup";

/** One day with its hours from left to right and its waves (or groups) from top to bottom. */
export function daySvg(plan: ReportPlan, day: Day, hours: readonly Hours[], layout: Layout): Markup {
  const x = scale(layout, day, hours);
  let bottom = TOP;
  const lanes = lanesOf(plan, day.rows).map((lane) => {
    const drawn = drawLane(plan, day, lane, layout, x, bottom);
    bottom += drawn.height;
    return drawn.markup;
  });
  const clamp = (wall: number): number =>
    Math.min(Math.max(x(wall), layout.left), layout.width - layout.right);
  const band = (from: number, to: number, ground: string): Markup => {
    const left = clamp(from);
    return markup`<rect
      x="${round(left)}"
      y="${TOP - RISE}"
      width="${round(clamp(to) - left)}"
      height="${round(bottom - TOP + RISE)}"
      class="${ground}"
    />`;
  };
  const label = `${day.name}, ${zoneName(plan.timeZone)}: ${movesIn(day.rows)}`;
  return markup`<svg viewBox="0 0 ${layout.width} ${round(bottom + 10)}" class="chart" role="img" aria-label="${label}">
    <desc>${spokenDay(plan, day)}</desc>
    ${day.windows.map((window) => openWindow(day, window, band))}
    ${day.exclusions.map(
      ({ from, to, reason }) =>
        markup`<g><title>${excluded(day, from, to, reason)}</title>${band(from, to, "excluded")}</g>`,
    )}
    ${axis(layout, hours, day, x, bottom)}
    ${day.windows.map((window) => cutoffLine(window, clamp, bottom))}
    ${day.exclusions.map((exclusion) => reasonPlate(day, exclusion, clamp, bottom))}
    ${lanes}
    <path d="M0 ${round(bottom)}H${layout.width - layout.right}" class="line" />
  </svg>`;
}

function spokenDay(plan: ReportPlan, day: Day): Markup {
  const lanes = lanesOf(plan, day.rows).map(({ name, rows }, index) => {
    const times = [...new Set(rows.map((row) => clock(wallOf(plan, row))))];
    const when = times.length > 2 ? `${times[0]} to ${times.at(-1)}` : times.join(" and ");
    return markup`${index > 0 && "; "}${name && markup`${isolated(name)}: `}${movesIn(rows)} at ${when}`;
  });
  return markup`${lanes}. The table below has every instance.`;
}

function excluded(day: Day, from: number, to: number, reason: string): Markup {
  return markup`Excluded ${stretch(day.wall, from, to)}: ${isolated(reason)}`;
}

/** Open until its cutoff; from there on it has a ground of its own, since nothing starts any more. */
function openWindow(
  day: Day,
  { start, end, lastStart = end }: Interval,
  band: (from: number, to: number, ground: string) => Markup,
): Markup {
  const cutoff = Math.min(Math.max(lastStart, start), end);
  const title = `Window ${stretch(day.wall, start, end)}${cutoff < end ? `, last start before ${clock(cutoff)}` : ""}`;
  return markup`<g><title>${title}</title>${cutoff > start && band(start, cutoff, "window")}${
    cutoff < end && band(cutoff, end, "late")
  }</g>`;
}

/** Above the lines of the hours, since a cutoff is often at one. */
function cutoffLine({ start, end, lastStart }: Interval, x: X, bottom: number): Markup | false {
  return (
    lastStart !== undefined &&
    lastStart > start &&
    lastStart < end &&
    markup`<path d="M${round(x(lastStart))} ${TOP - RISE}V${round(bottom)}" class="cutoff"
      ><title>Cutoff ${clock(lastStart)}: nothing starts from here on</title></path
    >`
  );
}

/** Why nothing starts, where there is room to say so. */
function reasonPlate(day: Day, { from, to, reason }: Exclusion, x: X, bottom: number): Markup | false {
  const [left, room] = [x(from) + 3, x(to) - x(from) - 6];
  return (
    room > 44 &&
    markup`<g><title>${excluded(day, from, to, reason)}</title>${plate(reason, left, bottom - 21, room)}</g>`
  );
}
