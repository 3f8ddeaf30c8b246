import type { CallOptions } from "../../api/ens";
import type { EnsError } from "../../api/errors";
import { LONGEST_TIMER_MS } from "../settings/timeouts";
import { ownFailure } from "../transport/networkFailure";
import type { CallLimits } from "../transport/transport";
import { pause } from "./pause";
import { type Request, toEnsError } from "./toEnsError";

/** For a call that was given no deadline: attempts and waits together. */
export const DEFAULT_BUDGET_MS = 120_000;

/** The time that one call has for its attempts and waits, and the error that it ends with when that is over. */
export class Budget {
  readonly limits: CallLimits;
  readonly #request: Request;
  /** How often the call was sent. */
  attempts = 0;
  /** What the last attempt ended with: it says more than that the time ran out. */
  lastError: EnsError | undefined;

  constructor(request: Request, { signal, deadline = Date.now() + DEFAULT_BUDGET_MS }: CallOptions) {
    this.#request = request;
    this.limits = { signal, deadline };
  }

  /** Waits, or throws at once where the wait would not end before the deadline. */
  async pause(ms: number): Promise<void> {
    const { signal, deadline } = this.limits;
    if (signal?.aborted) throw this.#over("ABORTED");
    if (Date.now() + ms >= deadline) throw this.#over("DEADLINE");
    if (ms > 0) await pause(ms, signal);
    if (signal?.aborted) throw this.#over("ABORTED");
  }

  /** The end of this call's time ends its wait for the work, and not the work: other calls may wait for it as well. */
  async within<T>(work: Promise<T>): Promise<T> {
    const { signal, deadline } = this.limits;
    work.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    let onAbort: (() => void) | undefined;
    try {
      return await Promise.race([
        work,
        new Promise<never>((_, reject) => {
          const left = Math.min(Math.max(0, deadline - Date.now()), LONGEST_TIMER_MS);
          timer = setTimeout(() => reject(this.#over("DEADLINE")), left);
          onAbort = () => reject(this.#over("ABORTED"));
          signal?.addEventListener("abort", onAbort, { once: true });
        }),
      ]);
    } finally {
      clearTimeout(timer);
      if (onAbort) signal?.removeEventListener("abort", onAbort);
    }
  }

  #over(code: "ABORTED" | "DEADLINE"): EnsError {
    if (code === "DEADLINE" && this.lastError) return this.lastError;
    const trouble = { kind: "failed", ...ownFailure(code), sent: false } as const;
    return toEnsError(this.#request, trouble, "transport", String, this.attempts);
  }
}
