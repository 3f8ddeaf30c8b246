import type { Trouble } from "../transport/transport";
import { isCredentialsCode, isExpiredToken, isThrottling, type Verdict } from "./verdict";

/**
 * ENS has no client token, so an order that may have been taken must not be sent again. Tried again is only what
 * was provably refused or provably never sent; whatever else is not a clear refusal is an unknown trouble.
 */
export function judgeWrite(trouble: Trouble): Verdict {
  switch (trouble.kind) {
    case "refused":
      if (isThrottling(trouble.code, trouble.status))
        return { do: "again", because: "throttled", as: "service" };
      if (isExpiredToken(trouble.code)) return { do: "renew", as: "credentials" };
      if (isCredentialsCode(trouble.code)) return { do: "giveUp", as: "credentials" };
      return isRefusal(trouble.code, trouble.status)
        ? { do: "giveUp", as: "service" }
        : { do: "giveUp", as: "unknownOutcome" };
    case "unreadable":
      return trouble.status === 429
        ? { do: "again", because: "throttled", as: "transport" }
        : { do: "giveUp", as: "unknownOutcome" };
    case "failed":
      if (trouble.sent) return { do: "giveUp", as: "unknownOutcome" };
      return trouble.failure.permanent
        ? { do: "giveUp", as: "transport" }
        : { do: "again", because: "transient", as: "transport" };
  }
}

function isRefusal(code: string, status: number): boolean {
  // A used nonce means that the request arrived twice: the first copy may have been accepted.
  return status < 500 && !["ServiceUnavailable", "InternalError", "SignatureNonceUsed"].includes(code);
}
