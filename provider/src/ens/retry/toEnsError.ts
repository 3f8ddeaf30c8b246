import { adviceFor } from "../../api/codes";
import {
  CredentialsError,
  type EnsError,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
} from "../../api/errors";
import type { Trouble } from "../transport/transport";
import type { Call, Received } from "../wire/operation";

/** Trouble as the error that people read, built from fields chosen one by one. */
export function toEnsError(
  action: string,
  trouble: Trouble,
  as: EnsError["kind"],
  scrub: (text: string) => string,
  attempts: number,
): EnsError {
  const tries = attempts > 1 ? `, after ${attempts} attempts` : "";
  switch (trouble.kind) {
    case "refused": {
      const code = /^[\w.:-]{1,100}$/.test(trouble.code) ? scrub(trouble.code) : "unreadable code";
      const message = scrub(trouble.message) || "the service gave no reason";
      return build(as, `${message}${tries}`, {
        action,
        code,
        httpStatus: trouble.httpStatus,
        requestId: cleanId(trouble.requestId, scrub),
        // By the code as it is shown: advice may repeat a part of it.
        advice: adviceFor(action, { code, httpStatus: trouble.httpStatus }),
      });
    }
    case "unreadable":
      return build(as, `${trouble.what}${tries}`, {
        action,
        httpStatus: trouble.httpStatus,
        requestId: cleanId(trouble.requestId, scrub),
        advice:
          adviceFor(action, trouble) ??
          "Look for a proxy, a firewall or a portal between this machine and ENS: it may have answered instead",
      });
    case "failed":
      return build(as, `${trouble.what}${tries}`, {
        action,
        code: trouble.code,
        advice:
          adviceFor(action, trouble) ?? "Run again; if it stays, check the network path to the endpoint",
      });
  }
}

/** A write that was answered with HTTP 200 and a body that cannot be read, or a read of which that is true. */
export function malformedAnswer(
  { action, kind }: Pick<Call, "action" | "kind">,
  problem: string,
  { requestId, scrub }: Received,
): EnsError {
  return build(kind === "write" ? "unknownOutcome" : "transport", `the answer is malformed: ${problem}`, {
    action,
    httpStatus: 200,
    requestId: cleanId(requestId, scrub),
    advice:
      "Run again; if it stays, report it with the request id: ENS answers in a shape that is not documented",
  });
}

type Detail = ConstructorParameters<typeof ServiceError>[1];

function build(as: EnsError["kind"], what: string, detail: Detail): EnsError {
  switch (as) {
    case "service":
      return new ServiceError(what, detail);
    case "transport":
      return new TransportError(what, detail);
    case "credentials":
      return new CredentialsError(what, detail);
    case "unknownOutcome":
      return new UnknownOutcomeError(`${what}; the orders may have been taken`, {
        ...detail,
        advice: "Read the events' status before ordering again",
      });
  }
}

function cleanId(id: string | undefined, scrub: (text: string) => string): string | undefined {
  return id !== undefined && /^[\w-]{1,100}$/.test(id) ? scrub(id) : undefined;
}
