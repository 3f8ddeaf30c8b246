import type { Advice, Failure } from "../plan/model/advice";

/** Advice for one event. */
export type EventAdvice = Advice & { eventId: string };

export function adviceOf(failures: readonly Failure[]): EventAdvice[] {
  return failures.flatMap(({ eventId, advice }) => advice.map((each) => ({ eventId, ...each })));
}

/** The advice that an error brings along, as a `RefusedError` does. */
export function adviceIn(error: unknown): EventAdvice[] {
  const { failures } = (error ?? {}) as { failures?: unknown };
  return Array.isArray(failures) ? adviceOf(failures as Failure[]) : [];
}
