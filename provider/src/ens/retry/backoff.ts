interface Backoff {
  /** The longest delay after the first attempt. */
  baseMs: number;
  /** The longest delay at all. */
  capMs: number;
}

export const BACKOFF = {
  throttled: { baseMs: 500, capMs: 20_000 },
  passing: { baseMs: 200, capMs: 10_000 },
} as const satisfies Record<string, Backoff>;

/**
 * How long to wait after the given attempt (the first is 1): doubling, capped, the upper half of it random so that
 * callers that failed together do not return together ("equal jitter").
 */
export function backoffDelay(attempt: number, { baseMs, capMs }: Backoff, random: () => number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
