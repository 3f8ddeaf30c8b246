import { type Advice, type Failure, worded } from "../model/advice";
import type { Migration } from "../model/migration";
import { firstOf } from "../state/summary";

/** The user's own option forbids it. */
export class RefusedError extends Error {
  constructor(
    label: string,
    readonly failures: readonly Failure[],
  ) {
    super(failures.map(({ eventId, reason }) => `${label}: ${eventId}: ${reason}`).join("\n"));
    this.name = "RefusedError";
  }
}

/** `onRemove: "fail"`. */
export class PendingOrderError extends Error {
  readonly failures: readonly Failure[];

  /** `isGone`: the plan itself has left the program. `unread`: why nobody could read what has become of them. */
  constructor(
    label: string,
    pending: readonly [string, Migration][],
    { isGone = false, unread }: { isGone?: boolean; unread?: string | undefined } = {},
  ) {
    const named = pending.map(([eventId, { status }]) => `${eventId} (${status} at the last read)`);
    const retain: Advice = isGone
      ? { do: "putBack", plan: label }
      : { do: "set", option: "onRemove", value: "retain" };
    const advice: Advice[] = [retain, { do: "refresh" }];
    super(
      worded(
        `${label}: onRemove is "fail" and ${pending.length === 1 ? "an order is" : `${pending.length} orders are`} still pending: ` +
          `${firstOf(named, 20)}. ENS has no call to cancel an order: ${pending.length === 1 ? "it would run although no plan names it" : "they would run although no plan names them"} any more` +
          (unread === undefined ? "" : `. They could not be read now: ${unread}`),
        advice,
      ),
    );
    this.name = "PendingOrderError";
    this.failures = pending.map(([eventId]) => ({ eventId, reason: this.message, advice }));
  }
}
