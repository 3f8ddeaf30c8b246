const PLAIN = /^[\x20-\x7e]*$/;
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const TWO =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;

/** How many columns of a terminal a text takes: Chinese characters take two. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const sign of text) width += NONE.test(sign) ? 0 : TWO.test(sign) ? 2 : 1;
  return width;
}

/** `padEnd` for a terminal. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}
