import type { Trouble } from "./transport";
import { isCredentialsCode, isExpiredToken, isThrottling, type Verdict } from "./verdict";

/** Reads change nothing: whatever may pass is tried again. */
export function judgeRead(trouble: Trouble): Verdict {
  switch (trouble.kind) {
    case "refused":
      if (isExpiredToken(trouble.code)) return { do: "renew", as: "credentials" };
      if (isCredentialsCode(trouble.code)) return { do: "giveUp", as: "credentials" };
      if (isThrottling(trouble.code, trouble.status))
        return { do: "again", because: "throttled", as: "service" };
      return isPassing(trouble.code, trouble.status)
        ? { do: "again", because: "transient", as: "service" }
        : { do: "giveUp", as: "service" };
    case "unreadable":
      if (trouble.status === 429) return { do: "again", because: "throttled", as: "transport" };
      // The official client loses the status of such answers; most come from a gateway that is restarting.
      return trouble.status === undefined || trouble.status >= 500 || trouble.status === 408
        ? { do: "again", because: "transient", as: "transport" }
        : { do: "giveUp", as: "transport" };
    case "failed":
      return trouble.failure.permanent
        ? { do: "giveUp", as: "transport" }
        : { do: "again", because: "transient", as: "transport" };
  }
}

function isPassing(code: string, status: number): boolean {
  // Our own nonce cannot be used already unless something between us and ENS sent the request twice.
  return status >= 500 || code === "ServiceUnavailable" || code === "SignatureNonceUsed";
}
