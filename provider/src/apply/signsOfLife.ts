import type { Say } from "./context";

const SILENCE = 30_000;

/** Says a line every 30 seconds while the work goes on: a wait must not look like a process that hangs. */
export async function withSignsOfLife<T>(say: Say, line: () => string, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => say("info", line()), SILENCE);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
