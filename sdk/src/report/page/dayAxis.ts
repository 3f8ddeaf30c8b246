import type { Hours } from "../columns/charts";
import { type Day, stretch } from "../columns/days";
import { clock, DAY, HOUR } from "../model/zone";
import { round } from "./glyphs";
import { type Markup, markup } from "./markup";

export const WIDTH = 960;
/** Where the names of lanes end, and the hours begin. */
export const LABELS = 176;
export const RIGHT = 24;
/** Where hours are left out. */
const BREAK = 60;
const PLOT = WIDTH - LABELS - RIGHT;

/** Where a wall time lies. */
export type X = (wall: number) => number;

/** What falls into a break lies in its middle. */
export function scale(day: Day, hours: readonly Hours[]): X {
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

export function axis(hours: readonly Hours[], day: Day, x: X, top: number, bottom: number): Markup {
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
