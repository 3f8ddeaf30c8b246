import { type Hours, lanesOf } from "../columns/charts";
import { type Day, stretch, wallOf } from "../columns/days";
import type { ReportPlan } from "../model/report";
import { moves } from "../model/words";
import { clock, zoneName } from "../model/zone";
import { axis, LABELS, RIGHT, scale, WIDTH, type X } from "./dayAxis";
import { drawLane } from "./dayLanes";
import { round } from "./glyphs";
import { fit, plate } from "./labels";
import { type Markup, markup } from "./markup";

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
    <desc>${spokenDay(plan, day)}</desc>
    ${openings(day, x, top, bottom)}${axis(hours, day, x, top, bottom)}${lanes}
    <path d="M${LABELS} ${bottom}H${WIDTH - RIGHT}" class="line" />
  </svg>`;
}

function spokenDay(plan: ReportPlan, day: Day): string {
  const lanes = lanesOf(day.rows).map(({ name, rows }) => {
    const times = [...new Set(rows.map((row) => clock(wallOf(plan, row))))];
    const when = times.length > 2 ? `${times[0]} to ${times.at(-1)}` : times.join(" and ");
    return `${name ? `${name}: ` : ""}${moves(rows.length)} at ${when}`;
  });
  return `${lanes.join("; ")}. The table below has every instance.`;
}

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
