import { adviceFor } from "../../api/codes";
import {
  CredentialsError,
  type EnsError,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
} from "../../api/errors";
import type { Destination, Trouble } from "../transport/transport";
import type { Call, Received } from "../wire/operation";

/** What was asked, and of whom. */
export interface Request extends Pick<Call, "action"> {
  to?: Destination | undefined;
}

/** Trouble as the error that people read, built from fields chosen one by one. */
export function toEnsError(
  { action, to }: Request,
  trouble: Trouble,
  as: EnsError["kind"],
  scrub: (text: string) => string,
  attempts: number,
): EnsError {
  const at = to && placeOf(to);
  switch (trouble.kind) {
    case "refused": {
      const code = /^[\w.:-]{1,100}$/.test(trouble.code) ? scrub(trouble.code) : "unreadable code";
      return build(as, scrub(trouble.message) || "the service gave no reason", {
        action,
        at,
        code,
        httpStatus: trouble.httpStatus,
        requestId: cleanId(trouble.requestId, scrub),
        attempts,
        // By the code as it is shown: advice may repeat a part of it.
        advice: adviceFor(action, { code, httpStatus: trouble.httpStatus }),
      });
    }
    case "unreadable":
      return build(as, trouble.what, {
        action,
        at,
        httpStatus: trouble.httpStatus,
        requestId: cleanId(trouble.requestId, scrub),
        attempts,
        advice:
          adviceFor(action, trouble) ??
          "Look for a proxy, a firewall or a portal between this machine and ENS: it may have answered instead",
      });
    case "failed":
      return build(as, trouble.what, {
        action,
        // What failed at the proxy names that itself.
        at: trouble.proxy === undefined ? at : to?.host,
        code: trouble.code,
        attempts,
        advice:
          adviceFor(action, trouble) ?? "Run again; if it persists, check the network path to the endpoint",
      });
  }
}

/** `ens.aliyuncs.com through the proxy proxy.example.com:3128`. */
function placeOf({ host, proxy }: Destination): string {
  return proxy === undefined ? host : `${host} through the proxy ${proxy}`;
}

/** A write that was answered with HTTP 200 and a body that cannot be read, or a read of which that is true. */
export function malformedAnswer(
  { action, kind, to }: Request & Pick<Call, "kind">,
  problem: string,
  { requestId, scrub }: Received,
): EnsError {
  return build(kind === "write" ? "unknownOutcome" : "transport", `the answer is malformed: ${problem}`, {
    action,
    at: to && placeOf(to),
    httpStatus: 200,
    requestId: cleanId(requestId, scrub),
    advice:
      "Run again; if it persists, report it with the request id: ENS answers in a form that is not documented",
  });
}

type Detail = ConstructorParameters<typeof ServiceError>[1];

function build(as: EnsError["kind"], what: string, detail: Detail): EnsError {
  switch (as) {
    case "service":
      // ENS has answered: where it is is not in doubt.
      return new ServiceError(what, { ...detail, at: undefined });
    case "transport":
      return new TransportError(what, detail);
    case "credentials":
      return new CredentialsError(what, detail);
    case "unknownOutcome":
      return new UnknownOutcomeError(`${what.replace(/[.。]+$/u, "")}; ENS may have accepted the orders`, {
        ...detail,
        advice: "Run `pulumi up` again: it checks before it sends anything",
      });
  }
}

function cleanId(id: string | undefined, scrub: (text: string) => string): string | undefined {
  return id !== undefined && /^[\w-]{1,100}$/.test(id) ? scrub(id) : undefined;
}
