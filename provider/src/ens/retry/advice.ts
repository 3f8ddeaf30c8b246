import { isCertificateProblem } from "../transport/failure";

/** What to do about an error, by the API's code. One sentence, for the person who reads it at 3 a.m. */
export function adviceFor(action: string, code: string | undefined, status?: number): string | undefined {
  if (code === undefined) return status === 429 ? THROTTLED : undefined;
  const exact = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (exact !== undefined) return exact.replaceAll("{ramAction}", ramAction(action));
  if (/Throttling/.test(code) || status === 429) return THROTTLED;
  if (isCertificateProblem(code)) return CERTIFICATE;
  const parameter = /^InvalidParameter\.(\w+)$/.exec(code)?.[1];
  if (parameter !== undefined) return `Correct ${parameter}: ENS does not accept its value`;
  const family = BY_FAMILY.find(([prefix]) => code === prefix || code.startsWith(`${prefix}.`));
  return family?.[1];
}

/** The permission that a call needs, as a RAM policy names it. */
function ramAction(action: string): string {
  return action.startsWith("AssumeRole") ? `sts:${action}` : `ens:${action}`;
}

const THROTTLED =
  "The account's request quota is used up for the moment: run again later, or with fewer calls at once";
const NO_PERMISSION = "Grant the RAM action {ramAction} on resource * to these credentials";
const CERTIFICATE =
  "Check the endpoint's name; behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to the file of its certificate";
const CONNECTION_CUT = "Run again; if it stays, look for a proxy or a firewall that cuts connections";
const CHECK_SECRET = "The secret does not belong to the access key: check that both were copied whole";

const BY_CODE: Readonly<Record<string, string>> = {
  NoPermission: NO_PERMISSION,
  "Forbidden.RAM": NO_PERMISSION,
  "InvalidAccessKeyId.NotFound":
    "The access key does not exist (any more): check the configured key and its account",
  "InvalidAccessKeyId.Inactive": "The access key is disabled: enable it in the RAM console or use another",
  SignatureDoesNotMatch: CHECK_SECRET,
  "InvalidTimeStamp.Expired":
    "This machine's clock is more than 15 minutes off: correct it (NTP), then run again",
  "InvalidSecurityToken.Expired": "The STS token has expired: log in again or renew the session",
  "InvalidSecurityToken.MismatchWithAccessKey": "The security token belongs to another access key",
  MissingSecurityToken: "This access key is temporary and needs its security token as well",
  SignatureNonceUsed:
    "Something between this machine and ENS sends requests twice: look for a proxy that retries",
  "InvalidProtocol.NeedSsl": "Use an https endpoint",
  ECONNREFUSED: "Check the endpoint and its port",
  ENOTFOUND: "Check the endpoint's name and this machine's DNS",
  EAI_AGAIN: "Check this machine's DNS",
  CONNECT_TIMEOUT: "Check the network path to the endpoint, and HTTPS_PROXY where a proxy is needed",
  ECONNRESET: CONNECTION_CUT,
  CONNECTION_CLOSED: CONNECTION_CUT,
  PROXY_REFUSED: "Check HTTPS_PROXY, its user and password, and whether it may reach the endpoint",
  READ_TIMEOUT: "ENS is slow: run again, or raise ens:clientReadTimeout (milliseconds)",
};

const BY_FAMILY: readonly (readonly [string, string])[] = [
  ["InvalidSecurityToken", "The security token is not valid: renew the session"],
  ["Forbidden", "A policy of this account or its resource directory denies the call"],
  ["ServiceUnavailable", "ENS is not available for the moment: run again later"],
  ["InternalError", "ENS failed inside: run again later, and give Alibaba Cloud the request id if it stays"],
];
