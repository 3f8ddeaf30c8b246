import assert from "node:assert/strict";
import { failureOf, ownFailure } from "../../../provider/src/ens/transport/failure";
import { judgeRead } from "../../../provider/src/ens/retry/readPolicy";
import type { Trouble } from "../../../provider/src/ens/transport/transport";
import type { Verdict } from "../../../provider/src/ens/retry/verdict";
import { judgeWrite } from "../../../provider/src/ens/retry/writePolicy";

const refused = (status: number, code: string): Trouble => ({
  kind: "refused",
  status,
  code,
  message: "",
  requestId: undefined,
  retryAfterMs: undefined,
});
const unreadable = (status?: number): Trouble => ({
  kind: "unreadable",
  status,
  what: "",
  requestId: undefined,
});
const failed = (code: string, sent: boolean): Trouble => ({
  kind: "failed",
  failure: failureOf({ code }),
  sent,
});
const stopped = (code: "DEADLINE" | "ABORTED", sent: boolean): Trouble => ({
  kind: "failed",
  failure: ownFailure(code),
  sent,
});

const short = (verdict: Verdict): string =>
  verdict.do === "again" ? `again, ${verdict.because}` : verdict.do === "renew" ? "renew" : verdict.as;

/** What went wrong, what a read does about it, what a write does about it. */
const table: [string, Trouble, string, string][] = [
  ["Throttling.Api as 400", refused(400, "Throttling.Api"), "again, throttled", "again, throttled"],
  ["Throttling.User as 503", refused(503, "Throttling.User"), "again, throttled", "again, throttled"],
  ["Rejected.Throttling", refused(400, "Rejected.Throttling"), "again, throttled", "again, throttled"],
  ["HTTP 429 with any code", refused(429, "TooManyRequests"), "again, throttled", "again, throttled"],
  ["HTTP 429 as HTML", unreadable(429), "again, throttled", "again, throttled"],
  ["ServiceUnavailable", refused(503, "ServiceUnavailable"), "again, transient", "unknownOutcome"],
  ["ServiceUnavailable as 400", refused(400, "ServiceUnavailable"), "again, transient", "unknownOutcome"],
  ["InternalError", refused(500, "InternalError"), "again, transient", "unknownOutcome"],
  ["any code as 502", refused(502, "Whatever"), "again, transient", "unknownOutcome"],
  ["a nonce used already", refused(400, "SignatureNonceUsed"), "again, transient", "unknownOutcome"],
  ["a wrong parameter", refused(400, "InvalidParameter.PlanTime"), "service", "service"],
  ["no permission", refused(400, "NoPermission"), "service", "service"],
  ["a wrong clock", refused(400, "InvalidTimeStamp.Expired"), "service", "service"],
  ["an expired token", refused(403, "InvalidSecurityToken.Expired"), "renew", "renew"],
  ["an unknown key", refused(404, "InvalidAccessKeyId.NotFound"), "credentials", "credentials"],
  ["a wrong secret", refused(400, "SignatureDoesNotMatch"), "credentials", "credentials"],
  ["no token", refused(400, "MissingSecurityToken"), "credentials", "credentials"],
  ["HTML as 200", unreadable(200), "again, transient", "unknownOutcome"],
  ["a redirect", unreadable(302), "transport", "unknownOutcome"],
  ["HTML as 403", unreadable(403), "transport", "unknownOutcome"],
  ["HTML as 502", unreadable(502), "again, transient", "unknownOutcome"],
  ["HTML of unknown status", unreadable(), "again, transient", "unknownOutcome"],
  ["a reset before sending", failed("ECONNRESET", false), "again, transient", "again, transient"],
  ["a reset after sending", failed("ECONNRESET", true), "again, transient", "unknownOutcome"],
  ["nobody there", failed("ECONNREFUSED", false), "again, transient", "again, transient"],
  ["no such name", failed("ENOTFOUND", false), "again, transient", "again, transient"],
  ["a wrong certificate", failed("ERR_TLS_CERT_ALTNAME_INVALID", false), "transport", "transport"],
  ["a deadline before sending", stopped("DEADLINE", false), "transport", "transport"],
  ["a deadline after sending", stopped("DEADLINE", true), "transport", "unknownOutcome"],
  ["cancelled after sending", stopped("ABORTED", true), "transport", "unknownOutcome"],
];

describe("what is tried again", () => {
  for (const [what, trouble, read, write] of table) {
    it(`${what}: a read ${read}; a write ${write}`, () => {
      assert.equal(short(judgeRead(trouble)), read);
      assert.equal(short(judgeWrite(trouble)), write);
    });
  }
});
