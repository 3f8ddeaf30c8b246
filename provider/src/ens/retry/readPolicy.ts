import type { Trouble } from "../transport/transport";
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
    case "unreadable": {
      const { status } = trouble;
      if (status === 429) return { do: "again", because: "throttled", as: "transport" };
      // A redirect or a refusal would be the same again. Half an answer, a gateway's page, and what the official client
      // has lost the status of, need not.
      return status !== undefined && status >= 300 && status < 500 && status !== 408
        ? { do: "giveUp", as: "transport" }
        : { do: "again", because: "transient", as: "transport" };
    }
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
