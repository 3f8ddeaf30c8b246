import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, jsonResponse } from "./answer";
import { ApiCall, type ApiHost } from "./api";
import { type ApiRequest, canonicalHeaders } from "./apiRequest";
import { type Pair, parsePairs } from "./parameters";
import type { Platform } from "./platform";
import type { SideChannel } from "./sideChannel";
import { answerSideChannel, SIDE_CHANNEL_PATH } from "./sideChannelHttp";

/** EventInfos travels in the URL; Node's own limit of 16 KiB would cut off batches of about seventy events. */
const MOST_HEADER_BYTES = 1_048_576;
const MOST_BODY_BYTES = 8 * 1_048_576;

/** The body, or undefined when it is too large; the rest is then read and dropped, so that the answer arrives. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  return size > MOST_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function formOf(message: IncomingMessage, body: Buffer): Pair[] {
  const type = message.headers["content-type"] ?? "";
  return type.toLowerCase().startsWith("application/x-www-form-urlencoded")
    ? parsePairs(body.toString("utf8"))
    : [];
}

function apiRequest(message: IncomingMessage, path: string, query: string, body: Buffer): ApiRequest {
  return {
    method: message.method ?? "",
    path,
    urlLength: (message.url ?? "").length,
    headers: canonicalHeaders(message.rawHeaders),
    query: parsePairs(query),
    form: formOf(message, body),
    body,
  };
}

async function answerTo(host: ApiHost, sideChannel: SideChannel, message: IncomingMessage): Promise<Answer> {
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? "" : url.slice(mark + 1);
  const body = await readBody(message);
  if (body === undefined) {
    const response = jsonResponse(413, { error: `a body may have at most ${MOST_BODY_BYTES} bytes` });
    return { delivery: "whole", response };
  }
  if (path.startsWith(SIDE_CHANNEL_PATH)) {
    const response = answerSideChannel(sideChannel, { method: message.method ?? "", path, query, body });
    return { delivery: "whole", response };
  }
  return new ApiCall(host, apiRequest(message, path, query, body)).answer();
}

/** Dates an answer with the emulator's clock at the moment it leaves, where Node would take the machine's. */
function setDate(reply: ServerResponse, { behaviour, clock }: Platform): void {
  if (behaviour.dateHeader) reply.setHeader("date", new Date(clock.now()).toUTCString());
  else reply.sendDate = false;
}

async function drip(
  reply: ServerResponse,
  body: Buffer,
  bytes: number,
  intervalMs: number,
  closing: AbortSignal,
): Promise<void> {
  for (let start = 0; start < body.length && !reply.destroyed; start += bytes) {
    reply.write(body.subarray(start, start + bytes));
    await sleep(intervalMs, undefined, { signal: closing }).catch(() => undefined);
  }
  reply.end();
}

async function deliver(
  answer: Answer,
  message: IncomingMessage,
  reply: ServerResponse,
  host: ApiHost,
): Promise<void> {
  if (answer.delivery === "reset") {
    message.socket.resetAndDestroy();
    return;
  }
  const { status, headers, body } = answer.response;
  if (!(message.url ?? "/").startsWith(SIDE_CHANNEL_PATH)) setDate(reply, host.platform);
  reply.writeHead(status, { ...headers, "content-length": body.length });
  switch (answer.delivery) {
    case "whole":
      reply.end(body);
      return;
    case "cut":
      // Waits until the first half has left, so that a client sees a broken body and not a broken connection.
      reply.write(body.subarray(0, Math.floor(body.length / 2)), () => message.socket.destroy());
      return;
    case "drip":
      await drip(reply, body, answer.bytes, answer.intervalMs, host.closing);
      return;
  }
}

/** The HTTP side of an emulator. Nothing is ever logged: URLs may hold passwords. */
export function emulatorServer(host: ApiHost, sideChannel: SideChannel): Server {
  return createServer({ maxHeaderSize: MOST_HEADER_BYTES }, (message, reply) => {
    answerTo(host, sideChannel, message)
      .then((answer) => deliver(answer, message, reply, host))
      .catch((error: unknown) => {
        // A client that went away in the middle of its request, or a defect of the emulator.
        if (reply.headersSent) reply.destroy();
        else reply.writeHead(500).end(`the emulator failed: ${String(error)}`);
      });
  });
}
