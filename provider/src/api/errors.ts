/**
 * Everything that can go wrong between us and ENS. Each error says what failed, the API's code and request id, and
 * what to do. None ever carries a URL, a password, a key or the vendor's error object: texts are built here from
 * fields that were chosen one by one.
 */
export interface EnsErrorDetail {
  /** The API action, for example `BatchEventMigrateInstance`. */
  action: string;
  /** Where it was called: the endpoint's host, and the proxy that leads there. */
  at?: string | undefined;
  code?: string | undefined;
  httpStatus?: number | undefined;
  requestId?: string | undefined;
  /** How often it was tried. Default: once. */
  attempts?: number | undefined;
  /** One sentence for the person who reads this at 3 a.m. */
  advice?: string | undefined;
}

export abstract class EnsError extends Error {
  abstract readonly kind: "service" | "transport" | "unknownOutcome" | "credentials";
  readonly action: string;
  readonly at: string | undefined;
  /** What failed: the message without facts and advice. */
  readonly what: string;
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;
  readonly advice: string | undefined;
  /** The message without request id and advice: calls that fail alike have one. */
  readonly summary: string;

  constructor(message: string, detail: EnsErrorDetail) {
    const { attempts = 1 } = detail;
    // Facts and advice follow, so a full stop of the service's would end the sentence twice.
    const what = message.replace(/[.。]+$/u, "");
    const where = detail.at === undefined ? detail.action : `${detail.action} at ${detail.at}`;
    const withFacts = (requestId?: string): string => {
      const facts = [
        detail.code && `code ${detail.code}`,
        detail.httpStatus && `HTTP ${detail.httpStatus}`,
        requestId && `request id ${requestId}`,
        attempts > 1 && `after ${attempts} attempts`,
      ].filter(Boolean);
      return `${where}: ${what}${facts.length ? ` (${facts.join(", ")})` : ""}`;
    };
    super(`${withFacts(detail.requestId)}${detail.advice ? `. ${detail.advice}` : ""}`);
    this.summary = withFacts();
    this.name = new.target.name;
    this.action = detail.action;
    this.at = detail.at;
    this.attempts = attempts;
    this.what = what;
    this.code = detail.code;
    this.httpStatus = detail.httpStatus;
    this.requestId = detail.requestId;
    this.advice = detail.advice;
  }
}

/** ENS answered and refused the call; nothing was ordered. */
export class ServiceError extends EnsError {
  readonly kind = "service";
}

/** The call did not get through: a read without an answer, or a write that provably never left. */
export class TransportError extends EnsError {
  readonly kind = "transport";
}

/** A write was sent and its answer was lost or unreadable: the orders may have been taken. Read before sending again. */
export class UnknownOutcomeError extends EnsError {
  readonly kind = "unknownOutcome";
}

/** No usable credentials, or the service does not know them. */
export class CredentialsError extends EnsError {
  readonly kind = "credentials";
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
