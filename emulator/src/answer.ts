/** An HTTP response, whole in memory. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A response and how it reaches the client, or that none does. `cut`: the connection breaks in the middle of the body. */
export type Answer =
  | { readonly delivery: "whole" | "cut"; readonly response: Response }
  | {
      readonly delivery: "drip";
      readonly response: Response;
      readonly bytes: number;
      readonly intervalMs: number;
    }
  | { readonly delivery: "reset" };

/** What the record of a call says about its answer. */
interface Recorded {
  readonly code: string | null;
  readonly items: number;
}

/** What a call of the API comes to. */
export type Reply = Recorded & { readonly response: Response };

/** How that reaches the client. */
export type ApiAnswer = Recorded & Answer;

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
