import http from "node:http";
import https from "node:https";
import type { Endpoint } from "./endpoint";

/** What an endpoint answers to a request without credentials. */
export interface Answer {
  status: number;
  /** By how much this machine's clock is ahead, in milliseconds, if the answer says what time it is. */
  ahead?: number;
}

/** Sends a plain request to the endpoint. Rejects with Node's error if it does not answer. */
export function probe(
  { protocol, hostname, port }: Endpoint,
  now: () => number,
  timeout: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const started = now();
    const request = (protocol === "https:" ? https : http).request(
      { method: "HEAD", hostname, port, path: "/", agent: false, timeout },
      (response) => {
        response.resume();
        const header = response.headers.date ?? "";
        // What has no zone would be read as the machine's own time.
        const date = header.endsWith(" GMT") ? Date.parse(header) : NaN;
        // Dates have whole seconds, and the answer was written somewhere between the two readings of our clock.
        const ahead = (started + now()) / 2 - (date + 500);
        resolve({ status: response.statusCode ?? 0, ...(!Number.isNaN(date) && { ahead }) });
      },
    );
    request.on("timeout", () =>
      request.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })),
    );
    request.on("error", reject);
    request.end();
  });
}
