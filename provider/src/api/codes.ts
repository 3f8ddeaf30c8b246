/**
 * What error codes mean: those of ENS, of its gateway and of Node, and our own. Whoever decides by a code reads it here:
 * what is tried again, whether a wait goes on, whether later orders would meet the same, what the doctor says. A test
 * compares docs/operations.md with it.
 */

export type CodeClass =
  /** A quota is used up for the moment. Nothing was ordered. */
  | "throttled"
  /** Something failed inside ENS or on the way to it. It may pass; an order that was sent may have been taken. */
  | "passing"
  /** ENS does not accept who we are, whatever is asked. */
  | "credentials"
  /** The same, and a fresh session may be accepted. */
  | "expired"
  /** ENS refused this call, and would again. Nothing was ordered. */
  | "refusal"
  /** Our own limits, and what this machine does not trust. The same call would end the same. */
  | "ours";

export interface Meaning {
  readonly class: CodeClass;
  /** What happened, where no answer says it: the original texts quote URLs, and URLs hold passwords. */
  readonly what?: string;
  /** One sentence, for the person who reads it at 3 a.m. {@link adviceFor} fills in `{ramAction}`, `{field}` and `{proxy}`. */
  readonly advice?: string;
  /** What is wrong, where somebody decides by it; `clock` is this machine's. */
  readonly about?: "order" | "pageSize" | "clock" | "certificate";
}

const THROTTLED: Meaning = {
  class: "throttled",
  advice:
    "The account's request quota is used up for now: run again later, or send fewer calls at the same time",
};
const NO_PERMISSION: Meaning = {
  class: "refusal",
  advice: "Grant the RAM action {ramAction} on resource * to these credentials",
};
const CONNECTION_CUT = "Run again; if it persists, look for a proxy or a firewall that cuts connections";

export const CODES = {
  NoPermission: NO_PERMISSION,
  "Forbidden.RAM": NO_PERMISSION,
  "InvalidAccessKeyId.NotFound": {
    class: "credentials",
    advice: "The access key does not exist, or no longer: check the configured key and its account",
  },
  "InvalidAccessKeyId.Inactive": {
    class: "credentials",
    advice: "The access key is disabled: enable it in the RAM console or use another",
  },
  SignatureDoesNotMatch: {
    class: "credentials",
    advice: "The secret does not belong to the access key: check that both were copied whole",
  },
  "InvalidTimeStamp.Expired": {
    class: "refusal",
    advice: "This machine's clock is more than 15 minutes off: correct it (NTP), then run again",
    about: "clock",
  },
  "InvalidSecurityToken.Expired": {
    class: "expired",
    advice: "The STS token has expired: log in again or renew the session",
  },
  "InvalidSecurityToken.MismatchWithAccessKey": {
    class: "credentials",
    advice: "The security token belongs to another access key",
  },
  MissingSecurityToken: {
    class: "credentials",
    advice: "This access key is temporary and needs its security token as well",
  },
  // Our nonces are random, so one is used already only if something on the way sent the request twice: a read may be
  // sent anew, and the first copy of an order may have been taken.
  SignatureNonceUsed: {
    class: "passing",
    advice: "Something between this machine and ENS sends requests twice: look for a proxy that retries",
  },
  // A list is then read in smaller pages.
  "InvalidParameter.PageSize": { class: "refusal", about: "pageSize" },
  "InvalidProtocol.NeedSsl": { class: "refusal", advice: "Use an https endpoint" },

  ECONNREFUSED: {
    class: "passing",
    what: "the connection was refused",
    advice: "Check the endpoint and its port",
  },
  ENOTFOUND: {
    class: "passing",
    what: "the host name is not known",
    advice: "Check the endpoint's name and this machine's DNS",
  },
  EAI_AGAIN: {
    class: "passing",
    what: "the name service did not answer",
    advice: "Check this machine's DNS",
  },
  ECONNRESET: { class: "passing", what: "the connection was reset", advice: CONNECTION_CUT },
  ECONNABORTED: { class: "passing", what: "the connection was reset" },
  EPIPE: { class: "passing", what: "the connection was closed while sending" },
  ETIMEDOUT: { class: "passing", what: "the connection timed out" },
  EHOSTUNREACH: { class: "passing", what: "the host cannot be reached" },
  ENETUNREACH: { class: "passing", what: "the network cannot be reached" },
  EPROTO: { class: "passing", what: "the TLS handshake failed" },

  CONNECT_TIMEOUT: {
    class: "passing",
    what: "no connection within the connect timeout",
    advice: "Check the network path to the endpoint, and HTTPS_PROXY where a proxy is needed",
  },
  READ_TIMEOUT: {
    class: "passing",
    what: "no complete answer within the read timeout",
    advice: "ENS is slow: run again, or raise ens:clientReadTimeout (milliseconds)",
  },
  CONNECTION_CLOSED: {
    class: "passing",
    what: "the connection was closed before an answer",
    advice: CONNECTION_CUT,
  },
  // A proxy also refuses because what is behind it is down just now.
  PROXY_REFUSED: {
    class: "passing",
    what: "it refused the tunnel",
    advice:
      "Check {proxy}: its scheme, host, port, user and password, and whether the proxy runs and may reach the endpoint",
  },
  ANSWER_TOO_LARGE: { class: "ours", what: "the answer is larger than any that ENS gives" },
  DEADLINE: { class: "ours", what: "the deadline passed" },
  ABORTED: { class: "ours", what: "the call was cancelled", advice: "Run the command again" },
} as const satisfies Readonly<Record<string, Meaning>>;

/** Codes that are not listed one by one. The first that fits counts. */
export const FAMILIES: readonly (readonly [RegExp, Meaning])[] = [
  // Services write it in many ways, among them `Throttling.Api` and `Rejected.Throttling`.
  [/Throttling/, THROTTLED],
  [
    /^InvalidParameter(\.|$)/,
    { class: "refusal", advice: "Correct {field}: ENS does not accept its value", about: "order" },
  ],
  [
    /^InvalidSecurityToken(\.|$)/,
    { class: "credentials", advice: "The security token is not valid: renew the session" },
  ],
  [/^(InvalidAccessKeyId|MissingSecurityToken|IncompleteSignature)(\.|$)/, { class: "credentials" }],
  [
    /^Forbidden(\.|$)/,
    { class: "refusal", advice: "A policy of this account or its resource directory denies the call" },
  ],
  // Whatever the HTTP status, and ENS gives its own errors 400: it failed inside. So a read is tried again, nobody knows
  // whether an order was taken, and a wait goes on.
  [
    /^ServiceUnavailable(\.|$)/,
    { class: "passing", advice: "ENS is temporarily unavailable: run again later" },
  ],
  [
    /^InternalError(\.|$)/,
    {
      class: "passing",
      advice: "ENS failed internally: run again later; if it persists, give Alibaba Cloud the request id",
    },
  ],
  [
    /^(ERR_TLS_CERT_|CERT_|UNABLE_TO_)|SELF_SIGNED_CERT|^(HOSTNAME_MISMATCH|INVALID_CA)$/,
    {
      class: "ours",
      what: "the server's certificate was not accepted",
      advice:
        "Check the endpoint's name; behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to the file of its certificate",
      about: "certificate",
    },
  ],
  [/^HPE_/, { class: "passing", what: "the answer was not HTTP" }],
  [/^ERR_SSL_/, { class: "passing", what: "the TLS handshake failed" }],
];

interface Coded {
  readonly code?: string | undefined;
  readonly httpStatus?: number | undefined;
}

/** What to do about a certificate of the proxy itself. */
const PROXY_CERTIFICATE =
  "Check the host in {proxy}; if an authority of your own signed the proxy's certificate, set NODE_EXTRA_CA_CERTS to the file of that authority's";

/** By code and status, never by the vendor's error classes, whose meaning has changed. */
export function meaningOf({ code, httpStatus }: Coded): Meaning {
  if (httpStatus === 429) return THROTTLED;
  const known = code === undefined ? undefined : listed(code);
  // A refusal of any kind that comes as 5xx is none: what failed may have failed after the order was taken.
  const failedInside = httpStatus !== undefined && httpStatus >= 500 && known?.class !== "throttled";
  if (known && !failedInside) return known;
  return { ...known, class: classOfStatus(httpStatus) };
}

/** What to do about an error of `action`; `proxy` is the variable of the proxy that it failed at. */
export function adviceFor(action: string, error: Coded & { proxy?: string | undefined }): string | undefined {
  if (error.proxy !== undefined) {
    const isCertificate = meaningOf(error).about === "certificate";
    return (isCertificate ? PROXY_CERTIFICATE : CODES.PROXY_REFUSED.advice).replace("{proxy}", error.proxy);
  }
  const ramAction = `${action.startsWith("AssumeRole") ? "sts" : "ens"}:${action}`;
  const field = /\.(.+)/.exec(error.code ?? "")?.[1] ?? "what it names";
  return meaningOf(error).advice?.replace("{ramAction}", ramAction).replace("{field}", field);
}

function listed(code: string): Meaning | undefined {
  if (Object.hasOwn(CODES, code)) return CODES[code as keyof typeof CODES];
  return FAMILIES.find(([family]) => family.test(code))?.[1];
}

/**
 * For what no row names. A redirect or a refusal would be the same again; half an answer, a gateway's page, and what the
 * official client has lost the status of, need not.
 */
function classOfStatus(status: number | undefined): CodeClass {
  const final = status !== undefined && status >= 300 && status < 500 && status !== 408;
  return final ? "refusal" : "passing";
}
