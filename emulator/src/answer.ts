/** An HTTP response, whole in memory. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A response and how it reaches the client, or that none does. */
export type Answer =
  | { readonly delivery: "whole"; readonly response: Response }
  /** The connection breaks in the middle of the body. */
  | { readonly delivery: "cut"; readonly response: Response }
  | {
      readonly delivery: "drip";
      readonly response: Response;
      readonly bytes: number;
      readonly intervalMs: number;
    }
  | { readonly delivery: "reset" };

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return {
    status,
    headers: { "content-type": "application/json;charset=utf-8", ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}
