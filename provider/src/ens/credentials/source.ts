import { CredentialsError } from "../../api/errors";
import type { Endpoint } from "../settings/endpoint";
import type { Settings } from "../settings/settings";
import type { Timeouts } from "../settings/timeouts";
import type { Credentials } from "../transport/transport";

export interface Fetched {
  credentials: Credentials;
  /** `Date.now()` milliseconds: until then nobody asks again. */
  freshUntil: number;
  /** Until then they may still be used if asking again fails. */
  validUntil: number;
}

/** How a service that gives sessions is reached. */
export interface Access {
  endpoint: Endpoint;
  timeouts: Timeouts;
  env: Readonly<Record<string, string | undefined>>;
}

/** Gives a source where its settings are there. Half of a pair is an error. */
export type FromSettings = (settings: Settings, sts: Access) => (() => CredentialsSource) | undefined;

/** One place that credentials come from. After a failure a source is thrown away: what it has read may be old. */
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

/** A source that is opened when keys are fetched, and by the next source anew after a failure. */
export function openedSource(label: string, open: () => CredentialsSource): CredentialsSource {
  let opened: CredentialsSource | undefined;
  return {
    label,
    // A promise even where `open` throws.
    fetch: async () => (opened ??= open()).fetch(),
  };
}

export function credentialsProblem(what: string, code?: string, advice?: string): CredentialsError {
  return new CredentialsError(what, { action: "Credentials", code, advice });
}
