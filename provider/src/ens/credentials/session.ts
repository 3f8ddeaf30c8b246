import { meaningOf } from "../../api/codes";
import { CredentialsError, EnsError } from "../../api/errors";
import { Limiter } from "../retry/limiter";
import { type HeldCredentials, perform } from "../retry/perform";
import type { Endpoint } from "../settings/endpoint";
import type * as Builtin from "../transport/builtin";
import { resolveProxy } from "../transport/proxy";
import type { Call } from "../wire/operation";
import type { Session } from "../wire/session";
import type { Access, Fetched } from "./source";

const RENEW_BEFORE_MS = 5 * 60_000;
const BUDGET_MS = 30_000;

const NOBODY = { accessKeyId: "", accessKeySecret: "" };
/** For calls that nobody signs. */
export const ANONYMOUS: HeldCredentials = {
  held: NOBODY,
  get: () => Promise.resolve(NOBODY),
  renew: () => Promise.resolve(false),
};

interface Failure {
  /** What a failure means, such as `the role cannot be assumed`. */
  failure: string;
  /** What to do where the service refuses. Default: what is known of its code. */
  ifRefused?: string;
}

/** Every call that fetches a session goes this way: by the proxy, with the time limits and retries of all other calls. */
export async function fetchSession(
  said: Failure,
  call: Call<Session>,
  { endpoint, timeouts, env }: Access,
  credentials: HeldCredentials = ANONYMOUS,
): Promise<Fetched> {
  const { createBuiltinTransport } = require("../transport/builtin") as typeof Builtin;
  const proxy = await resolveProxy(endpoint, env);
  const { send, to } = createBuiltinTransport(endpoint, timeouts, proxy);
  try {
    const means = { credentials, limiter: new Limiter(), send, to };
    return fetchedOf(await perform(call, means, { deadline: Date.now() + BUDGET_MS }));
  } catch (error) {
    throw explained(said, call.action, endpoint, error);
  }
}

export function fetchedOf({ expiresAt, ...credentials }: Session): Fetched {
  const left = Math.max(0, expiresAt - Date.now());
  return {
    credentials,
    freshUntil: expiresAt - Math.min(RENEW_BEFORE_MS, left / 2),
    validUntil: expiresAt,
  };
}

/** What became of which call. The texts of errors speak of ENS, and here another service answered, or did not. */
function explained(
  { failure, ifRefused }: Failure,
  action: string,
  { host }: Endpoint,
  error: unknown,
): unknown {
  // What is wrong with the credentials that a role is assumed with has been explained already.
  if (!(error instanceof EnsError) || error.action === "Credentials") return error;
  const there = (text: string) =>
    text.replace("the answer did not come from ENS", "the answer is not a session").replace(/\bENS\b/g, host);
  const { code, httpStatus, requestId, attempts, at = host } = error;
  const { class: why, about } = meaningOf(error);
  // Of a clock that is wrong or a parameter, the code says more than the source knows.
  const refused =
    error.kind !== "transport" && about === undefined && ["refusal", "credentials"].includes(why);
  const advice = (refused ? ifRefused : undefined) ?? error.advice;
  return new CredentialsError(`${failure}: ${action} at ${at}: ${there(error.what)}`, {
    action: "Credentials",
    code,
    httpStatus,
    requestId,
    attempts,
    advice: advice && there(advice),
  });
}
