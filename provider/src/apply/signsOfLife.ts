import { formatClock } from "../plan/model/instant";
import type { Say } from "./context";

/** No operation is silent for longer than 30 seconds, whatever a timer and a pipe may add. */
const SILENCE = 25_000;

/** What an operation that may take long shows of itself. */
export interface Progress {
  say: Say;
  /** What it does from now on, in one line: said whenever nothing else has been said for a while. */
  doing: (line: () => string) => void;
}

/** Breaks every silence of the work: a wait must not look like a process that hangs. */
export async function withSignsOfLife<Given extends { say: Say }, T>(
  given: Given,
  work: (context: Given & Progress) => Promise<T>,
): Promise<T> {
  let line: (() => string) | undefined;
  const timer = setInterval(() => {
    if (line) given.say("info", line());
  }, SILENCE);
  const say: Say = (severity, text) => {
    timer.refresh();
    given.say(severity, text);
  };
  try {
    return await work({ ...given, say, doing: (next) => (line = next) });
  } finally {
    clearInterval(timer);
  }
}

/** `, until 17:30 UTC at the latest`. */
export function atTheLatest(deadline: number, now: number): string {
  return `, until ${formatClock(deadline, now)} at the latest`;
}
