import { isRecord } from "../settings/settings";
import { parseDate } from "./date";
import type { HttpResult } from "./httpExchange";
import type { SendResult } from "./transport";

/** What an HTTP answer means in the conventions of the RPC gateway, and of CloudSSO. */
export function readGatewayAnswer(result: HttpResult): SendResult {
  if (result.kind === "failed") {
    const { kind, code, what, sent, proxy } = result;
    return { kind, code, what, sent, proxy };
  }
  const { status, headers } = result;
  const body = parseJson(result.body);
  const requestId =
    filledText(body?.["RequestId"]) ??
    filledText(body?.["requestId"]) ??
    filledText(headers["x-acs-request-id"]);
  const sentAt = parseDate(headers.date);
  // A body may take its time; the date is that of the headers.
  const date = sentAt === undefined ? undefined : sentAt + (performance.now() - result.headAt);
  if (status === 200 && body) return { kind: "ok", body, requestId, date };

  const code = filledText(body?.["Code"]) ?? filledText(body?.["code"]) ?? filledText(body?.["ErrorCode"]);
  if (status >= 400 && code !== undefined) {
    return {
      kind: "refused",
      httpStatus: status,
      code,
      message:
        filledText(body?.["Message"]) ??
        filledText(body?.["message"]) ??
        filledText(body?.["ErrorMessage"]) ??
        "",
      requestId,
      retryAfterMs: milliseconds(headers["x-acs-retry-after"]),
      date,
    };
  }
  return {
    kind: "unreadable",
    httpStatus: status,
    what: status >= 300 && status < 400 ? "the answer is a redirect" : "the answer did not come from ENS",
    requestId,
  };
}

function parseJson(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(body.toString("utf8")) as unknown;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function filledText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The gateway gives milliseconds, unlike the standard's `Retry-After`. */
function milliseconds(value: unknown): number | undefined {
  return typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
