import type { Tone } from "../model/report";
import { widthOf } from "../model/width";

/** Escape sequences by their number; the bare text without colour. */
export type Style = (text: string, ...codes: number[]) => string;
export const PLAIN: Style = (text) => text;
export const COLOURED: Style = (text, ...codes) => `\u001b[${codes.join(";")}m${text}\u001b[0m`;

export const BOLD = 1;
export const DIM = 2;
export const REVERSED = 7;
export const CODES: Readonly<Record<Tone, number>> = {
  planned: 39,
  inquiring: 36,
  scheduled: 34,
  executing: 35,
  done: 32,
  failed: 31,
  attention: 33,
  other: 39,
};

/** Between two columns. */
export const GAP = "  ";

/** Short texts side by side, as many as fit in a line. */
export function inLines(
  items: readonly { text: string; code: number }[],
  limit: number,
  style: Style,
): string[] {
  const lines: (typeof items)[number][][] = [];
  let length = 0;
  for (const item of items) {
    length += GAP.length + widthOf(item.text);
    if (lines.length === 0 || length > limit) {
      lines.push([]);
      length = GAP.length + widthOf(item.text);
    }
    lines.at(-1)?.push(item);
  }
  return lines.map((line) => line.map(({ text, code }) => GAP + style(text, code)).join(""));
}

export function cut(text: string, limit: number): string {
  if (widthOf(text) <= limit) return text;
  let start = "";
  let room = limit - 1;
  for (const sign of text) {
    room -= widthOf(sign);
    if (room < 0) break;
    start += sign;
  }
  return `${start}…`;
}

/** Lines of at most `limit` characters, broken between words. */
export function wrap(text: string, limit: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > limit) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
