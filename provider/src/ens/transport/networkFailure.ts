import { meaningOf } from "../../api/codes";

/** Why a request got no answer, in words chosen here: the originals quote URLs, and URLs hold passwords. */
export interface NetworkFailure {
  /** A Node error code such as `ECONNRESET`, or an {@link OwnCode}. */
  code: string;
  what: string;
  /** The variable of the proxy, such as `HTTPS_PROXY`, where no way through it stood yet. */
  proxy?: string | undefined;
}

type OwnCode =
  | "CONNECT_TIMEOUT"
  | "READ_TIMEOUT"
  | "CONNECTION_CLOSED"
  | "PROXY_REFUSED"
  | "ANSWER_TOO_LARGE"
  | "DEADLINE"
  | "ABORTED";

export function ownFailure(code: OwnCode, detail = ""): NetworkFailure {
  return { code, what: `${whatOf(code)}${detail}` };
}

/** From whatever was thrown, the error code and nothing else. */
export function networkFailureOf(error: unknown): NetworkFailure {
  const code = errorCode(error) ?? "UNKNOWN";
  return { code, what: whatOf(code) };
}

/** The same before a tunnel stands: the endpoint has no part in it. The code, and so what is tried again, stays. */
export function atProxy(
  { code, what }: NetworkFailure,
  { host, variable }: { host: string; variable: string },
): NetworkFailure {
  return {
    code,
    what: `cannot connect through the proxy ${host} (${variable}): ${what}`,
    proxy: variable,
  };
}

function whatOf(code: string): string {
  return meaningOf({ code }).what ?? "the connection failed";
}

/** A thrown value's code, if it looks like a code: other libraries put sentences there. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : undefined;
}
