import type { Tone } from "./report";

/** How a tone looks where there is only text: the shapes match those of the HTML page. */
export const SYMBOLS: Readonly<Record<Tone, string>> = {
  planned: "○",
  inquiring: "◐",
  scheduled: "●",
  executing: "▶",
  done: "✔",
  failed: "✖",
  attention: "◆",
  other: "□",
};

/** From trouble to rest: what a reader must see comes first. */
export const TONES: readonly Tone[] = [
  "failed",
  "attention",
  "executing",
  "inquiring",
  "scheduled",
  "planned",
  "done",
  "other",
];

const OF_ENS: Readonly<Record<string, Tone>> = {
  Inquiring: "inquiring",
  Scheduled: "scheduled",
  Executing: "executing",
  Executed: "done",
  Avoided: "done",
  Failed: "failed",
  Canceled: "failed",
};

/** A word of ENS that nobody has documented is shown as it is. */
export function toneOf(status: string): Tone {
  return Object.hasOwn(OF_ENS, status) ? (OF_ENS[status] ?? "other") : "other";
}
