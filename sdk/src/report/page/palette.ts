import type { Tone } from "../model/report";

/** The colours of the page by name, as CSS wants them. `tests/sdk/report/page/palette.test.ts` has which must differ from which. */
export interface Palette {
  page: string;
  /** Behind charts and tables. */
  panel: string;
  /** Behind times at which moves may start: a hue that no status has. */
  window: string;
  /** Lines around windows. */
  windowLine: string;
  /** Behind the rest of a window, after its cutoff. */
  late: string;
  /** Where that begins. */
  cutoff: string;
  hatch: string;
  line: string;
  text: string;
  muted: string;
  link: string;
  /** Behind what a reader must not miss. */
  alert: string;
  tones: Readonly<Record<Tone | "new" | "changed", string>>;
  /** On a filled shape. */
  onTone: string;
}

export const LIGHT: Palette = {
  page: "#f4f6f8",
  panel: "#ffffff",
  window: "#fff1c9",
  windowLine: "#a8842c",
  late: "#f6efe0",
  cutoff: "#7a5a0c",
  hatch: "#b4bcc7",
  line: "#dbe0e7",
  text: "#17202c",
  muted: "#515c6b",
  link: "#1a56b0",
  alert: "#fdecea",
  tones: {
    planned: "#4d5868",
    new: "#17202c",
    changed: "#a3126f",
    inquiring: "#0a6575",
    scheduled: "#1f5fc2",
    executing: "#7038b8",
    done: "#196b3d",
    failed: "#b3221b",
    attention: "#964500",
    other: "#4d5868",
  },
  onTone: "#ffffff",
};

export const DARK: Palette = {
  page: "#0f1318",
  panel: "#171c23",
  window: "#3b331b",
  windowLine: "#a98f4a",
  late: "#28261f",
  cutoff: "#e3c069",
  hatch: "#535e6d",
  line: "#303845",
  text: "#e8ecf2",
  muted: "#aab4c2",
  link: "#8fbcff",
  alert: "#3a1d1b",
  tones: {
    planned: "#b4bdca",
    new: "#e8ecf2",
    changed: "#ff9fd4",
    inquiring: "#5cc8d6",
    scheduled: "#86b6ff",
    executing: "#cbaaff",
    done: "#78d293",
    failed: "#ff968d",
    attention: "#ffb866",
    other: "#b4bdca",
  },
  onTone: "#0f1318",
};
