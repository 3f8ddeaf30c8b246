import type { ReportRow, Tone } from "../model/report";
import { TONES } from "../model/tones";
import { tally } from "../model/words";
import { type Markup, markup, raw } from "./markup";

/** What a shape says: a status, or what `up` is going to do. */
export type Sign = Tone | "new" | "changed";

const SIGNS: readonly Sign[] = [...TONES.slice(0, 5), "changed", "new", ...TONES.slice(5)];

export function signOf({ tone, change }: ReportRow): Sign {
  return tone === "planned" && (change === "new" || change === "changed") ? change : tone;
}

/** How many rows there are of each sign, trouble first. */
export function signsOf(rows: readonly ReportRow[]): { sign: Sign; count: number }[] {
  const counts = tally(rows.map(signOf));
  return SIGNS.flatMap((sign) => {
    const count = counts.get(sign);
    return count === undefined ? [] : [{ sign, count }];
  });
}

/**
 * A shape for each sign, around the origin: colour alone says nothing to many people and to a printer. The shapes of
 * statuses match the characters of the terminal.
 */
const SHAPES: Readonly<Record<Sign, string>> = {
  planned: `<circle r="4.6" class="hollow"/>`,
  new: `<circle r="5.8"/><path d="M-3 0H3M0-3V3" class="mark"/>`,
  changed: `<path d="M-5.4 0H4.4M.6-4.2 4.8 0 .6 4.2" class="arrow"/>`,
  inquiring: `<circle r="4.6" class="hollow"/><path d="M0-4.6A4.6 4.6 0 0 0 0 4.6Z"/>`,
  scheduled: `<circle r="5.2"/>`,
  executing: `<path d="M-4.2-5.4 5.4 0-4.2 5.4Z"/>`,
  done: `<rect x="-5.2" y="-5.2" width="10.4" height="10.4" rx="2.4"/><path d="M-2.7 .2-.8 2.2 2.8-2.3" class="mark"/>`,
  failed: `<path d="M-4.2-4.2 4.2 4.2M4.2-4.2-4.2 4.2" class="cross"/>`,
  attention: `<path d="M0-6.2 6.2 0 0 6.2-6.2 0Z"/><path d="M0-3V.6M0 2.6V2.7" class="mark"/>`,
  other: `<rect x="-4.4" y="-4.4" width="8.8" height="8.8" class="hollow"/>`,
};

/** What every chart of the page refers to. Not `display: none`, under which patterns are not drawn. */
export function definitions(): Markup {
  const symbols = Object.entries(SHAPES).map(([sign, shape]) => raw(`<g id="t-${sign}">${shape}</g>`));
  return markup`<svg width="0" height="0" class="definitions" aria-hidden="true" focusable="false">
    <defs>
      ${symbols}
      <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="7" height="7" class="hatch-ground" />
        <path d="M1.5 0V7" class="hatch-line" />
      </pattern>
    </defs>
  </svg>`;
}

/** A glyph in a chart, with what its hover says. */
export function glyph(sign: Sign, x: number, y: number, title?: Markup, released = false): Markup {
  const use = markup`<use href="#t-${sign}" x="${round(x)}" y="${round(y)}" class="t ${sign}" />`;
  const ring = released && markup`<circle cx="${round(x)}" cy="${round(y)}" r="7.6" class="released" />`;
  return title === undefined ? markup`${use}${ring}` : markup`<g><title>${title}</title>${ring}${use}</g>`;
}

/** A glyph in a line of text, where a word follows that says the same. */
export function inlineGlyph(sign: Sign): Markup {
  return markup`<svg
    class="glyph"
    width="14"
    height="14"
    viewBox="-7 -7 14 14"
    aria-hidden="true"
    focusable="false"
  >
    <use href="#t-${sign}" class="t ${sign}" />
  </svg>`;
}

export function round(number: number): number {
  return Math.round(number * 10) / 10;
}
