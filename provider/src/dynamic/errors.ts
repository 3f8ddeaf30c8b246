import { messageOf } from "../api/errors";
import { adviceIn, type EventAdvice } from "../host/failure";
import type { Ordering } from "../host/order";
import { plainObject } from "./plainJson";

/**
 * What a provider method throws. Pulumi's host prints the `stack` of what `check`, `diff`, `read` and `delete` throw, so it is
 * just the message; and it takes any error with an `id` for a created resource, so no error of others leaves as it is.
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
    { reasons, advice }: Pick<NonNullable<Ordering["failure"]>, "reasons" | "advice">,
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
