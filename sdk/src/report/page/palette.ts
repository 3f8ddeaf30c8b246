import type { Tone } from "../model/report";

/** The colours of the page by name, as CSS wants them. `tests/sdk/report/page/palette.test.ts` has which must differ from which. */
export interface Palette {
  page: string;
  /** Behind charts and tables. */
  panel: string;
  /** Behind times at which moves may start. */
  window: string;
  /** Lines of a window, and of an exclusion's hatching. */
  windowLine: string;
  hatch: string;
  line: string;
  text: string;
  muted: string;
  link: string;
  tones: Readonly<Record<Tone, string>>;
  /** On a filled shape. */
  onTone: string;
}

export const LIGHT: Palette = {
  page: "#f6f7f9",
  panel: "#ffffff",
  window: "#e3edfa",
  windowLine: "#6f93c4",
  hatch: "#b9a48f",
  line: "#d5dae1",
  text: "#1a202b",
  muted: "#525c6b",
  link: "#1a56b0",
  tones: {
    planned: "#4d5868",
    inquiring: "#0b6d7d",
    scheduled: "#1f5fc2",
    executing: "#7038b8",
    done: "#1a7040",
    failed: "#b3221b",
    attention: "#9a4a00",
    other: "#4d5868",
  },
  onTone: "#ffffff",
};

export const DARK: Palette = {
  page: "#10141a",
  panel: "#181d25",
  window: "#22344a",
  windowLine: "#5f86b8",
  hatch: "#7d6a57",
  line: "#333b47",
  text: "#e7ebf1",
  muted: "#a9b3c1",
  link: "#8fbcff",
  tones: {
    planned: "#b4bdca",
    inquiring: "#5cc8d6",
    scheduled: "#86b6ff",
    executing: "#cbaaff",
    done: "#78d293",
    failed: "#ff968d",
    attention: "#ffb866",
    other: "#b4bdca",
  },
  onTone: "#10141a",
};
