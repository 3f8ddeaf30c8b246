/** Why a request got no answer, in words chosen here: the originals quote URLs, and URLs hold passwords. */
export interface Failure {
  /** A Node error code such as `ECONNRESET`, or one of our own in {@link OWN_FAILURES}. */
  code: string;
  what: string;
  /** Trying again cannot help. */
  permanent: boolean;
}

const OWN_FAILURES = {
  CONNECT_TIMEOUT: "no connection within the connect timeout",
  READ_TIMEOUT: "no complete answer within the read timeout",
  DEADLINE: "the deadline passed",
  ABORTED: "the call was cancelled",
  PROXY_REFUSED: "the proxy refused the tunnel",
  ANSWER_TOO_LARGE: "the answer is larger than any that ENS gives",
  CONNECTION_CLOSED: "the connection was closed before an answer",
} as const;

const PERMANENT = new Set(["DEADLINE", "ABORTED", "ANSWER_TOO_LARGE"]);

const NODE_FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at the endpoint (connection refused)",
  ENOTFOUND: "the endpoint's host name is not known",
  EAI_AGAIN: "the name service did not answer",
  ECONNRESET: "the connection was reset",
  ECONNABORTED: "the connection was reset",
  EPIPE: "the connection was closed while sending",
  ETIMEDOUT: "the connection timed out",
  EHOSTUNREACH: "the endpoint's host cannot be reached",
  ENETUNREACH: "the endpoint's network cannot be reached",
  EPROTO: "the TLS handshake failed",
};

export function ownFailure(code: keyof typeof OWN_FAILURES, detail = ""): Failure {
  return { code, what: `${OWN_FAILURES[code]}${detail}`, permanent: PERMANENT.has(code) };
}

/** From whatever was thrown, the error code and nothing else. */
export function failureOf(error: unknown): Failure {
  const code = errorCode(error);
  if (code === undefined) return { code: "UNKNOWN", what: "the connection failed", permanent: false };
  if (isCertificateProblem(code)) {
    return { code, what: "the server's certificate was not accepted", permanent: true };
  }
  if (code.startsWith("HPE_")) return { code, what: "the answer was not HTTP", permanent: false };
  if (code.startsWith("ERR_SSL_")) return { code, what: "the TLS handshake failed", permanent: false };
  return { code, what: NODE_FAILURES[code] ?? "the connection failed", permanent: false };
}

/** A thrown value's code, if it looks like a code: other libraries put sentences there. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : undefined;
}

export function isCertificateProblem(code: string): boolean {
  return (
    code.startsWith("ERR_TLS_CERT_") ||
    code.startsWith("CERT_") ||
    code.startsWith("UNABLE_TO_") ||
    code.includes("SELF_SIGNED_CERT") ||
    code === "HOSTNAME_MISMATCH" ||
    code === "INVALID_CA"
  );
}
