import type { CallOptions, EnsClient } from "../api/ens";
import type { Migration } from "../plan/model/migration";

/** Takes one line for the person who watches: progress, or what to look at. */
export type Say = (severity: "info" | "warning", line: string) => void;

/** What ends an operation early. */
export interface Limits {
  /** The machine's clock, Unix milliseconds. */
  now: () => number;
  /** Once it is aborted nothing is sent, and nothing is waited for but what was sent. */
  signal?: AbortSignal | undefined;
  /** Nor after this time, by `now`. Default: no limit but those of the steps. */
  deadline?: number | undefined;
}

/** What an operation on one plan works with. */
export interface Context extends Limits {
  client: EnsClient;
  say: Say;
  /** Whether another plan of the stack has the event, as far as this process has seen. */
  isHeld: (eventId: string) => boolean;
  /** What another plan of the stack remembered of an event, as far as this process has seen. */
  inherited: (eventId: string) => Migration | undefined;
}

/** For calls of a step that may take so many milliseconds. */
export function limitsOf(
  { now, signal, deadline = Number.POSITIVE_INFINITY }: Limits,
  milliseconds: number,
): CallOptions & { deadline: number } {
  return { deadline: Math.min(now() + milliseconds, deadline), ...(signal && { signal }) };
}

/** Why the operation has to end now, if it has. */
export function reasonToEnd({ now, signal, deadline }: Limits): string | undefined {
  if (signal?.aborted) return "the operation was cancelled";
  if (deadline !== undefined && now() >= deadline) return "the operation's time limit ran out";
  return undefined;
}
