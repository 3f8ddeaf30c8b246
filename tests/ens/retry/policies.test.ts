import assert from "node:assert/strict";
import { type NextStep, readPolicy, writePolicy } from "../../../provider/src/ens/retry/policy";
import { networkFailureOf, ownFailure } from "../../../provider/src/ens/transport/networkFailure";
import type { Trouble } from "../../../provider/src/ens/transport/transport";

const refused = (httpStatus: number, code: string): Trouble => ({
  kind: "refused",
  httpStatus,
  code,
  message: "",
  requestId: undefined,
  retryAfterMs: undefined,
});
const unreadable = (httpStatus?: number): Trouble => ({
  kind: "unreadable",
  httpStatus,
  what: "",
  requestId: undefined,
});
const failed = (code: string, sent: boolean): Trouble => ({
  kind: "failed",
  ...networkFailureOf({ code }),
  sent,
});
const stopped = (code: "DEADLINE" | "ABORTED", sent: boolean): Trouble => ({
  kind: "failed",
  ...ownFailure(code),
  sent,
});

const short = (step: NextStep): string =>
  step.do === "again" ? `again, ${step.because}` : step.do === "renew" ? "renew" : step.as;

/** What went wrong, what a read does about it, what a write does about it. */
const table: [string, Trouble, string, string][] = [
  ["Throttling.Api as 400", refused(400, "Throttling.Api"), "again, throttled", "again, throttled"],
  ["Throttling.User as 503", refused(503, "Throttling.User"), "again, throttled", "again, throttled"],
  ["Rejected.Throttling", refused(400, "Rejected.Throttling"), "again, throttled", "again, throttled"],
  ["HTTP 429 with any code", refused(429, "TooManyRequests"), "again, throttled", "again, throttled"],
  ["HTTP 429 as HTML", unreadable(429), "again, throttled", "again, throttled"],
  ["ServiceUnavailable", refused(503, "ServiceUnavailable"), "again, passing", "unknownOutcome"],
  ["ServiceUnavailable as 400", refused(400, "ServiceUnavailable"), "again, passing", "unknownOutcome"],
  ["InternalError", refused(500, "InternalError"), "again, passing", "unknownOutcome"],
  ["InternalError as 400", refused(400, "InternalError"), "again, passing", "unknownOutcome"],
  ["a code of another family as 503", refused(503, "NoPermission"), "again, passing", "unknownOutcome"],
  [
    "an expired token as 500",
    refused(500, "InvalidSecurityToken.Expired"),
    "again, passing",
    "unknownOutcome",
  ],
  ["a wrong secret as 500", refused(500, "SignatureDoesNotMatch"), "again, passing", "unknownOutcome"],
  ["any code as 502", refused(502, "Whatever"), "again, passing", "unknownOutcome"],
  ["a nonce used already", refused(400, "SignatureNonceUsed"), "again, passing", "unknownOutcome"],
  ["a wrong parameter", refused(400, "InvalidParameter.PlanTime"), "service", "service"],
  ["no permission", refused(400, "NoPermission"), "service", "service"],
  ["a wrong clock", refused(400, "InvalidTimeStamp.Expired"), "service", "service"],
  ["an expired token", refused(403, "InvalidSecurityToken.Expired"), "renew", "renew"],
  ["an unknown key", refused(404, "InvalidAccessKeyId.NotFound"), "credentials", "credentials"],
  ["a wrong secret", refused(400, "SignatureDoesNotMatch"), "credentials", "credentials"],
  ["no token", refused(400, "MissingSecurityToken"), "credentials", "credentials"],
  ["HTML as 200", unreadable(200), "again, passing", "unknownOutcome"],
  ["a redirect", unreadable(302), "transport", "unknownOutcome"],
  ["HTML as 403", unreadable(403), "transport", "unknownOutcome"],
  ["HTML as 502", unreadable(502), "again, passing", "unknownOutcome"],
  ["HTML of unknown status", unreadable(), "again, passing", "unknownOutcome"],
  ["a reset before sending", failed("ECONNRESET", false), "again, passing", "again, passing"],
  ["a reset after sending", failed("ECONNRESET", true), "again, passing", "unknownOutcome"],
  ["nobody there", failed("ECONNREFUSED", false), "again, passing", "again, passing"],
  ["no such name", failed("ENOTFOUND", false), "again, passing", "again, passing"],
  ["a wrong certificate", failed("ERR_TLS_CERT_ALTNAME_INVALID", false), "transport", "transport"],
  ["a deadline before sending", stopped("DEADLINE", false), "transport", "transport"],
  ["a deadline after sending", stopped("DEADLINE", true), "transport", "unknownOutcome"],
  ["cancelled after sending", stopped("ABORTED", true), "transport", "unknownOutcome"],
];

describe("what is tried again", () => {
  for (const [what, trouble, read, write] of table) {
    it(`${what}: a read ${read}; a write ${write}`, () => {
      assert.equal(short(readPolicy(trouble)), read);
      assert.equal(short(writePolicy(trouble)), write);
    });
  }
});
