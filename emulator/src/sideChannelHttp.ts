import { jsonResponse, type Response } from "./answer";
import { decode } from "./decode";
import { InputReader, InvalidInput } from "./inputReader";
import type { SideChannel } from "./sideChannel";

export const SIDE_CHANNEL_PATH = "/_emulator/";

interface SideRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(decode(body));
  } catch {
    throw new InvalidInput("the body is not JSON");
  }
}

/** What a route answers, or undefined when there is no such route. Input that a route does not take is an error. */
function route(sideChannel: SideChannel, method: string, path: string, body: () => unknown): unknown {
  const noInput = (): void => void new InputReader(body(), "body", []);
  switch (`${method} ${path}`) {
    case "GET state":
      noInput();
      return sideChannel.state();
    case "GET ledger":
      noInput();
      return sideChannel.ledger();
    case "GET calls":
      noInput();
      return sideChannel.calls();
    case "GET clock":
      noInput();
      return sideChannel.clockReading();
    case "POST clock":
      return sideChannel.moveClock(body());
    case "POST events":
      sideChannel.raise(body());
      return {};
    case "POST platform":
      sideChannel.act(body());
      return {};
    case "GET faults":
      noInput();
      return sideChannel.pendingFaults();
    case "POST faults":
      sideChannel.addFaults(body());
      return {};
    case "DELETE faults":
      noInput();
      sideChannel.clearFaults();
      return {};
    case "POST behaviour":
      return sideChannel.patchBehaviour(body());
    case "POST reset":
      noInput();
      sideChannel.reset();
      return {};
    default:
      return undefined;
  }
}

/** Answers a request under `/_emulator/`; no signature is asked for. */
export function answerSideChannel(sideChannel: SideChannel, request: SideRequest): Response {
  const path = request.path.slice(SIDE_CHANNEL_PATH.length);
  try {
    if (request.query !== "")
      throw new InvalidInput("the side channel reads its input from the body, not from a query");
    const answer = route(sideChannel, request.method, path, () => parseBody(request.body));
    return answer === undefined
      ? jsonResponse(404, { error: `the side channel has no route ${request.method} ${request.path}` })
      : jsonResponse(200, answer);
  } catch (error) {
    if (error instanceof InvalidInput) return jsonResponse(400, { error: error.message });
    throw error;
  }
}
