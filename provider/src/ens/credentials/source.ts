import { CredentialsError } from "../../api/errors";
import type { Credentials } from "../transport/transport";

export interface Fetched {
  credentials: Credentials;
  /** `Date.now()` milliseconds: until then nobody asks again. */
  freshUntil: number;
  /** Until then they may still be used if asking again fails. */
  validUntil: number;
}

/** One place that credentials come from. After a failure a source is thrown away: the vendor's ones stay broken. */
export interface CredentialsSource {
  /** For a log line: where, never what. */
  readonly label: string;
  fetch(): Promise<Fetched>;
}

export function fixedSource(label: string, credentials: Credentials): CredentialsSource {
  return {
    label,
    fetch: () => Promise.resolve({ credentials, freshUntil: Infinity, validUntil: Infinity }),
  };
}

export function credentialsProblem(what: string, code?: string, advice?: string): CredentialsError {
  return new CredentialsError(what, { action: "Credentials", code, advice });
}
