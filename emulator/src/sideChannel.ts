import { jsonResponse, type Response } from "./answer";
import type { Control } from "./control";
import { InvalidInput } from "./inputReader";

export const SIDE_CHANNEL = "/_emulator/";

interface SideRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new InvalidInput("the body is not JSON");
  }
}

/** What a route answers, or undefined when there is no such route. */
function route(control: Control, method: string, path: string, body: () => unknown): unknown {
  switch (`${method} ${path}`) {
    case "GET state":
      return control.state();
    case "GET ledger":
      return control.ledger();
    case "GET calls":
      return control.calls();
    case "GET clock":
      return control.clockReading();
    case "POST clock":
      return control.moveClock(body());
    case "POST events":
      control.raise(body());
      return {};
    case "POST platform":
      control.platform(body());
      return {};
    case "GET faults":
      return control.pendingFaults();
    case "POST faults":
      control.addFaults(body());
      return {};
    case "DELETE faults":
      control.clearFaults();
      return {};
    case "POST behaviour":
      return control.patchBehaviour(body());
    case "POST reset":
      control.reset();
      return {};
    default:
      return undefined;
  }
}

/** Answers a request under `/_emulator/`; no signature is asked for. */
export function answerSideChannel(control: Control, request: SideRequest): Response {
  const path = request.path.slice(SIDE_CHANNEL.length);
  try {
    const answer = route(control, request.method, path, () => parseBody(request.body));
    return answer === undefined
      ? jsonResponse(404, { error: `the side channel has no ${request.method} ${request.path}` })
      : jsonResponse(200, answer);
  } catch (error) {
    if (error instanceof InvalidInput) return jsonResponse(400, { error: error.message });
    throw error;
  }
}
