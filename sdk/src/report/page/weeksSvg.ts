import { type Day, daysOf, openOn, stretch } from "../columns/days";
import type { ReportPlan } from "../model/report";
import { movesIn } from "../model/words";
import { DAY, dayName, dayStart, shortDate, zoneName } from "../model/zone";
import { glyph, signsOf } from "./glyphs";
import { lines } from "./hover";
import { fit, plate, SMALL, widthOf } from "./labels";
import { isolated, type Markup, markup } from "./markup";

const WEEK = 7 * DAY;
const LEFT = 8;
const CELL = { width: 140, height: 94 };
/** Statuses side by side; more of them take a second line. */
const ACROSS = 3;
const HEAD = 26;
const GAP_HEIGHT = 26;
const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A row of the calendar: a week, or a number of weeks without moves. */
type Strip = { week: number } | { empty: number };

/**
 * A calendar with a week a row: how many move on which day, where windows are open and where nothing may start.
 */
export function weeksSvg(plan: ReportPlan): Markup | undefined {
  const days = daysOf(plan);
  if (days.length === 0) return undefined;
  const byWall = new Map(days.map((day) => [day.wall, day]));
  const strips = stripsOf(days);
  let y = HEAD;
  const rows = strips.map((strip) => {
    const top = y;
    y += "week" in strip ? CELL.height : GAP_HEIGHT;
    return "week" in strip ? weekRow(plan, strip.week, byWall, top) : emptyRow(strip.empty, top);
  });
  const width = LEFT * 2 + CELL.width * 7;
  const heads = NAMES.map(
    (name, index) =>
      markup`<text x="${LEFT + (index + 0.5) * CELL.width}" y="16" class="axis middle">${name}</text>`,
  );
  const spoken = days.map((day) => `${day.name}: ${movesIn(day.rows)}`).join("; ");
  return markup`<svg
    viewBox="0 0 ${width} ${y + 6}"
    class="chart"
    role="img"
    aria-label="Calendar of ${isolated(plan.name)}, ${zoneName(plan.timeZone)}"
  >
    <desc>${spoken}</desc>
    ${heads}${rows}
  </svg>`;
}

function stripsOf(days: readonly Day[]): Strip[] {
  const weeks = [...new Set(days.map(({ wall }) => mondayOf(wall)))];
  const strips: Strip[] = [];
  weeks.forEach((week, index) => {
    const before = weeks[index - 1];
    const between = before === undefined ? 0 : Math.round((week - before) / WEEK) - 1;
    // A single week without moves is worth its windows and exclusions; more of them only push the rest away.
    if (between === 1) strips.push({ week: week - WEEK });
    else if (between > 1) strips.push({ empty: between });
    strips.push({ week });
  });
  return strips;
}

function mondayOf(wall: number): number {
  const day = dayStart(wall);
  return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY;
}

function emptyRow(weeks: number, top: number): Markup {
  return markup`<text x="${LEFT + CELL.width * 3.5}" y="${top + 17}" class="small middle"
    >${weeks} weeks without moves</text
  >`;
}

function weekRow(plan: ReportPlan, week: number, days: ReadonlyMap<number, Day>, top: number): Markup {
  return markup`${NAMES.map((_, index) => {
    const wall = week + index * DAY;
    return cell(plan, wall, days.get(wall), LEFT + index * CELL.width, top);
  })}`;
}

function cell(plan: ReportPlan, wall: number, day: Day | undefined, x: number, y: number): Markup {
  const { windows, exclusions } = day ?? openOn(plan, wall);
  const whole = exclusions.find(({ from, to }) => to - from >= DAY);
  const ground = whole ? "excluded" : windows.length > 0 ? "window" : "closed";
  const title = lines([
    `${dayName(wall)}: ${day ? movesIn(day.rows) : "nothing moves"}`,
    ...windows.map(({ start, end }) => `window ${stretch(wall, start, end)}`),
    ...exclusions.map(
      ({ from, to, reason }) => markup`excluded ${stretch(wall, from, to)}: ${isolated(reason)}`,
    ),
  ]);
  const corner = whole
    ? ""
    : windows.length === 1 && windows[0]
      ? stretch(wall, windows[0].start, windows[0].end)
      : windows.length > 1
        ? `${windows.length} windows`
        : "";
  const inner = { x: x + 2, y: y + 2, width: CELL.width - 4, height: CELL.height - 4 };
  return markup`<g
    ><title>${title}</title
    ><rect
      x="${inner.x}"
      y="${inner.y}"
      width="${inner.width}"
      height="${inner.height}"
      rx="6"
      class="cell ${ground}"
    />${
      exclusions.length > 0 &&
      !whole &&
      markup`<rect
        x="${inner.x}"
        y="${inner.y + inner.height - 7}"
        width="${inner.width}"
        height="7"
        class="excluded"
      />`
    }${whole && plate(whole.reason, x + 6, y + CELL.height - 25, CELL.width - 12)}${
      whole
        ? plate(shortDate(wall), x + 6, y + 6, CELL.width - 12)
        : markup`<text x="${x + 10}" y="${y + 19}" class="small">${shortDate(wall)}</text>`
    }${
      corner &&
      markup`<text x="${x + CELL.width - 9}" y="${y + 19}" class="tiny end"
        >${fit(corner, CELL.width - 21 - widthOf(shortDate(wall), SMALL), 11)}</text
      >`
    }${day && counts(day, x, y)}</g
  >`;
}

/** The number that moves, and below it how many of each status. */
function counts(day: Day, x: number, y: number): Markup {
  const signs = signsOf(day.rows);
  const statuses = new Set(day.rows.map(({ status }) => status));
  const [only] = signs.length === 1 ? signs : [];
  const moving = day.rows.filter(({ moves }) => moves).length;
  const noun = markup`<tspan class="small" dx="5">${moving === 1 ? "move" : "moves"}</tspan>`;
  const breakdown = only
    ? markup`${glyph(only.sign, x + 17, y + 63)}<text x="${x + 28}" y="${y + 67}" class="small"
          >${fit([...statuses].join(", "), CELL.width - 36, SMALL)}</text
        >`
    : signs.map(({ sign, count }, index) => {
        const left = x + 17 + (index % ACROSS) * 42;
        const top = y + 62 + Math.floor(index / ACROSS) * 16;
        return markup`${glyph(sign, left, top)}<text x="${left + 10}" y="${top + 4}" class="small"
            >${count}</text
          >`;
      });
  return markup`<text x="${x + 10}" y="${y + 46}" class="big">${moving}${noun}</text>${breakdown}`;
}
