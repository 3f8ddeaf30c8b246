import { messageOf } from "../api/errors";
import { adviceIn, type EventAdvice } from "../host/failure";
import type { OrderingFailure } from "../host/order";
import { plainObject } from "./plainJson";

/**
 * What a provider method throws. Pulumi's host takes any error with an `id` for a created resource, so no error of others leaves as it
 * is.
 */
export class ProviderError extends Error {
  constructor(
    message: string,
    /** What to do about it, as data; the message says the same in words. */
    readonly advice: readonly EventAdvice[] = [],
  ) {
    super(message);
    this.name = "ProviderError";
    this.stack = message;
  }
}

/** Thrown by `create` and `update`: the resource exists in this state, and `reasons` say what is not done. */
export class PartialFailure extends ProviderError {
  readonly properties: Record<string, unknown>;
  readonly reasons: string[];

  constructor(
    readonly id: string,
    outputs: Readonly<Record<string, unknown>>,
    provider: unknown,
    { reasons, advice }: Pick<OrderingFailure, "reasons" | "advice">,
  ) {
    super(reasons.join("\n"), advice);
    this.name = "PartialFailure";
    // The host adds `__provider` to results but not here; without it nobody could refresh or delete the resource.
    this.properties = plainObject({ ...outputs, __provider: provider });
    this.reasons = [...reasons];
  }
}

/** Any error as one of ours. */
export function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  return new ProviderError(messageOf(error), adviceIn(error));
}

/** How often the host is still to print each line: errors of plans that fail together may be alike. */
const echoes = new Map<string, number>();
let areEchoesLeftOut = false;

/**
 * An error of `check`, `diff`, `read` or `delete`. Pulumi's host prints such an error itself, message and stack, beside handing it
 * to the engine, which shows it with the plan. No form of an error prevents that, so what the host prints of this one is left out.
 */
export function withoutEcho(error: unknown): ProviderError {
  const thrown = asProviderError(error);
  const echo = `${String(thrown)}: ${thrown.stack}`;
  echoes.set(echo, (echoes.get(echo) ?? 0) + 1);
  if (!areEchoesLeftOut) leaveOutEchoes();
  areEchoesLeftOut = true;
  return thrown;
}

function leaveOutEchoes(): void {
  const print = console.error;
  console.error = (...line: unknown[]) => {
    if (line.length !== 1 || !isEcho(line[0])) print(...line);
  };
}

function isEcho(line: unknown): boolean {
  if (typeof line !== "string") return false;
  const left = (echoes.get(line) ?? 0) - 1;
  if (left > 0) echoes.set(line, left);
  else echoes.delete(line);
  return left >= 0;
}
