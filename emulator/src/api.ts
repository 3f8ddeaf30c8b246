import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ACTION_NAMES, type ActionName, ACTIONS } from "./actions/actions";
import { DOCUMENTED_ACTIONS } from "./actions/documented";
import { sentOrders } from "./actions/sentOrders";
import { refuseNotEmulated } from "./actions/sentParameters";
import { type ApiAnswer, jsonResponse, type Reply } from "./answer";
import { ApiError, errorBody, missingError, notEmulated } from "./apiError";
import type { ApiRequest } from "./apiRequest";
import { authenticate, type Claim, readClaim } from "./authentication";
import type { FaultKind } from "./faults/kinds";
import type { Tampering } from "./faults/tampering";
import { takeFault } from "./faults/waiting";
import type { Nonces } from "./nonces";
import { Parameters } from "./parameters";
import type { Platform } from "./platform";
import { API_VERSION, isOneOf } from "./vocabulary";

/** What the API needs beside the request. */
export interface ApiHost {
  readonly platform: Platform;
  readonly nonces: Nonces;
  readonly machineTime: () => number;
  /** Ends the waits of delayed answers. */
  readonly closing: AbortSignal;
}

function namedAction(request: ApiRequest, claim: Claim): ActionName {
  if (request.path !== "/" || (request.method !== "GET" && request.method !== "POST")) {
    throw new ApiError(
      404,
      "InvalidApi.NotFound",
      "Specified api is not found, please check your url and method.",
    );
  }
  if (claim.action === null || claim.action === "") throw missingError("Action");
  if (claim.version === null || claim.version === "") throw missingError("Version");
  if (claim.version !== API_VERSION)
    throw new ApiError(400, "InvalidVersion", "Specified parameter Version is not valid.");
  if (!isOneOf(ACTION_NAMES, claim.action)) {
    if (DOCUMENTED_ACTIONS.has(claim.action)) {
      throw notEmulated(
        `ENS has the action ${claim.action}, but the emulator does not emulate it. It emulates ${ACTION_NAMES.join(", ")}.`,
      );
    }
    throw new ApiError(
      404,
      "InvalidAction.NotFound",
      "Specified api is not found, please check your url and method.",
    );
  }
  return claim.action;
}

/** The events that a call orders, as far as they can be read; only to find the faults that wait for them. */
function orderedEvents(action: ActionName, parameters: Parameters): readonly string[] {
  if (action !== "BatchEventMigrateInstance") return [];
  try {
    return sentOrders(parameters).map((order) => order.eventId);
  } catch {
    return [];
  }
}

/** Handles one call of the API, from the checks of its signature to the fault that it may meet. */
export class ApiCall {
  readonly #requestId = randomUUID().toUpperCase();
  readonly #claim: Claim;
  readonly #parameters: Parameters;

  constructor(
    private readonly host: ApiHost,
    private readonly request: ApiRequest,
  ) {
    this.#claim = readClaim(request);
    this.#parameters = new Parameters([...request.query, ...request.form]);
  }

  async answer(): Promise<ApiAnswer> {
    const { platform, nonces, machineTime } = this.host;
    let action: ActionName;
    let accessKeyId: string;
    try {
      action = namedAction(this.request, this.#claim);
      accessKeyId = authenticate(this.request, this.#claim, {
        credentials: platform.seed.credentials,
        nonces,
        machineTime: machineTime(),
      });
    } catch (error) {
      return this.#recorded({ delivery: "whole", ...this.#refuse(error) });
    }
    const { taken: fault, left } = takeFault(
      platform.faults,
      action,
      orderedEvents(action, this.#parameters),
    );
    platform.faults = left;
    const carryOut = (tampering?: Tampering): Reply => this.#carryOut(action, accessKeyId, tampering);
    if (fault === undefined) return this.#recorded({ delivery: "whole", ...carryOut() });
    const answer = await fault.effect.answer({
      carryOut,
      refuse: (error) => this.#refuse(error),
      wait: (ms) => this.#wait(ms),
    });
    return this.#recorded(answer, fault.kind);
  }

  #carryOut(action: ActionName, accessKeyId: string, tampering: Tampering | undefined): Reply {
    const { platform } = this.host;
    try {
      const caller = { accessKeyId, requestId: this.#requestId };
      const { parameters, carryOut } = ACTIONS[action];
      refuseNotEmulated(action, parameters, this.request);
      const { body, items } = carryOut({ parameters: this.#parameters, platform, caller, tampering });
      const response = jsonResponse(200, { RequestId: this.#requestId, ...body }, this.#headers());
      return { response, code: null, items };
    } catch (error) {
      return this.#refuse(error);
    }
  }

  async #wait(ms: number): Promise<void> {
    // An emulator that is closing has no use for the rest of a delay.
    await sleep(ms, undefined, { signal: this.host.closing }).catch(() => undefined);
  }

  #headers(): Record<string, string> {
    return { "x-acs-request-id": this.#requestId };
  }

  #refuse(error: unknown): Reply {
    if (!(error instanceof ApiError)) throw error;
    const host = this.request.headers.get("host") ?? "";
    const body = errorBody(error.code, error.message, this.#requestId, host);
    const response = jsonResponse(error.status, body, { ...this.#headers(), ...error.headers });
    return { response, code: error.code, items: 0 };
  }

  #recorded(answer: ApiAnswer, fault: FaultKind | null = null): ApiAnswer {
    const { platform } = this.host;
    platform.calls.push({
      action: this.#claim.action,
      method: this.request.method,
      time: new Date(platform.clock.now()).toISOString(),
      accessKeyId: this.#claim.accessKeyId,
      signatureVersion: this.#claim.signatureVersion,
      status: answer.delivery === "reset" ? null : answer.response.status,
      code: answer.code,
      requestId: this.#requestId,
      items: answer.items,
      urlLength: this.request.urlLength,
      fault,
    });
    return answer;
  }
}
