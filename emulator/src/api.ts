import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Action } from "./actions/action";
import { batchEventMigrateInstance } from "./actions/batchEventMigrateInstance";
import { describeHistoryEvents } from "./actions/describeHistoryEvents";
import { describeInstances } from "./actions/describeInstances";
import { eventMigrateInstance } from "./actions/eventMigrateInstance";
import { listTagResources } from "./actions/listTagResources";
import { sentOrders } from "./actions/sentOrders";
import { type Answer, jsonResponse, type Response } from "./answer";
import { ApiError, errorBody, missingError } from "./apiError";
import type { ApiRequest } from "./apiRequest";
import { authenticate, type Claim, expiredToken, readClaim } from "./authentication";
import {
  type ActionName,
  type FaultEffect,
  isAction,
  isResultFault,
  type ResultFault,
  takeFault,
} from "./faults";
import type { Nonces } from "./nonces";
import { Parameters } from "./parameters";
import { API_VERSION } from "./vocabulary";
import type { World } from "./world";

const ACTION_CODE: Readonly<Record<ActionName, Action>> = {
  BatchEventMigrateInstance: batchEventMigrateInstance,
  EventMigrateInstance: eventMigrateInstance,
  DescribeHistoryEvents: describeHistoryEvents,
  DescribeInstances: describeInstances,
  ListTagResources: listTagResources,
};

/** What the API needs beside the request. */
export interface ApiHost {
  readonly world: World;
  readonly nonces: Nonces;
  readonly machineTime: () => number;
  /** Ends the waits of delayed answers. */
  readonly closing: AbortSignal;
}

/** A response, and what the record of the call says about it. */
interface Outcome {
  readonly response: Response;
  readonly code: string | null;
  readonly items: number;
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
  if (!isAction(claim.action)) {
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
  #fault: FaultEffect | null = null;

  constructor(
    private readonly host: ApiHost,
    private readonly request: ApiRequest,
  ) {
    this.#claim = readClaim(request);
    this.#parameters = new Parameters([...request.query, ...request.form]);
  }

  async answer(): Promise<Answer> {
    let action: ActionName;
    let accessKeyId: string;
    try {
      action = namedAction(this.request, this.#claim);
      const { world, nonces, machineTime } = this.host;
      const { credentials } = world.seed;
      accessKeyId = authenticate(this.request, this.#claim, {
        credentials,
        nonces,
        machineTime: machineTime(),
      });
    } catch (error) {
      return this.#whole(this.#failure(error));
    }
    this.#takeFault(action);
    return this.#answerThrough(this.#fault, (resultFault) =>
      this.#carryOut(action, accessKeyId, resultFault),
    );
  }

  #takeFault(action: ActionName): void {
    const { world } = this.host;
    const { effect, left } = takeFault(world.faults, action, orderedEvents(action, this.#parameters));
    world.faults = left;
    this.#fault = effect;
  }

  #carryOut(action: ActionName, accessKeyId: string, fault: ResultFault | null): Outcome {
    const { world } = this.host;
    try {
      const caller = { accessKeyId, requestId: this.#requestId };
      const { body, items } = ACTION_CODE[action]({ parameters: this.#parameters, world, caller, fault });
      const response = jsonResponse(200, { RequestId: this.#requestId, ...body }, this.#headers());
      return { response, code: null, items };
    } catch (error) {
      return this.#failure(error);
    }
  }

  /** Carries the call out as the fault lets it. */
  async #answerThrough(
    fault: FaultEffect | null,
    carryOut: (resultFault: ResultFault | null) => Outcome,
  ): Promise<Answer> {
    if (fault === null || isResultFault(fault)) return this.#whole(carryOut(fault));
    switch (fault.kind) {
      case "throttle": {
        const after = fault.retryAfterMs === null ? {} : { "x-acs-retry-after": String(fault.retryAfterMs) };
        const message =
          fault.code === "Throttling.User"
            ? "Request was denied due to user flow control."
            : "Request was denied due to flow control.";
        return this.#whole(this.#failure(new ApiError(fault.status, fault.code, message, after)));
      }
      case "noPermission":
        return this.#whole(this.#failure(new ApiError(400, "NoPermission", "Permission denied.")));
      case "expiredToken":
        return this.#whole(this.#failure(expiredToken()));
      case "status": {
        const items = fault.when === "after" ? carryOut(null).items : 0;
        return this.#whole({
          ...this.#failure(new ApiError(fault.status, fault.code, fault.message)),
          items,
        });
      }
      case "html": {
        const page =
          "<html><head><title>Bad Gateway</title></head><body>Please try again later.</body></html>";
        return this.#replaced(fault, "text/html;charset=utf-8", page, carryOut);
      }
      case "empty":
        return this.#replaced(fault, null, "", carryOut);
      case "notJson":
        return this.#replaced(fault, "application/json;charset=utf-8", "upstream connect error", carryOut);
      case "truncate": {
        const outcome = carryOut(null);
        const { body } = outcome.response;
        return this.#whole({
          ...outcome,
          response: { ...outcome.response, body: body.subarray(0, Math.floor(body.length / 2)) },
        });
      }
      case "reset":
        return this.#reset(fault.when, carryOut);
      case "delay": {
        if (fault.when === "before") {
          await this.#wait(fault.ms);
          return this.#whole(carryOut(null));
        }
        const outcome = carryOut(null);
        await this.#wait(fault.ms);
        return this.#whole(outcome);
      }
      case "drip": {
        const outcome = carryOut(null);
        this.#record(outcome, outcome.response.status);
        return {
          delivery: "drip",
          response: outcome.response,
          bytes: fault.bytes,
          intervalMs: fault.intervalMs,
        };
      }
    }
  }

  #reset(when: "before" | "after" | "midBody", carryOut: (fault: null) => Outcome): Answer {
    const outcome = when === "before" ? null : carryOut(null);
    if (when === "midBody" && outcome !== null) {
      this.#record(outcome, outcome.response.status);
      return { delivery: "cut", response: outcome.response };
    }
    this.#record({ code: null, items: outcome?.items ?? 0 }, null);
    return { delivery: "reset" };
  }

  /** An answer that no API writes; the call has been carried out or not. */
  #replaced(
    fault: { readonly status: number; readonly when: "before" | "after" },
    contentType: string | null,
    body: string,
    carryOut: (fault: null) => Outcome,
  ): Answer {
    const items = fault.when === "after" ? carryOut(null).items : 0;
    const headers = contentType === null ? {} : { "content-type": contentType };
    return this.#whole({
      response: { status: fault.status, headers, body: Buffer.from(body) },
      code: null,
      items,
    });
  }

  #whole(outcome: Outcome): Answer {
    this.#record(outcome, outcome.response.status);
    return { delivery: "whole", response: outcome.response };
  }

  async #wait(ms: number): Promise<void> {
    // An emulator that is closing has no use for the rest of a delay.
    await sleep(ms, undefined, { signal: this.host.closing }).catch(() => undefined);
  }

  #headers(): Record<string, string> {
    return { "x-acs-request-id": this.#requestId };
  }

  #failure(error: unknown): Outcome {
    if (!(error instanceof ApiError)) throw error;
    const host = this.request.headers.get("host") ?? "";
    const body = errorBody(error.code, error.message, this.#requestId, host);
    const response = jsonResponse(error.status, body, { ...this.#headers(), ...error.headers });
    return { response, code: error.code, items: 0 };
  }

  #record(outcome: Pick<Outcome, "code" | "items">, status: number | null): void {
    const { world } = this.host;
    world.calls.push({
      action: this.#claim.action,
      method: this.request.method,
      time: new Date(world.clock.now()).toISOString(),
      accessKeyId: this.#claim.accessKeyId,
      signatureVersion: this.#claim.signatureVersion,
      status,
      code: outcome.code,
      requestId: this.#requestId,
      items: outcome.items,
      urlLength: this.request.urlLength,
      fault: this.#fault?.kind ?? null,
    });
  }
}
