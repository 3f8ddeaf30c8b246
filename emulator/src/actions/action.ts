import type { Tampering } from "../faults/tampering";
import type { Parameters } from "../parameters";
import type { Caller, Platform } from "../platform";
import type { ParameterForm } from "./sentParameters";

/** What an action needs to know about its call. */
export interface ActionCall {
  readonly parameters: Parameters;
  readonly platform: Platform;
  readonly caller: Caller;
  readonly tampering?: Tampering | undefined;
}

/** A success: the members of the body beside RequestId, and how many orders or entries it is about. */
export interface ActionResult {
  readonly body: Readonly<Record<string, unknown>>;
  readonly items: number;
}

export interface Action {
  /** Every parameter that ENS documents for it. */
  readonly parameters: Readonly<Record<string, ParameterForm>>;
  /** Throws an ApiError for a call that is refused as a whole. */
  readonly carryOut: (call: ActionCall) => ActionResult;
}
