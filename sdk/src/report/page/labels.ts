import { round } from "./glyphs";
import { type Markup, markup } from "./markup";

/** Text on hatching needs a ground of its own. */
export function label(text: string, x: number, y: number): Markup {
  const shown = fit(text, 19);
  return markup`${plate(x, y, shown.length)}<text x="${x + 4}" y="${y + 13}" class="small">${shown}</text>`;
}

export function plate(x: number, y: number, letters: number): Markup {
  return markup`<rect
    x="${round(x)}"
    y="${round(y)}"
    width="${round(letters * 6.6 + 8)}"
    height="18"
    rx="3"
    class="plate"
  />`;
}

/** Text cut to a number of letters. */
export function fit(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Names that begin alike differ at their end. */
export function fitMiddle(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = Math.floor((length - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}
