import type { Tampering } from "../faults/tampering";
import type { Parameters } from "../parameters";
import type { Caller, Platform } from "../platform";

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

/** Throws an ApiError for a call that is refused as a whole. */
export type Action = (call: ActionCall) => ActionResult;
