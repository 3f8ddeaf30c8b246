import { backoffDelay, type Backoff } from "./backoff";
import type { CallOptions } from "../../api/ens";
import type { EnsError } from "../../api/errors";
import { toEnsError } from "./toEnsError";
import { ownFailure } from "../transport/networkFailure";
import type { CallKind, Limiter } from "./limiter";
import { pause } from "./pause";
import { createScrubber } from "./scrub";
import type { Credentials, Limits, SendResult } from "../transport/transport";
import { readPolicy, writePolicy } from "./policy";

/** For a call that was given no deadline: attempts and waits together. */
export const DEFAULT_BUDGET_MS = 120_000;
const MAX_ATTEMPTS = 6;
const THROTTLED: Backoff = { baseMs: 500, capMs: 20_000 };
const TRANSIENT: Backoff = { baseMs: 200, capMs: 10_000 };

/** Credentials that all callers share. */
export interface HeldCredentials {
  /** Those that are at hand and need no fetching. */
  readonly held: Credentials | undefined;
  get(): Promise<Credentials>;
  /** The service refused these: forget them, fetch again, and say whether anything else came. */
  renew(refused: Credentials): Promise<boolean>;
}

export interface Operation {
  action: string;
  kind: CallKind;
  /** Texts of the request that must never be shown. */
  secrets: readonly string[];
  send: (credentials: Credentials, limits: Limits) => Promise<SendResult>;
}

export interface Accepted {
  body: unknown;
  requestId: string | undefined;
  /** Knows the secrets of this call. */
  scrub: (text: string) => string;
}

/**
 * Sends until the policy accepts, gives up, or time runs out. Never sleeps past the deadline: if the next attempt
 * could not start before it, the last error is thrown at once.
 */
export async function perform(
  operation: Operation,
  tools: { credentials: HeldCredentials; limiter: Limiter },
  options: CallOptions = {},
): Promise<Accepted> {
  const { action } = operation;
  const { limiter } = tools;
  const limits: Limits = {
    signal: options.signal,
    deadline: options.deadline ?? Date.now() + DEFAULT_BUDGET_MS,
  };
  let last: EnsError | undefined;
  let renewed = false;

  const stop = (code: "ABORTED" | "DEADLINE", attempts: number): EnsError =>
    toEnsError(action, { kind: "failed", ...ownFailure(code), sent: false }, "transport", String, attempts);
  /** Throws instead of waiting where waiting is pointless. */
  const waitFor = async (ms: number, attempts: number): Promise<void> => {
    if (limits.signal?.aborted) throw stop("ABORTED", attempts);
    if (Date.now() + ms >= limits.deadline) throw last ?? stop("DEADLINE", attempts);
    if (ms > 0) await pause(ms, limits.signal);
    if (limits.signal?.aborted) throw stop("ABORTED", attempts);
  };

  const waitWhileHeld = async (attempts: number): Promise<void> => {
    for (let held: number; (held = limiter.remaining()) > 0;) await waitFor(held, attempts);
    await waitFor(0, attempts);
  };
  const lane = limiter.lane(operation.kind);
  /** Whoever gets a turn while calls are held back gives it away: the wait may be longer than the others' deadlines. */
  const takeTurn = async (attempts: number): Promise<void> => {
    for (;;) {
      const turn = lane.enter();
      if (turn) {
        await within(limits, turn, (code) => stop(code, attempts)).catch((error: unknown) => {
          void turn.then(() => lane.leave());
          throw error;
        });
      }
      if (limiter.remaining() === 0) return;
      lane.leave();
      await waitWhileHeld(attempts);
    }
  };

  for (let attempt = 1; ; attempt++) {
    await waitWhileHeld(attempt - 1);
    const credentials =
      tools.credentials.held ??
      (await within(limits, tools.credentials.get(), (code) => stop(code, attempt - 1)));
    await takeTurn(attempt - 1);
    const outcome = await operation.send(credentials, limits).finally(() => lane.leave());
    const scrub = createScrubber([
      ...operation.secrets,
      credentials.accessKeyId,
      credentials.accessKeySecret,
      credentials.securityToken,
    ]);
    if (outcome.kind === "ok") return { body: outcome.body, requestId: outcome.requestId, scrub };

    const verdict = (operation.kind === "write" ? writePolicy : readPolicy)(outcome);
    switch (verdict.do) {
      case "giveUp":
        // What went wrong before the time ran out says more than that it did.
        if (last && verdict.as === "transport" && outcome.kind === "failed" && outcome.code === "DEADLINE") {
          throw last;
        }
        throw toEnsError(action, outcome, verdict.as, scrub, attempt);
      case "renew":
        last = toEnsError(action, outcome, verdict.as, scrub, attempt);
        if (renewed) throw last;
        renewed = true;
        if (!(await within(limits, tools.credentials.renew(credentials), (code) => stop(code, attempt))))
          throw last;
        break;
      case "again": {
        last = toEnsError(action, outcome, verdict.as, scrub, attempt);
        if (attempt >= MAX_ATTEMPTS) throw last;
        const throttled = verdict.because === "throttled";
        const floor = outcome.kind === "refused" ? (outcome.retryAfterMs ?? 0) : 0;
        const delay = Math.max(floor, backoffDelay(attempt, throttled ? THROTTLED : TRANSIENT, Math.random));
        if (throttled) limiter.hold(delay);
        else await waitFor(delay, attempt);
        break;
      }
    }
  }
}

/** Credentials are shared, so one caller's deadline ends its wait and not the fetching. */
async function within<T>(
  limits: Limits,
  work: Promise<T>,
  stop: (code: "ABORTED" | "DEADLINE") => EnsError,
): Promise<T> {
  work.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        const left = Math.min(Math.max(0, limits.deadline - Date.now()), 2 ** 31 - 1);
        timer = setTimeout(() => reject(stop("DEADLINE")), left);
        onAbort = () => reject(stop("ABORTED"));
        limits.signal?.addEventListener("abort", onAbort, { once: true });
      }),
    ]);
  } finally {
    clearTimeout(timer);
    if (onAbort) limits.signal?.removeEventListener("abort", onAbort);
  }
}
