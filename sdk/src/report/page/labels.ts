import { round } from "./glyphs";
import { type Markup, markup } from "./markup";

/** Of texts in charts, but for names of lanes. */
export const SMALL = 12;

/** Text on hatching needs a ground of its own. It takes no more than `room`; the full text is on hover. */
export function plate(text: string, x: number, y: number, room: number): Markup {
  const inset = 4;
  const shown = fit(text, room - 2 * inset, SMALL);
  return markup`<rect
      x="${round(x)}"
      y="${round(y)}"
      width="${round(Math.min(room, widthOf(shown, SMALL) + 2 * inset))}"
      height="18"
      rx="3"
      class="plate"
    /><text x="${round(x + inset)}" y="${round(y + 13)}" class="small">${shown}</text>`;
}

/**
 * How wide text gets in DejaVu Sans, the widest of the usual fonts: no chart knows the reader's font, and text that is cut
 * too early is better than text that lies on its neighbour.
 */
export function widthOf(text: string, size: number, bold = false): number {
  return [...text].reduce((sum, letter) => sum + emOf(letter, bold ? 1.12 : 1), 0) * size;
}

function emOf(letter: string, weight: number): number {
  if (/\p{Mark}|\p{Default_Ignorable_Code_Point}/u.test(letter)) return 0;
  if (/[ .,:;'|!()[\]/\\fijlrtI–-]/.test(letter)) return 0.45 * weight;
  if (/[a-z\d_]/.test(letter)) return (letter === "m" || letter === "w" ? 0.98 : 0.65) * weight;
  if (/[A-Z]/.test(letter)) return (letter === "M" || letter === "W" ? 1 : 0.8) * weight;
  if (/\p{Script=Hebrew}|\p{Script=Arabic}/u.test(letter)) return 0.8 * weight;
  // Chinese fills a square; of what else there is, such as emoji, some takes more.
  return /\p{Ideographic}/u.test(letter) ? 1 : 1.3;
}

/** Text cut to a width. */
export function fit(text: string, room: number, size: number): string {
  return shortened(
    text,
    (shown) => widthOf(shown, size) <= room,
    (letters, kept) => `${letters.slice(0, kept).join("")}…`,
  );
}

/** Bold text cut in its middle: names that begin alike differ at their end. */
export function fitMiddle(text: string, room: number, size: number): string {
  return shortened(
    text,
    (shown) => widthOf(shown, size, true) <= room,
    (letters, kept) => {
      const tail = Math.floor(kept / 2);
      return `${letters.slice(0, kept - tail).join("")}…${letters.slice(letters.length - tail).join("")}`;
    },
  );
}

function shortened(
  text: string,
  fits: (shown: string) => boolean,
  cut: (letters: readonly string[], kept: number) => string,
): string {
  if (fits(text)) return text;
  const letters = [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);
  // The longest that fits, found by halving: a name may be long.
  let [kept, tooMany] = [0, letters.length];
  while (tooMany - kept > 1) {
    const middle = Math.floor((kept + tooMany) / 2);
    if (fits(cut(letters, middle))) kept = middle;
    else tooMany = middle;
  }
  return cut(letters, kept);
}
