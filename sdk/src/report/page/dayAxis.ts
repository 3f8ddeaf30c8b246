import type { Hours } from "../columns/charts";
import { type Day, stretch } from "../columns/days";
import { clock, DAY, HOUR, MINUTE } from "../model/zone";
import { round } from "./glyphs";
import { type Markup, markup } from "./markup";

/** A chart that is scaled down to a phone is too small to read, so it is drawn again in another layout. */
export interface Layout {
  width: number;
  /** Where the hours begin and how far from the right edge they end. */
  left: number;
  right: number;
  /** Where hours are left out. */
  gap: number;
  /** Where the names of lanes stand: beside the hours, or above what moves. */
  names: "beside" | "above";
  /** A phone has none. */
  hovers: boolean;
}

export const WIDE: Layout = { width: 860, left: 176, right: 24, gap: 60, names: "beside", hovers: true };
export const NARROW: Layout = { width: 330, left: 20, right: 20, gap: 56, names: "above", hovers: false };

/** The hours of a chart begin below their names. */
export const TOP = 40;
/** Grounds and lines reach a little above the first lane. */
export const RISE = 8;

/** Where a wall time lies. */
export type X = (wall: number) => number;

/** What falls into a break lies in its middle. */
export function scale({ width, left: start, right, gap }: Layout, day: Day, hours: readonly Hours[]): X {
  const perMillisecond = (width - start - right - (hours.length - 1) * gap) / lengthOf(hours);
  return (wall) => {
    const at = wall - day.wall;
    let left = start;
    for (const { from, to } of hours) {
      if (at < from) return left === start ? left : left - gap / 2;
      if (at <= to) return left + (at - from) * perMillisecond;
      left += (to - from) * perMillisecond + gap;
    }
    return width - right;
  };
}

function lengthOf(hours: readonly Hours[]): number {
  return hours.reduce((sum, { from, to }) => sum + to - from, 0);
}

const STEPS = [30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR];
/** The width of an hour's name, with a blank. */
const NAME = 54;

export function axis({ gap }: Layout, hours: readonly Hours[], day: Day, x: X, bottom: number): Markup {
  const [{ from: first } = { from: 0 }] = hours;
  const hour = x(day.wall + first + HOUR) - x(day.wall + first);
  const step = STEPS.find((each) => (each / HOUR) * hour >= NAME) ?? 6 * HOUR;
  const ticks: Markup[] = [];
  hours.forEach(({ from, to }, index) => {
    for (let at = from; at <= to; at += step) ticks.push(tick(at, x(day.wall + at), bottom));
    // A stretch need not be a number of steps long.
    const rest = (to - from) % step;
    if (rest !== 0) ticks.push(tick(to, x(day.wall + to), bottom, (rest / HOUR) * hour >= NAME));
    const next = hours[index + 1];
    if (!next) return;
    const left = x(day.wall + to);
    ticks.push(
      markup`<g
        ><title>${stretch(day.wall, day.wall + to, day.wall + next.from)} is not shown: no window is open, and nothing starts</title
        ><rect x="${round(left)}" y="${TOP - RISE}" width="${gap}" height="${bottom - TOP + RISE}" class="break"/><text
          x="${round(left + gap / 2)}"
          y="${TOP - 16}"
          class="axis middle"
          >···</text
        ></g
      >`,
    );
  });
  return markup`${ticks}`;
}

function tick(at: number, left: number, bottom: number, named = true): Markup {
  const name = at === DAY ? "24:00" : clock(at);
  return markup`<path d="M${round(left)} ${TOP - RISE}V${bottom}" class="grid" />${
    named &&
    markup`<text
      x="${round(left)}"
      y="${TOP - 16}"
      class="axis middle"
      >${name}</text
    >`
  }`;
}
