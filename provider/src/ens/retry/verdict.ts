import type { EnsError } from "../../api/errors";
import type { Trouble } from "../transport/transport";

/** What a policy makes of trouble; `as` is the error it becomes once nobody tries again. */
export type Verdict =
  | { do: "again"; because: "throttled" | "transient"; as: EnsError["kind"] }
  /** The service does not know these credentials any more: once again with fresh ones. */
  | { do: "renew"; as: EnsError["kind"] }
  | { do: "giveUp"; as: EnsError["kind"] };

export type Policy = (trouble: Trouble) => Verdict;

/** By code and status, never by error class: the vendor has changed what its classes mean. */
export function isThrottling(code: string | undefined, status: number | undefined): boolean {
  return status === 429 || (code !== undefined && /Throttling/.test(code));
}

export function isExpiredToken(code: string): boolean {
  return code === "InvalidSecurityToken.Expired";
}

/** The service does not accept who we are, whatever was asked. */
export function isCredentialsCode(code: string): boolean {
  return (
    /^(InvalidAccessKeyId|InvalidSecurityToken|MissingSecurityToken|IncompleteSignature)(\.|$)/.test(code) ||
    code === "SignatureDoesNotMatch"
  );
}
