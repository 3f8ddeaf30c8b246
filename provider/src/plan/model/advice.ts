import { formatInstant } from "./instant";
import type { Terms } from "./terms";

/**
 * What to do about a failure, as data: what a person reads is worded here, and a test can follow it literally. Several
 * pieces of advice for one failure are alternatives.
 */
export type Advice =
  /** Run `pulumi up` again. Before `notBefore` (Unix milliseconds, the platform's clock) it would only fail again. */
  | { do: "up"; notBefore?: number }
  | { do: "refresh" }
  | { do: "set"; option: "onRemove" | "onReschedule" | "onExistingOrder" | "onUnknownEvent"; value: string }
  /** Put a plan that has left the program back, without these events, with `onRemove: "retain"`, for one `up`. */
  | { do: "putBack"; plan: string }
  /** Write these terms on the event: they are in force already. */
  | ({ do: "write" } & Terms)
  /** Write a time to come on the event. */
  | { do: "newTime" }
  /** Write a new text as `schedule.replan`. */
  | { do: "replan" }
  /** Remove the event from the plan; `eventId` where it is not the one that failed. */
  | { do: "remove"; eventId?: string };

/** Why an event could not be brought to what the plan says, in words, and what to do about it. */
export interface Why {
  reason: string;
  advice: readonly Advice[];
}

export interface Failure extends Why {
  eventId: string;
}

/** A reason with its advice in words, as one text. */
export function worded(what: string, advice: readonly Advice[]): string {
  const [first = "", ...others] = advice.map(wordsOf);
  const alternatives = [first, ...others].join(", or ");
  return alternatives === ""
    ? what
    : `${what}. ${alternatives.charAt(0).toUpperCase()}${alternatives.slice(1)}`;
}

function wordsOf(advice: Advice): string {
  switch (advice.do) {
    case "up":
      return advice.notBefore === undefined
        ? "run `pulumi up` again: it checks before it sends anything"
        : `run \`pulumi up\` again after ${formatInstant(advice.notBefore)}: it checks before it sends anything`;
    case "refresh":
      return "wait until it has ended and run `pulumi refresh`";
    case "set":
      return `set ${advice.option}: "${advice.value}"${CONSEQUENCES[`${advice.option}: ${advice.value}`] ?? ""}`;
    case "putBack":
      return (
        `run \`pulumi up\` with onRemove: "retain" on plan "${advice.plan}", putting it back if it has left the program; ` +
        "then remove or destroy it, and the order stays in force"
      );
    case "write":
      return (
        (advice.opsType === "immediate"
          ? 'write opsType: "immediate"'
          : `write planTime: "${formatInstant(advice.planTime)}"`) +
        ` and dataPolicy: "${advice.dataPolicy}" on the event` +
        `${advice.dataPolicy === "abandon" ? " (with acknowledgeDataLoss: true on the plan)" : ""} to keep that order`
      );
    case "newTime":
      return "write a new planTime to order it for that";
    case "replan":
      return "write any new text as schedule.replan";
    case "remove":
      return advice.eventId === undefined
        ? "remove the event from the plan"
        : `keep one: events.filter(({ eventId }) => eventId !== "${advice.eventId}")`;
  }
}

/** What an option's value does, where its name does not say it. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  "onRemove: retain": " for this one `up`: the order then stays in force",
  "onReschedule: resubmit": " to send another order for it",
  "onExistingOrder: keep": " to leave that order",
  "onExistingOrder: resubmit": " to order it as planned",
  "onUnknownEvent: send": " if this account's history hides open events",
};
