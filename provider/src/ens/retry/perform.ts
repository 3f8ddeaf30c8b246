import type { CallOptions } from "../../api/ens";
import type { Credentials, Transport } from "../transport/transport";
import { MalformedAnswerError } from "../wire/answers";
import type { Call, Received } from "../wire/operation";
import { BACKOFF, backoffDelay } from "./backoff";
import { Budget } from "./budget";
import type { Limiter } from "./limiter";
import { readPolicy, writePolicy } from "./policy";
import { createScrubber } from "./scrub";
import { malformedAnswer, type Request, toEnsError } from "./toEnsError";
import { takeTurn, untilReleased } from "./turn";

const MAX_ATTEMPTS = 6;

/** Credentials that all callers share. */
export interface HeldCredentials {
  /** Those that are at hand and need no fetching. */
  readonly held: Credentials | undefined;
  get(): Promise<Credentials>;
  /** The service refused these: forget them, fetch again, and say whether anything else came. */
  renew(refused: Credentials): Promise<boolean>;
}

/** What calls are sent with. */
export interface Means {
  credentials: HeldCredentials;
  limiter: Limiter;
  send: Transport["send"];
  /** Where that goes. Default: whoever asks says it. */
  to?: Transport["to"];
}

/**
 * Sends until the policy of the call's kind is content, gives up, or time runs out. Never sleeps past the deadline: if the
 * next attempt could not start before it, the last error is thrown at once.
 */
export async function perform<Answer>(
  call: Call<Answer>,
  { credentials, limiter, send, to }: Means,
  options: CallOptions = {},
): Promise<Answer> {
  const request = { ...call, to };
  const budget = new Budget(request, options);
  const policy = call.kind === "write" ? writePolicy : readPolicy;
  let renewed = false;
  for (;;) {
    await untilReleased(limiter, budget);
    const keys = credentials.held ?? (await budget.within(credentials.get()));
    const turns = await takeTurn(limiter, call.kind, budget);
    const result = await send(call, keys, budget.limits).finally(() => turns.leave());
    budget.attempts += 1;
    const scrub = createScrubber([
      ...call.secrets,
      keys.accessKeyId,
      keys.accessKeySecret,
      keys.securityToken,
    ]);
    if (result.kind === "ok") return answerOf(request, result.body, { requestId: result.requestId, scrub });

    const step = policy(result);
    const error = toEnsError(request, result, step.as, scrub, budget.attempts);
    switch (step.do) {
      case "giveUp": {
        const ranOut = step.as === "transport" && result.kind === "failed" && result.code === "DEADLINE";
        throw ranOut ? (budget.lastError ?? error) : error;
      }
      case "renew":
        if (renewed) throw error;
        renewed = true;
        budget.lastError = error;
        if (!(await budget.within(credentials.renew(keys)))) throw error;
        break;
      case "again": {
        if (budget.attempts >= MAX_ATTEMPTS) throw error;
        budget.lastError = error;
        const asked = result.kind === "refused" ? (result.retryAfterMs ?? 0) : 0;
        const delay = Math.max(asked, backoffDelay(budget.attempts, BACKOFF[step.because], Math.random));
        if (step.because === "throttled") limiter.hold(delay);
        else await budget.pause(delay);
        break;
      }
    }
  }
}

function answerOf<Answer>(call: Call<Answer> & Request, body: unknown, received: Received): Answer {
  try {
    return call.read(body, received);
  } catch (error) {
    if (!(error instanceof MalformedAnswerError)) throw error;
    throw malformedAnswer(call, error.message, received);
  }
}
